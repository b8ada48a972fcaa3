"""The invented recordings come with their words and times, without a model."""

import pytest

from accounts.enums import Role
from common.jobs.run_now import drain
from common.jobs.service import jobs_for
from stories.demo import Staff, load_stories, read_stories
from stories.enums import PartKind
from stories.loading import load_themes
from stories.models import SealedPart
from tests.stories.factories import make_user
from transcription.demo import confirm_words, keep_words, make_copy, read_result
from transcription.enums import Stage
from transcription.release import read_media
from transcription.state import recording_state
from transcription.transcripts import words

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])

SPOKEN = [s for s in read_stories()["stories"] if any(p["kind"] == "audio" for p in s["parts"])]


@pytest.mark.parametrize("slug", [story["slug"] for story in SPOKEN])
def test_the_noted_words_are_the_raw_words(slug: str) -> None:
    story = next(s for s in SPOKEN if s["slug"] == slug)
    raw = next(p["raw"] for p in story["parts"] if p["kind"] == "audio")
    assert read_result(slug=slug, language="en").text.split() == raw.split()


def test_a_demo_recording_is_heard_on_the_site_with_its_names_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    load_themes()
    monkeypatch.setattr("stories.demo.read_stories", lambda: {**read_stories(), "stories": SPOKEN[:1]})
    staff = Staff(make_user(Role.EDITOR), make_user(Role.SECOND_READER))
    (story_id,) = load_stories(
        staff=staff, keep_words=keep_words, make_copy=make_copy, confirm_words=confirm_words
    ).values()
    part = SealedPart.objects.get(submission_id=story_id, kind=PartKind.AUDIO)
    assert recording_state(part_id=part.pk).stage == Stage.TRANSCRIBED
    assert not jobs_for(object_id=part.pk).filter(kind="transcribe_recording").exists()
    assert words(part_id=part.pk)[0].words[0].text == "It"
    drain()
    clip = read_media(story_id=story_id, part_id=part.pk)
    assert clip is not None
    hidden = [r["find"].strip(" ,.") for r in SPOKEN[0]["redactions"]]
    assert hidden
    assert not any(name in clip.captions() for name in hidden)
