"""What an edition's files are: the PDF opened by pikepdf and poppler, the page read as HTML."""

import datetime as dt
import io
import itertools
import re
import subprocess
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser

import docx
import pikepdf
import pytest
from django.test import Client
from pptx import Presentation

from campaigns.branding import keep_brand
from campaigns.enums import Format, ItemKind
from campaigns.models import Edition
from campaigns.packs.building import pick
from campaigns.packs.reading import open_format, open_pdf, read_html
from tests.campaigns.factories import (
    let_in,
    let_it_happen,
    make_edition,
    make_pack,
    make_practice,
    make_rule,
    make_stories,
    open_link,
)
from tests.campaigns.test_logos import picture as logo_picture

pytestmark = pytest.mark.django_db
CANARY = "magpie-lantern-4711"
MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '#read("/etc/passwd")',
    "#panic()",
    "{% load static %}{{ settings.SECRET_KEY }}",
    "= A heading of my own",
    "[link](javascript:alert(1))",
    "$ x^2 $",
    "@story-1 <story-1>",
    "\\u{1F600} `raw`",
)


@pytest.fixture
def edition() -> Edition:
    make_rule(
        "g90",
        in_force_from=dt.date(2022, 3, 31),
        fields=[{"label": "Why force was used"}],
        ask="Who is responsible?",
        note="Since 2022.",
    )
    make_practice("kinder")
    text = f"I was on {CANARY} for nine nights.\n\nNobody said when it would stop."
    stories = make_stories(2, text=text, hide=((CANARY, "the ward"),))
    for story in stories:
        let_it_happen(story.pk)
    pack = make_pack(stories=stories, letter="Dear board,\n\nPlease read.", ask="Stop it.\nSay when.")
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g90")
    pick(pack_id=pack.pk, kind=ItemKind.INITIATIVE, source_id="kinder")
    return make_edition(pack=pack)


@pytest.fixture
def pdf(edition: Edition) -> bytes:
    return open_pdf(edition=edition).read()


def poppler(tool: str, pdf: bytes, *options: str) -> str:
    return subprocess.run(
        [tool, *options, "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def elements(node: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """(kind, element) of the structure tree, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S), kid
            yield from elements(kid)


def test_it_is_tagged_titled_in_its_language_and_claims_universal_access(pdf: bytes):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert document.docinfo["/Title"] == "One night"
        assert str(root.Lang) == "en-GB"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert document.open_metadata()["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_headings_stand_in_order_and_none_skips_a_level(pdf: bytes):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        kinds = [kind for kind, _ in elements(document.Root.StructTreeRoot)]
    levels = [int(kind[2:]) for kind in kinds if kind.startswith("/H") and kind[2:].isdigit()]
    assert levels.count(1) >= 7
    assert levels.count(2) >= 3  # two stories and an initiative
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert "/Title" in kinds


def test_every_figure_has_an_alternative_text(pdf: bytes):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        figures = [
            str(element.get("/Alt", ""))
            for kind, element in elements(document.Root.StructTreeRoot)
            if kind == "/Figure"
        ]
    covers = [alt for alt in figures if alt.startswith("A woven pattern drawn from the story’s themes: ")]
    codes = [alt for alt in figures if alt.startswith("A QR code")]
    assert (len(covers), len(codes), len(figures)) == (2, 2, 4)
    assert "Held or physically restrained" in covers[0]


def test_bookmarks_lead_to_every_section_and_story(pdf: bytes):
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        tops = {str(item.title): [str(child.title) for child in item.children] for item in outline.root}
    assert tops["The stories"] == ["The night 0", "The night 1"]
    assert {"In two minutes", "What we ask for", "Our letter", "What the rules say", "Sources"} <= tops.keys()


def test_all_fonts_are_embedded(pdf: bytes):
    listing = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = listing.splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows)


def test_it_prints_number_date_verify_address_and_content_notes(edition: Edition, pdf: bytes):
    text = " ".join(poppler("pdftotext", pdf).split())
    assert "Edition 1" in text
    assert f"Issued on {edition.issued_at:%-d %B %Y}" in text
    assert edition.verify_code in text
    assert f"/verify/{edition.verify_code}/" in text
    assert "Before you read: this story speaks of: Restraint" in text
    assert "Touched by story 1, 2" in text


def test_the_code_on_it_leads_to_the_verify_address(edition: Edition, pdf: bytes):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        links = {
            str(a.A.URI)
            for page in document.pages
            for a in page.get("/Annots", [])
            if "/A" in a and "/URI" in a.A
        }
    assert any(link.endswith(f"/verify/{edition.verify_code}/") for link in links)


def test_no_word_that_was_hidden_is_in_any_file(edition: Edition, pdf: bytes):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [obj.read_bytes() for obj in document.objects if isinstance(obj, pikepdf.Stream)]
    texts = [poppler("pdftotext", pdf), read_html(edition=edition), str(edition.manifest)]
    assert not [text for text in texts if "magpie" in text]
    assert not [stream for stream in streams if b"magpie" in stream]
    assert "I was on the ward for nine nights." in poppler("pdftotext", pdf)


def test_the_page_and_the_pdf_say_the_same(edition: Edition, pdf: bytes):
    printed = squeeze(poppler("pdftotext", pdf))
    for words in (
        "Nobodysaidwhenitwouldstop.",
        "Nobodyisheldfacedown.",
        "Whyforcewasused",
        "Fewerholds.",
        "Saywhen.",
    ):
        assert words in printed
        assert words in squeeze(words_of(read_html(edition=edition)))


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_story_or_a_letter_is_words_and_nothing_else(text: str):
    stories = make_stories(1, text=f"Before. {text} After.", title=f"T {text}"[:60], summary=text, hide=())
    edition = make_edition(
        pack=make_pack(stories=stories, letter=text, summary=text, ask=text, title=f"P {text}"[:80])
    )
    html = read_html(edition=edition)
    assert not tags_of(html) & {"script", "img", "iframe", "object"}
    assert "onerror" not in "".join(attributes_of(html))
    assert f"Before. {text} After." in words_of(html)
    printed = squeeze(poppler("pdftotext", open_pdf(edition=edition).read()))
    assert squeeze(f"Before. {text} After.") in printed


def test_a_sign_without_a_glyph_does_not_stop_an_edition():
    stories = make_stories(1, text="It was fine \U0001f642 and then it was not.", hide=())
    edition = make_edition(pack=make_pack(stories=stories))
    assert edition.manifest["files"][1]["standard"] == ""
    with pikepdf.open(io.BytesIO(open_pdf(edition=edition).read())) as document:
        assert bool(document.Root.MarkInfo.Marked)
    assert "\U0001f642" in read_html(edition=edition)


def test_a_story_in_welsh_is_marked_as_welsh():
    edition = make_edition(
        pack=make_pack(stories=make_stories(1, language="cy", text="Roedd hi'n hir.", hide=()))
    )
    assert 'class="story__text" lang="cy"' in read_html(edition=edition)
    with pikepdf.open(io.BytesIO(open_pdf(edition=edition).read())) as document:
        languages = {str(e.get("/Lang", "")) for _, e in elements(document.Root.StructTreeRoot)}
    assert any(language.startswith("cy") for language in languages)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def words_of(html: str) -> str:
    return "".join(read(html).words)


def tags_of(html: str) -> set[str]:
    return read(html).tags


def attributes_of(html: str) -> list[str]:
    return read(html).attributes


def test_the_page_has_no_inline_style_or_script(edition: Edition):
    reader = read(read_html(edition=edition))
    assert not reader.tags & {"script", "style"}
    assert not [name for name in reader.attributes if name == "style" or name.startswith("on")]


def test_a_word_longer_than_a_line_stays_on_the_paper():
    word = "Rhaid" * 120
    edition = make_edition(pack=make_pack(stories=make_stories(1, text=f"So: {word}", hide=()), letter=word))
    pdf = open_pdf(edition=edition).read()
    assert squeeze(poppler("pdftotext", pdf)).replace("\u200b", "").count(word) == 2
    boxes = poppler("pdftotext", pdf, "-bbox")
    edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert edges
    assert max(edges) <= 595.3  # A4's width in points


def test_a_script_that_runs_to_the_left_is_in_the_page_and_the_pdf():
    hebrew = "שלום לכולם"
    edition = make_edition(pack=make_pack(stories=make_stories(1, text=hebrew, hide=())))
    assert hebrew in read_html(edition=edition)
    printed = poppler("pdftotext", open_pdf(edition=edition).read())
    assert set(hebrew) - {" "} <= set(printed)


def test_the_page_may_turn_with_its_scripts():
    edition = make_edition(pack=make_pack(stories=make_stories(1, text="שלום", hide=())))
    assert '<p dir="auto">שלום</p>' in read_html(edition=edition)


def test_the_pdf_carries_the_groups_logo_with_its_alternative_text_and_its_colour():
    pack = make_pack(stories=1)
    keep_brand(organisation=pack.campaign.organisation, main="#7a1f3d", ground="#f3e6ea", logo=logo_picture())
    pdf = open_pdf(edition=make_edition(pack=pack)).read()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        alts = [
            str(element.get("/Alt", ""))
            for kind, element in elements(document.Root.StructTreeRoot)
            if kind == "/Figure"
        ]
        assert document.open_metadata()["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert "The logo of Test group" in alts


@pytest.fixture
def branded() -> Edition:
    pack = make_pack(stories=1)
    keep_brand(organisation=pack.campaign.organisation, main="#7a1f3d", ground="#f3e6ea", logo=logo_picture())
    return make_edition(pack=pack)


def test_the_page_carries_the_groups_logo_and_its_colours_by_day(client: Client, branded: Edition):
    assert 'alt="The logo of Test group"' in read_html(edition=branded)
    token = open_link(branded)
    let_in(client, branded)
    assert f"/e/{token}/colours.css" in client.get(f"/e/{token}/").content.decode()
    colours = client.get(f"/e/{token}/colours.css")
    assert colours["Content-Type"].startswith("text/css")
    assert "prefers-color-scheme: light" in colours.content.decode()
    assert "--teal: #7a1f3d; --teal-wash: #f3e6ea;" in colours.content.decode()
    assert client.get("/e/nobody/colours.css").status_code == 404
    with zipfile.ZipFile(open_format(edition=branded, wanted=Format.ZIP)) as bundle:
        assert b"--teal: #7a1f3d" in bundle.read("web-page.css")
        assert b"The logo of Test group" in bundle.read("web-page.html")


def test_word_and_slides_carry_the_groups_logo_described_and_its_colour(branded: Edition):
    document = docx.Document(io.BytesIO(open_format(edition=branded, wanted=Format.DOCX).read()))
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described.count("The logo of Test group") == 1
    logo = document.inline_shapes[described.index("The logo of Test group")]
    assert round(logo.height.mm) == 18
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A1F3D"
    first = Presentation(io.BytesIO(open_format(edition=branded, wanted=Format.PPTX).read())).slides[0]
    [logo] = [shape for shape in first.shapes if shape.name == "Logo"]
    assert logo._element.nvPicPr.cNvPr.get("descr") == "The logo of Test group"
    assert logo.top + logo.height < first.shapes.title.top


def test_a_group_without_a_logo_has_none_anywhere(edition: Edition):
    assert "logo" not in read_html(edition=edition)
    first = Presentation(io.BytesIO(open_format(edition=edition, wanted=Format.PPTX).read())).slides[0]
    assert not [shape for shape in first.shapes if shape.name == "Logo"]
