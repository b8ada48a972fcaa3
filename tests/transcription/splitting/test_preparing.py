"""Making an old recording ready: one stream in the right order, a form that plays, honest words where it cannot be."""

import random
from pathlib import Path

import pytest

from accounts.models import User
from common.jobs.enums import JobState
from common.jobs.run_now import drain
from common.jobs.service import enqueue, jobs_for
from common.storages import sealed_storage
from common.vault.files import open_file
from stories.models import Submission, Upload
from tests.transcription.splitting.tapes import DVD, EACH, TONES, bring, colour, ffmpeg, make_disc, make_film
from transcription.enums import RipState
from transcription.media.probe import probe
from transcription.models import Rip
from transcription.splitting.bringing import PREPARE
from transcription.splitting.places import apart, escaped, find_places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_model", "work_root")]


def played(rip: Rip, folder: Path) -> Path:
    target = folder / "played.mp4"
    with open_file(owner=rip.pk, context=rip.proxy_context, name=rip.proxy_name) as sealed:
        target.write_bytes(sealed.read(rip.proxy_size or 0))
    return target


def test_a_set_sent_in_any_order_is_one_recording(tmp_path: Path, editor: User) -> None:
    disc = make_disc(tmp_path, files=3)
    random.Random(5).shuffle(disc)
    rip = bring([disc[1], disc[2], disc[0]], by=editor)
    assert (rip.state, rip.has_picture) == (RipState.READY, True)
    assert rip.duration_ms == pytest.approx(3 * EACH * 1000, abs=100)
    file = played(rip, tmp_path)
    assert [colour(file, at) for at in (1, 5, 9)] == ["red", "green", "blue"]
    assert b"Maureen" not in file.read_bytes()
    stored = sealed_storage().open_range(rip.proxy_name, 0, 64)
    assert b"ftyp" not in stored.read(64), "sealed"
    stored.close()
    assert not Submission.objects.exists()


def test_a_disc_that_begins_its_clock_anew_is_played_to_its_end(tmp_path: Path, editor: User) -> None:
    """As when each person was filmed in a go of their own. Longer than ten seconds, as ffmpeg wants it to notice."""
    disc = []
    for number, tone in enumerate(TONES[:2], 1):
        path = tmp_path / f"VTS_01_{number}.VOB"
        disc.append(make_film(path, tones=[tone], each=12, how=DVD))
    rip = bring(disc, by=editor)
    assert rip.duration_ms == pytest.approx(24_000, abs=200)


def test_made_once_and_done_again_is_the_same(rip: Rip) -> None:
    name = rip.proxy_name
    enqueue(kind=PREPARE, object_id=rip.pk)
    drain()
    rip.refresh_from_db()
    assert rip.proxy_name == name
    assert len(rip.mac) == 64


def test_no_sound_is_said(tmp_path: Path, editor: User) -> None:
    film = tmp_path / "silent.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=c=red:s=320x240:d=5", "-c:v", "libx264", film)
    rip = bring([film], by=editor)
    assert rip.state == RipState.UNREADABLE
    assert "no sound" in jobs_for(object_id=rip.pk).filter(kind=PREPARE).get().reason


@pytest.mark.parametrize("content", [b"\0" * 5000, bytes(range(256)) * 400], ids=["zeros", "noise"])
def test_what_cannot_be_read_is_kept_and_said(content: bytes, tmp_path: Path, editor: User) -> None:
    broken = tmp_path / "VTS_01_1.VOB"
    broken.write_bytes(content)
    rip = bring([broken], by=editor)
    job = jobs_for(object_id=rip.pk).filter(kind=PREPARE).get()
    assert (rip.state, job.state) == (RipState.UNREADABLE, JobState.FAILED)
    assert "copy the disc again" in job.reason
    assert Upload.objects.filter(held_for=rip.pk).exists(), (
        "what came is kept until somebody says that it may go"
    )


def test_a_second_is_too_short(tmp_path: Path, editor: User) -> None:
    tape = tmp_path / "short.wav"
    ffmpeg("-f", "lavfi", "-i", "sine=440:d=1", tape)
    rip = bring([tape], by=editor)
    assert "shorter than two seconds" in jobs_for(object_id=rip.pk).filter(kind=PREPARE).get().reason


def test_where_it_is_silent_or_black_is_suggested(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    ffmpeg(
        *(
            "-f",
            "lavfi",
            "-i",
            "color=c=red:s=320x240:d=20,drawbox=color=black:t=fill:enable='between(t,14,15)'",
        ),
        *("-f", "lavfi", "-i", "aevalsrc='0.4*sin(880*PI*t)*(1-between(t,4,7))':d=20"),
        *("-c:v", "libx264", "-c:a", "aac", film),
    )
    odd = tmp_path / "a folder: with, [odd] 'letters';"
    odd.mkdir()
    with film.open("rb") as file:
        facts = probe(file)
    assert find_places(file=film, facts=facts, folder=odd) == pytest.approx([5500, 14_500], abs=150)


def test_suggestions_that_lie_together_are_one() -> None:
    assert apart([0, 300, 900, 1500, 5000]) == [0, 1500, 5000]
    assert escaped(Path("/plain/path")) == "/plain/path"
