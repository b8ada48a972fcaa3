"""Templates become tagged PDFs; what people wrote stays data."""

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
import qrcode

from common.documents import DocumentError, compile_pdf, compile_picture, qr_svg

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#let files = json(bytes(sys.inputs.files))
#set document(title: data.title)
#set text(lang: "en", region: "GB")
= #data.title
#data.body
#for (name, content) in files [#image(bytes(content), alt: name, width: 1cm)]
"""
ADDRESS = "https://heard.example/verify/HK7M-2QXR-9TWD/"
WHEN = datetime(2026, 11, 23, 12, 0, 30, 123456, tzinfo=UTC)  # typst wants whole seconds
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "note.typ"
    path.write_text(TEMPLATE)
    return path


def words(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_the_pdf_is_tagged_titled_and_in_british_english(template):
    pdf = compile_pdf(template=template, data={"title": "A note", "body": "Ward"}, pdf_standard="ua-1")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked == True  # noqa: E712  a PDF object, not a bool
        assert document.docinfo["/Title"] == "A note"
        assert str(document.Root.Lang) == "en-GB"
        assert document.open_metadata()["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_the_same_document_is_the_same_bytes(template):
    data = {"title": "A note", "body": "Ward"}
    first = compile_pdf(template=template, data=data, created=WHEN)
    assert first == compile_pdf(template=template, data=data, created=WHEN)


@pytest.mark.parametrize(
    "text",
    ['#read("/etc/passwd")', "#panic()", "= Not a heading", "$x^2$", "@ref <label> `raw`", '"}#[', "\\u{41}"],
)
def test_what_a_person_wrote_is_text_and_never_source(template, text):
    pdf = compile_pdf(template=template, data={"title": "A note", "body": text})
    assert text in words(pdf)


def test_files_arrive_without_touching_the_disk(template):
    before = set(template.parent.rglob("*"))
    pdf = compile_pdf(
        template=template, data={"title": "A", "body": "B"}, files={"Cover": SVG}, pdf_standard="ua-1"
    )
    assert b"%PDF" in pdf[:8]
    assert set(template.parent.rglob("*")) == before


@pytest.mark.parametrize("path", ["../secret.txt", "/../secret.txt", "/etc/hostname"])
def test_a_template_cannot_read_outside_its_root(tmp_path, path):
    (tmp_path / "secret.txt").write_text("canary")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "peek.typ").write_text(f'#read("{path}")')
    with pytest.raises(DocumentError):
        compile_pdf(template=folder / "peek.typ", data={})


def test_a_package_is_never_fetched(tmp_path):
    (tmp_path / "fetch.typ").write_text('#import "@preview/cetz:0.3.0"')
    with pytest.raises(DocumentError):
        compile_pdf(template=tmp_path / "fetch.typ", data={})


def test_an_error_never_quotes_the_text_it_failed_on(template):
    # Typst's own message for this one reads: the text "\U0001f600" could not be displayed.
    with pytest.raises(DocumentError) as caught:
        compile_pdf(template=template, data={"title": "A", "body": "\U0001f600"}, pdf_standard="ua-1")
    assert str(caught.value) == "note.typ could not be set as ua-1"
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_fonts_are_embedded(template):
    pdf = compile_pdf(template=template, data={"title": "A note", "body": "Ward Ŵ ŷ"})
    listing = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = listing.splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows)


def test_a_qr_code_holds_exactly_its_text():
    svg = qr_svg(text=ADDRESS)
    expected = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2, mask_pattern=3)
    expected.add_data(ADDRESS)
    matrix = expected.get_matrix()
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert svg.startswith("<svg ")


def test_a_picture_comes_of_each_page_and_a_broken_template_quotes_nothing(template, tmp_path):
    template.write_text(
        "#let data = json(bytes(sys.inputs.data))\n#data.body\n#if data.two [#pagebreak() two]"
    )
    one = compile_picture(template=template, data={"body": "#panic()", "two": False})
    assert len(one) == 1
    assert one[0].startswith(b"\x89PNG")
    assert len(compile_picture(template=template, data={"body": "Ward", "two": True})) == 2
    with pytest.raises(DocumentError) as told:
        compile_picture(template=template, data={"body": "Juniper"})
    assert "Juniper" not in str(told.value)
