"""The ZIP, and what the manifest says of every file."""

import hashlib
import io
import json
import zipfile

import pytest

from campaigns.enums import Format
from campaigns.packs.reading import open_format
from tests.campaigns.factories import make_edition
from tests.campaigns.packs.test_formats import read
from tests.campaigns.packs.test_word import made

pytestmark = pytest.mark.django_db


def test_everything_is_in_the_zip_and_is_what_the_manifest_says():
    edition = make_edition(stories=2)
    listed = {line["name"]: line["sha256"] for line in edition.manifest["files"]}
    assert list(listed) == ["pack.html", "pack.pdf", "pack.docx", "pack.pptx", "web-page.html", "pack.zip"]
    with zipfile.ZipFile(io.BytesIO(made(edition, Format.ZIP))) as bundle:
        inside = {name: bundle.read(name) for name in bundle.namelist()}
    assert set(inside) == {
        "pack.pdf", "pack.docx", "pack.pptx", "web-page.html", "web-page.css", "manifest.json",
    }  # fmt: skip
    for name in set(inside) & set(listed):
        assert hashlib.sha256(inside[name]).hexdigest() == listed[name]
    told = json.loads(inside["manifest.json"])
    assert told == {**edition.manifest, "files": edition.manifest["files"][:-1]}


@pytest.mark.parametrize("wanted", list(Format))
def test_each_file_is_the_one_that_its_row_and_the_manifest_name(wanted: Format):
    edition = make_edition()
    content = open_format(edition=edition, wanted=wanted).read()
    row = edition.files.get(format=wanted)
    listed = {line["name"]: line["sha256"] for line in edition.manifest["files"]}
    assert row.size == len(content)
    assert row.sha256 == hashlib.sha256(content).hexdigest() == listed[f"pack.{wanted}"]


def test_the_page_in_it_asks_nothing_outside_itself():
    with zipfile.ZipFile(io.BytesIO(made(make_edition(), Format.ZIP))) as bundle:
        html, look = bundle.read("web-page.html").decode(), bundle.read("web-page.css").decode()
    reader = read(html)
    assert "The night 0" in "".join(reader.words)
    assert not reader.tags & {"script", "img", "iframe", "style"}
    assert html.startswith("<!doctype html>")
    assert "--y1" in look
    assert "url(" not in look
