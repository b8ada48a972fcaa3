"""What a teller takes away of their recordings."""

import pytest
from pytest_django.fixtures import Settings

from common.vault.errors import KeyDestroyed
from common.vault.keys import destroy_key
from tests.promise.recordings import make_spoken
from tests.transcription.factories import make_heard
from transcription.captions import as_srt, read_vtt
from transcription.corrections.changes import Change
from transcription.corrections.saving import save_changes
from transcription.kept import keep_safe_copies, keep_transcripts
from transcription.reading_pace import words_a_minute

pytestmark = pytest.mark.django_db


def test_what_the_machine_heard_and_what_was_made_of_it() -> None:
    part = make_spoken("written")
    was, now = "A nurse called Alan talked me down.", "A nurse called Alan sat with me."
    save_changes(part_id=part.pk, changes=[Change("text", 4, was, now)], by=None)
    (kept,) = keep_transcripts(part.submission_id).data
    assert was in kept["as the computer heard it"]
    (version,) = kept["versions"]
    assert (version["number"], version["by"]) == (1, "you")
    assert now in version["words"]
    assert was not in version["words"]


def test_nothing_of_another_story_and_nothing_once_it_is_erased() -> None:
    part, other = make_spoken("written"), make_spoken("written")
    save_changes(
        part_id=other.pk,
        changes=[Change("text", 4, "A nurse called Alan talked me down.", "Somebody else's words.")],
        by=None,
    )
    assert "Somebody else" not in str(keep_transcripts(part.submission_id).data)
    destroy_key(owner=part.submission_id)
    with pytest.raises(KeyDestroyed):
        keep_transcripts(part.submission_id)


def test_a_safe_copy_goes_with_its_captions_in_both_forms(with_model: Settings) -> None:
    part = make_heard("published")
    copy, vtt, srt = keep_safe_copies(part.submission_id).files
    assert [each.name for each in (copy, vtt, srt)] == [
        "safe-copies/1.opus",
        "safe-copies/1.vtt",
        "safe-copies/1.srt",
    ]
    captions = b"".join(vtt.read()).decode()
    assert captions.startswith("WEBVTT")
    assert "Alan" not in captions
    assert b"".join(srt.read()).decode() == as_srt(captions)
    speeds = [words_a_minute(cue) for cue in read_vtt(captions)]
    assert (round(min(speeds)), round(max(speeds))) == (153, 160), "as docs/captions.md says"
