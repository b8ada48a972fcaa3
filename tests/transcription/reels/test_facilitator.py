import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from transcription.reels.facilitator import write_page
from transcription.reels.plan import CannotShow, Reel

WHEN = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def words(pdf: bytes) -> str:
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def test_it_holds_what_a_room_needs_in_the_order_in_which_it_is_needed(reel: Reel) -> None:
    page = words(write_page(reel=replace(reel, title="#panic() *Doors*"), created=WHEN))
    for text in ("#panic() *Doors*", *reel.questions, reel.verify_url, reel.verify_code):
        assert text in page
    for clip in reel.clips:
        assert f"{clip.title} (4 seconds) A nurse called […] talked me down." in page
    order = [page.index(text) for text in (reel.content_note, reel.clips[0].title, reel.questions[0])]
    assert order == sorted(order)


def test_the_same_reel_is_the_same_bytes_and_no_questions_leave_no_heading(reel: Reel) -> None:
    assert write_page(reel=reel, created=WHEN) == write_page(reel=reel, created=WHEN)
    assert "To talk about" not in words(write_page(reel=replace(reel, questions=()), created=WHEN))


def test_without_its_content_note_there_is_no_page(reel: Reel) -> None:
    with pytest.raises(CannotShow, match="speaks of"):
        write_page(reel=replace(reel, content_note=""), created=WHEN)
