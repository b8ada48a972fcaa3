"""The Word file, opened by the library that Word files are opened with."""

import io
import itertools
import re
import zipfile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from campaigns.enums import Format, ItemKind
from campaigns.models import Edition, Pack
from campaigns.packs.building import pick, quote
from campaigns.packs.content import PackContent
from campaigns.packs.reading import open_format
from campaigns.packs.word import as_page, render_docx
from tests.campaigns.evidence.test_figures import make_figure
from tests.campaigns.factories import make_edition, make_pack, make_practice, make_rule, make_stories
from tests.campaigns.packs.test_formats import CANARY, MARKUP
from tests.services.office_words import read_anything

pytestmark = pytest.mark.django_db
LONG = "Rhaid" * 120
HEBREW = "שלום לכולם"
FIELDS = ('{ INCLUDETEXT "/etc/passwd" }', "{ DDEAUTO cmd.exe }", "=1+1", "+1", "-1", "@sum", "\tHYPERLINK")


def made(edition: Edition, wanted: Format = Format.DOCX) -> bytes:
    return open_format(edition=edition, wanted=wanted).read()


def opened(edition: Edition) -> Document:
    return docx.Document(io.BytesIO(made(edition)))


def paragraphs(document: Document) -> list[tuple[str, str]]:
    """(style, words) of each, those that stand locked among them."""
    return [
        (each.style or "", "".join(text.text or "" for text in each.iter(qn("w:t"))))
        for each in document.element.body.iter(qn("w:p"))
    ]


@pytest.fixture
def edition() -> Edition:
    make_rule("g90")
    make_practice("kinder")
    text = f"I was on {CANARY} for nine nights.\n\nNobody said when it would stop."
    stories = make_stories(2, text=text, hide=((CANARY, "the ward"),))
    pack = make_pack(stories=stories, letter="Dear board,\n\nPlease read.", ask="Stop it.\nSay when.")
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g90")
    pick(pack_id=pack.pk, kind=ItemKind.INITIATIVE, source_id="kinder")
    return make_edition(pack=pack)


def test_its_headings_stand_in_order_below_its_title(edition: Edition):
    found = paragraphs(opened(edition))
    assert [words for style, words in found if style == "Title"] == ["One night"]
    headings = [(int(style[-1]), words) for style, words in found if re.fullmatch(r"Heading\d", style)]
    assert headings[0][0] == 1
    assert all(after - before <= 1 for (before, _), (after, _) in itertools.pairwise(headings))
    tops = [words for level, words in headings if level == 1]
    assert tops[0] == "What is in this pack"
    assert {"Our letter", "The stories", "What the rules say", "Sources"} <= set(tops)
    assert (2, "The night 0") in headings


def test_its_contents_lead_to_each_section(edition: Edition):
    body = opened(edition).element.body
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    inside = {link for link in links if link}
    assert {"letter", "stories", "story-1", "story-2", "rules", "sources"} <= inside
    assert inside <= places


def test_it_says_its_title_group_and_language(edition: Edition):
    document = opened(edition)
    facts = document.core_properties
    assert (facts.title, facts.author, facts.language) == ("One night", "Test group", "en-GB")
    [language] = document.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert f"Edition 1  ·  {edition.verify_code}" in section.footer.paragraphs[0].text


def test_every_picture_is_described(edition: Edition):
    pictures = list(opened(edition).element.body.iter(qn("wp:docPr")))
    assert [each.get("descr") for each in pictures] == [
        "A QR code that leads to the address printed beside it."
    ]


def test_a_drawing_becomes_a_picture_with_its_words_and_a_table_keeps_its_head(edition: Edition):
    """What charts are made of, whoever draws them."""
    html = (
        '<article lang="en"><h1>T</h1><h2>Figures</h2>'
        '<svg role="img" aria-label="Six of ten." viewBox="0 0 20 10"><path d="M0 0h9v9z"/></svg>'
        "<table><thead><tr><th scope='col'>Year</th></tr></thead>"
        "<tbody><tr><td>2024</td></tr></tbody></table></article>"
    )
    data = {
        "title": "T",
        "lang": "en",
        "group": "G",
        "brand": {"main": "#0f4c4a", "ground": "#e4eeea", "logo": False},
        "edition": {"number": 0, "verify_code": "", "verify_url": ""},
    }
    document = docx.Document(io.BytesIO(render_docx(content=PackContent(data, (), ()), html=html)))
    assert [each.get("descr") for each in document.element.body.iter(qn("wp:docPr"))] == ["Six of ten."]
    assert len(list(document.element.body.iter(qn("w:tblHeader")))) == 1


def test_tellers_words_stand_locked_and_the_letter_does_not(edition: Edition):
    body = opened(edition).element.body
    locked = [
        "".join(text.text or "" for text in control.iter(qn("w:t")))
        for control in body.iter(qn("w:sdt"))
        if control.find(qn("w:sdtPr")).find(qn("w:lock")).get(qn("w:val")) == "sdtContentLocked"
    ]
    assert len(locked) == 2
    assert all("Nobody said when it would stop." in words for words in locked)
    assert not [words for words in locked if "Dear board" in words]
    assert ("BodyText", "Please read.") in paragraphs(opened(edition))


def test_no_word_that_was_hidden_is_in_it(edition: Edition):
    words = read_anything(made(edition))
    assert "magpie" not in words
    assert "I was on the ward for nine nights." in words


@pytest.mark.parametrize("text", [*MARKUP, *FIELDS])
def test_markup_and_fields_in_a_story_or_a_letter_are_words_and_nothing_else(text: str):
    stories = make_stories(1, text=f"Before. {text} After.", title=f"T {text}"[:60], summary=text, hide=())
    edition = make_edition(
        pack=make_pack(stories=stories, letter=text, summary=text, ask=text, title=f"P {text}"[:80])
    )
    document = opened(edition)
    squeezed = ["".join(words.split()) for _style, words in paragraphs(document)]
    assert any("".join(f"Before. {text} After.".split()) in words for words in squeezed)
    with zipfile.ZipFile(io.BytesIO(made(edition))) as parts:
        source = "".join(
            parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))
        )
    assert not re.findall(r"<w:(?:instrText|fldSimple|fldChar|object|altChunk)\b", source)
    outside = re.findall(r'Target="([^"]*)" TargetMode="External"', source)
    assert all("/verify/" in target for target in outside)


def test_welsh_right_to_left_emoji_and_endless_words_are_kept():
    welsh = make_stories(1, language="cy", text="Roedd hi'n hir.", title="Noson", hide=())
    others = make_stories(1, text=f"{HEBREW}\n\nFine \U0001f642 then.\n\n{LONG}", title="Signs", hide=())
    document = opened(make_edition(pack=make_pack(stories=[*welsh, *others])))
    body = document.element.body
    in_welsh = {
        "".join(text.text or "" for text in run.iter(qn("w:t")))
        for run in body.iter(qn("w:r"))
        if any(mark.get(qn("w:val")) == "cy" for mark in run.iter(qn("w:lang")))
    }
    assert {"Noson", "Roedd hi'n hir."} <= in_welsh
    leftward = [
        "".join(text.text or "" for text in each.iter(qn("w:t")))
        for each in body.iter(qn("w:p"))
        if list(each.iter(qn("w:bidi")))
    ]
    assert leftward == [HEBREW]
    assert {"Fine \U0001f642 then.", LONG} <= {words for _style, words in paragraphs(document)}


def test_cloth_and_what_unfolds_stay_on_the_screen():
    html = (
        '<article lang="en"><h1>T</h1><div><svg aria-hidden="true"/></div>'
        "<details><summary>S</summary><p>N</p></details></article>"
    )
    data = {"title": "T <b>", "lang": "en", "edition": {"verify_url": ""}}
    page = as_page(content=PackContent(data, (), ()), html=html)
    assert not re.findall(r"<(?:svg|details|summary|h1)\b", page)
    assert "<p>S</p><p>N</p>" in page
    assert "<title>T &lt;b&gt;</title>" in page


def test_a_quotation_stands_locked_and_figures_are_a_table_without_its_bars():
    pack = with_quotation_and_figures()
    body = opened(make_edition(pack=pack)).element.body
    locked = ["".join(text.text or "" for text in each.iter(qn("w:t"))) for each in body.iter(qn("w:sdt"))]
    assert any("told me when it would" in words for words in locked)
    [table] = body.iter(qn("w:tbl"))
    rows = [["".join(t.text or "" for t in cell.iter(qn("w:t"))).strip() for cell in row.iter(qn("w:tc"))]
            for row in table.iter(qn("w:tr"))]  # fmt: skip
    assert rows[0] == ["Of what", "Value"]
    assert [row[-1] for row in rows[1:]] == ["9,296", "7,000"]


def with_quotation_and_figures() -> Pack:
    story = make_stories(1, text="Nobody told me when it would stop. I lay there.")[0]
    pack = make_pack(stories=[story])
    quote(pack_id=pack.pk, story_id=story.pk, words="told me when it would")
    make_figure("f1", subgroup="Women")
    make_figure("f2", subgroup="Men", value="7000")
    for slug in ("f1", "f2"):
        pick(pack_id=pack.pk, kind=ItemKind.FIGURE, source_id=slug)
    return pack
