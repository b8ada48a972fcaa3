"""Quotations: found letter for letter, bound to a version, and gone when that version is."""

import pytest

from campaigns.enums import ItemKind, SectionKind
from campaigns.models import EditionItem
from campaigns.packs.building import pick, quote
from campaigns.packs.editions import issue_edition
from campaigns.packs.layout import lay_out
from campaigns.packs.plan import plan_of_pack
from campaigns.packs.press import render_edition
from campaigns.packs.quoting import NotQuotable, Span, find_span, quoted
from campaigns.packs.reading import read_html
from campaigns.packs.recall import plan_story_ids
from common.jobs.run_now import drain
from stories.enums import Purpose
from stories.pack_use import PackUse
from stories.release import ReleasedStory, read_for_pack, releases_of
from stories.withdrawal import take_back
from tests.campaigns.factories import TRUST, make_edition, make_pack, make_stories, reload

pytestmark = pytest.mark.django_db
TEXT = "Nobody told me when it would stop. I lay there for hours, and it was cold.\n\nThen she came in and sat down."


@pytest.fixture
def story() -> ReleasedStory:
    [made] = make_stories(1, text=TEXT)
    make_pack(stories=0)
    return read_for_pack(story_ids=[made.pk], use=PackUse(Purpose.NAMED_PACK, TRUST))[0]


def printed(story: ReleasedStory, words: str) -> str:
    span = find_span(story=story, words=words)
    assert span
    return quoted(span=span, stories=[story])


def test_words_are_found_with_any_white_space_between_them_and_widened_to_whole_words(story: ReleasedStory):
    assert printed(story, "Nobody told\n  me when it would sto") == "Nobody told me when it would stop."
    assert printed(story, "would stop. I lay there") == "… would stop. I lay there …"
    assert printed(story, "Then she came in and sat down.") == "Then she came in and sat down."


def test_words_that_do_not_stand_there_are_not_found(story: ReleasedStory):
    for words in ("Nobody told me when it would end", "", "   ", "nobody told me", "down. Nobody"):
        assert find_span(story=story, words=words) is None, words


def test_a_quotation_of_another_version_says_nothing(story: ReleasedStory):
    span = find_span(story=story, words="I lay there")
    assert span
    assert quoted(span=span, stories=[]) == ""
    other = Span(span.story_id, span.part, span.start, span.end, "0" * 64)
    assert quoted(span=other, stories=[story]) == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [("I lay", "three"), ("never said so", "do not stand"), ("word " * 90, "longer")],
)
def test_what_cannot_be_quoted_is_refused_with_what_to_do(story: ReleasedStory, words: str, why: str):
    with pytest.raises(NotQuotable, match=why):
        quote(pack_id=make_pack(stories=0).pk, story_id=story.story_id, words=words)


def test_a_story_that_was_taken_back_is_not_quoted(story: ReleasedStory):
    take_back(submission_id=story.story_id)
    with pytest.raises(NotQuotable, match="may not be used"):
        quote(pack_id=make_pack(stories=0).pk, story_id=story.story_id, words="I lay there")


def test_it_is_printed_released_and_listed_in_the_manifest_and_its_story_is_not(story: ReleasedStory):
    pack = make_pack(stories=1)
    quote(pack_id=pack.pk, story_id=story.story_id, words="I lay there for hours")
    quote(pack_id=pack.pk, story_id=story.story_id, words="I lay there for hours")  # once
    quote(pack_id=pack.pk, story_id=story.story_id, words="she came in and sat down.")
    edition = make_edition(pack=pack)
    html = read_html(edition=edition)
    assert "I lay there for hours, …" in html
    assert "… she came in and sat down." in html
    assert "Nobody told me when it would stop. I lay" not in html
    rows = EditionItem.objects.filter(edition=edition, kind=ItemKind.QUOTATION)
    assert [(row.version_sha256, bool(row.content_sha256), bool(row.consent_id)) for row in rows] == [
        (story.version_hash, False, True)
    ] * 2
    assert story.story_id in plan_story_ids(edition)
    assert "she came in" not in str(edition.manifest)


def test_taking_a_story_back_recalls_the_edition_that_quotes_it(story: ReleasedStory):
    pack = make_pack(stories=1)
    quote(pack_id=pack.pk, story_id=story.story_id, words="I lay there for hours")
    edition = make_edition(pack=pack)
    take_back(submission_id=story.story_id)
    assert reload(edition).state == "replaced"
    drain()
    second = pack.editions.get(number=2)
    assert "I lay there" not in read_html(edition=second)
    assert {"since": 1, "what": "removed", "kind": "quotation", "count": 1} in second.changes


def test_a_pack_may_hold_quotations_alone_and_is_refused_when_one_may_not_leave(story: ReleasedStory):
    pack = make_pack(stories=0)
    quote(pack_id=pack.pk, story_id=story.story_id, words="I lay there for hours")
    assert "I lay there" in read_html(edition=make_edition(pack=pack))
    attempt = issue_edition(pack_id=pack.pk, by=None)
    take_back(submission_id=story.story_id)
    render_edition(edition_id=attempt.pk)
    assert reload(attempt).state == "failed"


def test_the_builder_shows_what_is_printed_and_nothing_of_what_is_lost(story: ReleasedStory):
    pack = make_pack(stories=0)
    item = quote(pack_id=pack.pk, story_id=story.story_id, words="I lay there for hours")
    [shown] = lay_out(pack=pack, plan=plan_of_pack(pack)).of(ItemKind.QUOTATION)
    assert getattr(shown.value, "text", "") == "I lay there for hours, …"
    item.span = {**item.span, "version": "0" * 64}
    item.save()
    [lost] = lay_out(pack=pack, plan=plan_of_pack(pack)).of(ItemKind.QUOTATION)
    assert lost.value is None


def test_a_quotation_needs_its_words_and_is_not_picked_like_a_row(story: ReleasedStory):
    from campaigns.packs.building import NotPickable

    with pytest.raises(NotPickable):
        pick(pack_id=make_pack(stories=0).pk, kind=ItemKind.QUOTATION, source_id=str(story.story_id))


def test_from_which_story_is_said_only_where_it_is_in_the_pack(story: ReleasedStory):
    pack = make_pack(stories=1)
    quote(pack_id=pack.pk, story_id=story.story_id, words="I lay there for hours")
    assert "Another story" in read_html(edition=make_edition(pack=pack))
    pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(story.story_id))
    html = read_html(edition=make_edition(pack=pack))
    assert "Another story" not in html
    assert '<a href="#story-2">Story 2</a>' in html
    assert SectionKind.QUOTATIONS in {section.kind for section in plan_of_pack(pack).sections}


def test_a_story_whose_quotation_is_of_another_version_does_not_leave(story: ReleasedStory):
    pack = make_pack(stories=1)
    item = quote(pack_id=pack.pk, story_id=story.story_id, words="I lay there for hours")
    item.span = {**item.span, "version": "0" * 64}
    item.save()
    make_edition(pack=pack)
    assert releases_of(story_id=story.story_id) == []
    pack.items.of(ItemKind.STORY).delete()
    attempt = issue_edition(pack_id=pack.pk, by=None)
    render_edition(edition_id=attempt.pk)
    assert (reload(attempt).state, releases_of(story_id=story.story_id)) == ("failed", [])
    assert reload(attempt).message.endswith("Nothing that a teller said is left in it.")
