"""The slides, opened by the library that slides are opened with."""

import io
import re
import zipfile
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu

from campaigns.enums import Format, ItemKind
from campaigns.models import Edition
from campaigns.packs.building import pick
from campaigns.packs.slides import ROOM, pieces
from tests.campaigns.factories import make_edition, make_pack, make_practice, make_rule, make_stories
from tests.campaigns.packs.test_formats import CANARY, MARKUP
from tests.campaigns.packs.test_word import FIELDS, HEBREW, LONG, made, with_quotation_and_figures
from tests.services.office_words import read_anything

pytestmark = pytest.mark.django_db


def opened(edition: Edition) -> Any:
    return Presentation(io.BytesIO(made(edition, Format.PPTX)))


def titles(show: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in show.slides]


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def slide_called(show: Any, title: str) -> Any:
    return next(slide for slide in show.slides if slide.shapes.title.text_frame.text == title)


@pytest.fixture
def edition() -> Edition:
    make_rule("g90", ask="Who is responsible?", note="Since 2022.")
    make_practice("kinder")
    text = f"I was on {CANARY} for nine nights.\n\nNobody said when it would stop."
    stories = make_stories(
        2, text=text, hide=((CANARY, "the ward"),), summary="Nine nights, and no end said."
    )
    pack = make_pack(stories=stories, letter="Dear board,\n\nPlease read.", ask="Stop it.\nSay when.")
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g90")
    pick(pack_id=pack.pk, kind=ItemKind.INITIATIVE, source_id="kinder")
    return make_edition(pack=pack)


def test_each_slide_has_a_title_of_its_own_in_the_order_of_a_meeting(edition: Edition):
    found = titles(opened(edition))
    assert found[:6] == [
        "One night", "In two minutes", "What we ask for", "The night 0", "The night 1", "What the rules say",
    ]  # fmt: skip
    assert found[6] == "Kinder wards"
    assert found[-1] == "Is this edition still current?"
    assert len(set(found)) == len(found)


def test_a_storys_slide_shows_its_summary_and_what_it_speaks_of_and_its_notes_hold_the_words(
    edition: Edition,
):
    slide = slide_called(opened(edition), "The night 0")
    assert "Nine nights, and no end said." in words(slide)
    assert "Before you read: this story speaks of: Restraint" in words(slide)
    assert "Nobody said when" not in words(slide)
    notes = slide.notes_slide.notes_text_frame.text
    assert "I was on the ward for nine nights." in notes
    assert "Nobody said when it would stop." in notes


def test_a_rule_says_where_it_stands_and_its_notes_cite_it(edition: Edition):
    slide = slide_called(opened(edition), "What the rules say")
    assert "We ask: Who is responsible?" in words(slide)
    assert "England" in words(slide)
    notes = slide.notes_slide.notes_text_frame.text
    assert "Since 2022." in notes
    assert "[1]" in notes
    assert "The act of 2018" in notes


def test_every_picture_is_described_and_what_is_for_the_eye_is_marked_so(edition: Edition):
    for slide in opened(edition).slides:
        for shape in slide.shapes:
            if shape.is_placeholder or (shape.has_text_frame and shape.text_frame.text):
                continue
            described = shape._element.xpath(".//p:cNvPr")[0].get("descr")
            assert described or "decorative" in shape._element.xml, slide.shapes.title.text_frame.text
    code = slide_called(opened(edition), "Is this edition still current?")
    assert "A QR code that leads" in code.shapes[-2]._element.xml + code.shapes[-1]._element.xml


def test_it_is_read_from_its_title_down(edition: Edition):
    for slide in opened(edition).slides:
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id


def test_it_says_its_title_group_and_language(edition: Edition):
    show = opened(edition)
    facts = show.core_properties
    assert (facts.title, facts.author, facts.language) == ("One night", "Test group", "en-GB")
    assert facts.last_modified_by == facts.comments == ""
    runs = [run for slide in show.slides for run in slide._element.xpath(".//a:rPr")]
    assert {run.get("lang") for run in runs} == {"en-GB"}


def test_no_word_that_was_hidden_is_in_it(edition: Edition):
    assert "magpie" not in read_anything(made(edition, Format.PPTX))
    assert "magpie" not in read_anything(made(edition, Format.ZIP))


@pytest.mark.parametrize("text", [*MARKUP, *FIELDS])
def test_markup_and_formulas_are_words_and_nothing_else(text: str):
    stories = make_stories(1, text=f"Before. {text} After.", title=f"T {text}"[:60], summary=text, hide=())
    edition = make_edition(
        pack=make_pack(stories=stories, letter=text, summary=text, ask=text, title=f"P {text}"[:80])
    )
    content = made(edition, Format.PPTX)
    show = Presentation(io.BytesIO(content))
    notes = [slide.notes_slide.notes_text_frame.text for slide in show.slides if slide.has_notes_slide]
    assert any("".join(f"Before. {text} After.".split()) in "".join(note.split()) for note in notes)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        source = "".join(
            parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))
        )
    assert 'TargetMode="External"' not in source
    assert not re.findall(r"<a:(?:hlinkClick|fld)\b[^>]*r:id|<p:oleObj|macro=\"[^\"]", source)


def test_welsh_right_to_left_emoji_and_endless_words_are_kept_and_stay_on_their_slides():
    welsh = make_stories(1, language="cy", text="Roedd hi'n hir.", title="Noson", summary="", hide=())
    others = make_stories(
        1, text=f"{HEBREW} \U0001f642\n\n{LONG}", title="Signs", summary=LONG[:300], hide=()
    )
    show = opened(make_edition(pack=make_pack(stories=[*welsh, *others], summary=f"{LONG} {LONG}")))
    noson = slide_called(show, "Noson")
    assert "Roedd hi'n hir." in words(noson)
    assert {run.get("lang") for run in noson._element.xpath(".//a:rPr")} == {"cy-GB"}
    signs = slide_called(show, "Signs").notes_slide.notes_text_frame.text
    assert f"{HEBREW} \U0001f642" in signs
    parts = [title for title in titles(show) if title.startswith("In two minutes (")]
    assert len(parts) == 4
    for slide in show.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= show.slide_width
            assert shape.top + shape.height <= show.slide_height
            assert Emu(shape.height) > 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Short.", ["Short."]),
        ("One two. Three four.", ["One two.", "Three four."]),
        ("one two three four", ["one two", "three four"]),
        ("abcdefghijklmnop", ["abcdefghijkl", "mnop"]),
    ],
)
def test_long_words_are_parted_between_sentences_or_words(text: str, found: list[str]):
    assert list(pieces(text, 12)) == found
    assert all(len(piece) <= ROOM for piece in pieces(text * 200, ROOM))


def test_quotations_and_figures_have_slides_of_their_own():
    show = opened(make_edition(pack=with_quotation_and_figures()))
    quoted = slide_called(show, "In their words")
    assert "told me when it would" in words(quoted)
    assert "Story 1" in words(quoted)
    figures = slide_called(show, "The figures")
    assert "9,296" in words(figures)
    assert "People held" in words(figures)
    assert "The bulletin of 2018" in figures.notes_slide.notes_text_frame.text
