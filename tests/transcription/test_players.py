"""What the slots show, drawn as the pages draw them."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from common import slots
from common.jobs.run_now import drain
from stories.copies import look_at
from stories.enums import Form, PartKind
from stories.models import SealedPart
from stories.release import read_website
from tests.stories.factories import make_story, part_of
from tests.transcription.factories import as_file, make_heard, send_recording
from transcription.models import SafeCopy
from transcription.players import spoken_length

pytestmark = pytest.mark.django_db


def draw(name: str, **context: object) -> str:
    return re.sub(r"\s+", " ", slots.draw(name, RequestFactory().get("/"), context))


def story_page(part: SealedPart) -> str:
    return draw("story_media", story=read_website(story_id=part.submission_id))


def test_readers_get_a_closed_player_with_captions(with_model: Settings) -> None:
    part = make_heard("published")
    html = story_page(part)
    url = f"/stories/{part.submission_id}/media/{part.pk}"
    assert f'<source src="{url}" type="audio/ogg">' in html
    assert f'<track kind="captions" src="{url}/captions.vtt" srclang="en"' in html
    assert "<summary>Listen to this story (18 seconds)</summary>" in html
    assert 'preload="none"' in html
    assert "autoplay" not in html
    assert "<details>" in html
    assert "style=" not in html
    assert "This is the teller’s own voice." in html


def test_a_disguise_is_told_honestly(with_model: Settings) -> None:
    html = story_page(make_heard("published", form=Form.DISGUISED_AUDIO))
    assert "harder to recognise who is speaking, not impossible" in html


def draw_for_teller(part: SealedPart) -> str:
    return draw("teller_part", copy=look_at(part_ids=[part.pk]).get(part.pk))


def test_a_film_is_watched(with_model: Settings, film: Path) -> None:
    html = story_page(make_heard("published", source=film, kind=PartKind.VIDEO, form=Form.DISGUISED_VIDEO))
    assert "Watch this story (18 seconds)" in html
    assert 'type="video/mp4"' in html


def test_a_story_in_writing_has_no_player() -> None:
    story = make_story("published")
    assert (
        slots.draw("story_media", RequestFactory().get("/"), {"story": read_website(story_id=story.pk)}) == ""
    )
    assert draw("story_media") == ""
    assert draw("editor_part", part_id=part_of(story).pk) == ""
    assert draw_for_teller(part_of(story)) == ""


def test_without_a_current_copy_there_is_no_player(with_model: Settings) -> None:
    part = make_heard("published")
    SafeCopy.objects.update(fingerprint="0" * 64)
    assert story_page(part) == ""


def test_tellers_hear_what_others_would(with_model: Settings) -> None:
    part = make_heard("second_read")
    html = draw_for_teller(part)
    assert f'src="/return/media/{part.pk}"' in html
    assert "Your recording as others would hear it (18 seconds)" in html


def test_tellers_are_told_while_it_is_made_and_when_it_was_not_agreed(
    with_model: Settings, testimony: Path
) -> None:
    assert "is being made" in draw_for_teller(send_recording(testimony))
    quiet = send_recording(testimony, form=Form.TEXT)
    assert "Nobody will hear this recording" in draw_for_teller(quiet)


def test_editors_hear_read_and_know(with_model: Settings) -> None:
    part = make_heard("handed")
    html = draw("editor_part", part_id=part.pk)
    assert "<strong>Transcript:</strong> Transcribed" in html
    assert f'src="/admin/stories/media/{part.pk}/"' in html
    assert f'href="/admin/stories/{part.submission_id}/parts/{part.pk}/transcript/"' in html
    assert "all of it was listened to and confirmed" in html
    assert "Alan" not in html, "its words are in the editor, which logs who opens it"
    assert "<strong>Safe copy:</strong> ready, 18 seconds" in html
    assert f'src="/admin/stories/media/{part.pk}/safe"' in html
    assert "Try again" not in html


def test_editors_are_told_what_nobody_has_listened_to(with_model: Settings) -> None:
    part = make_heard("sent")
    assert "5 stretches of speech are not confirmed yet" in draw("editor_part", part_id=part.pk)


def test_editors_see_what_it_waits_for(no_model: Settings, testimony: Path) -> None:
    part = send_recording(testimony)
    drain()
    html = draw("editor_part", part_id=part.pk)
    assert "There is no speech model on this machine yet" in html
    assert "<code>python manage.py fetch_model small</code>" in html
    assert "Try again" in html


def test_editors_see_why_it_failed(with_model: Settings, tmp_path: Path) -> None:
    part = send_recording(as_file(b"nothing", tmp_path))
    drain()
    html = draw("editor_part", part_id=part.pk)
    assert "could not be read as sound or film" in html
    assert f'action="/admin/stories/media/{part.pk}/again/"' in html


def test_silence_is_said(with_model: Settings, ffmpeg) -> None:
    part = send_recording(ffmpeg("q.wav", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "3"))
    drain()
    html = draw("editor_part", part_id=part.pk)
    assert "No speech found" in html
    assert "Listen to it" in html


def test_queries_of_the_public_slot(
    with_model: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    part = make_heard("published")
    story = read_website(story_id=part.submission_id)
    request = RequestFactory().get("/")
    with django_assert_num_queries(7):
        slots.draw("story_media", request, {"story": story})


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "1 second"), (18.4, "18 seconds"), (89, "89 seconds"), (90, "2 minutes"), (3600, "60 minutes")],
)
def test_lengths_in_words(seconds: float, said: str) -> None:
    assert spoken_length(seconds) == said
