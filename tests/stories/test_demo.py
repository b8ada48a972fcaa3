"""Invented stories: along the real road, each marked as invented, and with nothing that its editor hid."""

from collections.abc import Callable
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from common.jobs.registry import replaced
from stories import demo, parts
from stories.enums import PartKind, Purpose, Stage
from stories.loading import load_themes
from stories.models import ConsentRecord, Redaction, Story, Submission, Trust
from stories.release import list_website, read_website
from stories.search import search_stories
from tests.stories.factories import make_user
from tests.stories.recordings import copies_of_nobody

pytestmark = pytest.mark.django_db

STAGES = {
    "arrived": Stage.ARRIVED,
    "anonymising": Stage.ANONYMISING,
    "second_reading": Stage.SECOND_READING,
    "with_teller": Stage.WITH_TELLER,
    "ready": Stage.READY,
    "published": Stage.PUBLISHED,
    "withdrawn": Stage.WITHDRAWN,
}
Loaded = dict[str, UUID]


def entries() -> dict[str, dict]:
    return {entry["slug"]: entry for entry in demo.read_stories()["stories"]}


def keep_words(part_id: UUID, slug: str) -> None:
    """As a worker would: the words of the recording are what the file says was spoken."""
    spoken = next(part["raw"] for part in entries()[slug]["parts"] if part["kind"] == PartKind.AUDIO)
    parts.attach_transcript(part_id=part_id, text=spoken.strip())


def load() -> Loaded:
    load_themes()
    staff = demo.Staff(make_user(), make_user())
    quiet: Callable[..., None] = lambda run: None  # noqa: E731  two kinds share it
    with replaced("transcribe_recording", quiet), replaced("make_safe_copy", quiet), copies_of_nobody():
        return demo.load_stories(staff=staff, keep_words=keep_words)


def test_every_invented_story_is_marked_where_it_should_be_and_safe() -> None:
    """One test, for the loading is long: thirty-odd stories through every step."""
    loaded = load()
    assert len(loaded) == len(entries()) >= 30
    assert Submission.objects.count() == Submission.objects.filter(fictional=True).count() == len(loaded)
    trusts = set(Submission.objects.exclude(trust=None).values_list("trust__code", flat=True))
    assert not Trust.objects.filter(code__in=trusts, fictional=False).exists()
    stages = {slug: Story.objects.get(pk=pk).stage for slug, pk in loaded.items()}
    assert stages == {slug: STAGES[entry["state"]] for slug, entry in entries().items()} | {
        slug: Stage.READY
        for slug, entry in entries().items()
        if entry["state"] == "published" and "website" not in entry["consent"]
    }
    assert set(stages.values()) == set(STAGES.values()), "each queue has something in it"
    for slug, entry in entries().items():
        check_words(loaded[slug], entry)
        said = ConsentRecord.objects.filter(submission_id=loaded[slug], granted=True)
        assert set(said.values_list("purpose", flat=True)) == set(entry["consent"])
    # The newest first, as the file has them.
    published = [slug for slug in entries() if stages[slug] == Stage.PUBLISHED]
    listed = [story.story_id for story in list_website(limit=100).stories]
    assert listed == [loaded[slug] for slug in published]
    assert set(search_stories(query="tea")) <= set(listed)
    assert search_stories(query="tea")
    staff = demo.Staff(make_user(), make_user())
    assert demo.load_stories(staff=staff, keep_words=keep_words) == {}, "again, it changes nothing"
    assert Submission.objects.count() == len(loaded)


def check_words(story_id: UUID, entry: dict) -> None:
    released = read_website(story_id=story_id)
    open_to_all = entry["state"] == "published" and Purpose.WEBSITE in entry["consent"]
    assert (released is not None) == open_to_all, entry["slug"]
    if released is None:
        return
    assert released.fictional
    assert released.title == entry["title"]
    assert set(released.theme_slugs) == set(entry["themes"]), entry["slug"]
    assert {term.slug for term in released.content_notes} == set(entry["content_notes"])
    for decision in entry["redactions"]:
        assert decision["find"] not in released.text, (entry["slug"], decision["find"])
        assert decision["find"] not in released.title + released.summary
    assert Redaction.objects.filter(part__submission_id=story_id).count() >= len(entry["redactions"])


def test_outside_development_nothing_is_loaded(settings: Settings) -> None:
    settings.DEVELOPMENT = False
    with pytest.raises(demo.NotForProduction):
        demo.load_stories(staff=demo.Staff(make_user(), make_user()), keep_words=keep_words)
    assert not Submission.objects.exists()
    assert not Trust.objects.exists()


def test_what_an_editor_hid_was_there_to_hide() -> None:
    for slug, entry in entries().items():
        raw = "\n".join(part["raw"] for part in entry["parts"])
        for decision in entry["redactions"]:
            assert decision["find"].lower() in raw.lower(), (slug, decision["find"])
            assert (decision["action"] == "mask") == (not decision["replacement"]), slug


def test_each_recording_is_there() -> None:
    recorded = [slug for slug, e in entries().items() if any(p["kind"] == PartKind.AUDIO for p in e["parts"])]
    assert len(recorded) == 3
    for slug in recorded:
        assert (demo.FOLDER / "audio" / f"{slug}.opus").stat().st_size > 5000


def test_the_stories_are_different_and_have_no_word_we_do_not_use() -> None:
    texts = ["\n".join(part["raw"] for part in entry["parts"]) for entry in entries().values()]
    assert len({text[:80] for text in texts}) == len(texts)
    assert not any("victim" in text.lower() for text in texts)
