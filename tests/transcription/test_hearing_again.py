"""Finished copies are heard again with the real engine: one whose silences lie beside the words must not pass."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from common.jobs.enums import JobState
from common.jobs.errors import Hindered
from common.jobs.run_now import drain
from common.jobs.service import enqueue, wake
from tests.services.whisper import Deaf
from tests.transcription.factories import make_heard
from tests.transcription.test_safe_copies import job_of
from transcription import hearing_again
from transcription.engines.base import Result, Segment, Word
from transcription.engines.deadline import TooSlow
from transcription.errors import Leak
from transcription.hearing import ready_engine
from transcription.hearing_again import engine_for, hear_again, stretches, telling_forms
from transcription.leaks import check_silence
from transcription.media.near import placed
from transcription.media.probe import probe
from transcription.media.treat import TimeSpan, Treatment, treat
from transcription.models import SafeCopy

MakeCopy = Callable[..., Path]
ALAN = (12.08, 13.04)
ASIDE = (13.06, 13.8)  # silent and well measured, but the name is said just before it
LENGTH = 18.47


@pytest.fixture
def copy_muted_at(testimony: Path, tmp_path: Path) -> MakeCopy:
    def make(*mutes: TimeSpan) -> Path:
        target = tmp_path / "copy.opus"
        with testimony.open("rb") as file:
            facts = probe(file)
        treatment = Treatment(mutes=mutes)
        treat(source=testimony, target=target, facts=facts, treatment=treatment, on_progress=lambda _: None)
        return target

    return make


class SaysAlanWhereItIsLoud(Deaf):
    def transcribe(self, audio: Any, **_how: object) -> Result:
        loud = max(int(np.abs(chunk.astype(int)).max()) for chunk in audio) > 1000
        words = (Word(0.0, 0.4, "called", 0.9), Word(0.4, 0.9, "Alan.", 0.9)) if loud else ()
        return Result((Segment(0.0, 0.9, words),), "en", self.name, self.model_hash, 1.0)


def listen_to(file: Path, *mutes: TimeSpan, hidden: str = "Alan", engine: Any = None) -> list[float]:
    told: list[float] = []
    hear_again(
        file=file,
        engine=engine or ready_engine(),
        mutes=mutes,
        hidden=[hidden],
        language="en",
        tell=told.append,
    )
    return told


def test_a_good_copy_passes_and_tells_how_far_it_is(with_model: Settings, copy_muted_at: MakeCopy) -> None:
    juniper = (1.54, 2.70)
    told = listen_to(copy_muted_at(juniper, ALAN), juniper, ALAN)
    assert told == [0.5, 1.0]


def test_a_name_that_was_never_muted_is_recognised(with_model: Settings, copy_muted_at: MakeCopy) -> None:
    bad = copy_muted_at()
    with pytest.raises(Leak, match="still hears hidden words in the finished copy, at 00:11") as leak:
        listen_to(bad, ALAN)
    assert "Alan" not in str(leak.value)
    with pytest.raises(Leak):
        listen_to(bad, ALAN, hidden="Alan Turner")
    assert listen_to(bad, ALAN, hidden="Bettina") == [1.0]


def test_a_name_beside_a_perfect_silence_is_among_what_is_heard(copy_muted_at: MakeCopy) -> None:
    """Word times half a second late. The small model knows whole sentences only, so an ear for loudness stands in."""
    bad = copy_muted_at(ASIDE)
    check_silence(file=bad, mutes=[ASIDE], duration=LENGTH)
    with pytest.raises(Leak, match="at 00:12"):
        listen_to(bad, ASIDE, engine=SaysAlanWhereItIsLoud())
    good = copy_muted_at((11.3, 14.5))
    assert listen_to(good, ALAN, engine=SaysAlanWhereItIsLoud()) == [1.0]


def test_what_may_not_be_recognised() -> None:
    assert telling_forms(["Juniper Ward", "and he", "my"]) == {"juniper ward", "juniper", "ward"}
    assert telling_forms(["Alan", "ALAN"]) == {"alan"}
    assert telling_forms(["the old school"]) == {"the old school"}, "no ordinary word by itself"


def test_where_nothing_is_hidden_no_engine_is_asked_for(no_model: Settings, testimony: Path) -> None:
    assert engine_for(mutes=()) is None
    hear_again(
        file=testimony,
        engine=None,
        mutes=(),
        hidden=["Alan"],
        language="",
        tell=lambda _: pytest.fail("told"),
    )


@pytest.mark.parametrize("size", [1000, 16_000, 400_000], ids=["crumbs", "seconds", "all at once"])
def test_stretches_are_the_same_however_the_sound_comes(
    size: int, testimony: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = np.arange(300_000).astype(np.int16)
    pieces = [sound[at : at + size] for at in range(0, len(sound), size)]
    monkeypatch.setattr(
        hearing_again, "sound_near", lambda _source, **_near: (18.75, placed(pieces, first=0))
    )
    found = list(stretches(file=testimony, mutes=[(9.0, 10.0), (0.1, 0.9), (1.0, 1.2), (18.0, 19.5)]))
    assert [round(start, 2) for start, _ in found] == [0.0, 0.5, 8.5, 17.5]
    for start, samples in found:
        first = round(start * 16_000)
        assert np.array_equal(samples, sound[first : first + len(samples)])
    assert [len(samples) for _, samples in found] == [22_400, 19_200, 32_000, 20_000]


def test_stretches_are_cut_from_sound_that_comes_with_gaps(
    testimony: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = np.arange(300_000).astype(np.int16)
    runs = [(0, sound[:30_000]), (30_000, sound[30_000:40_000]), (130_000, sound[130_000:190_000])]
    monkeypatch.setattr(hearing_again, "sound_near", lambda _source, **_near: (18.75, iter(runs)))
    found = list(stretches(file=testimony, mutes=[(0.1, 0.9), (9.0, 10.0)]))
    assert [(start, samples[0], len(samples)) for start, samples in found] == [
        (0.0, sound[0], 22_400),
        (8.5, sound[136_000], 32_000),
    ]


def test_a_machine_that_is_too_slow_says_so_and_lets_the_model_go(
    with_model: Settings,
    copy_muted_at: MakeCopy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = ready_engine()

    def never(*_what: object, **_how: object) -> None:
        raise TooSlow

    monkeypatch.setattr(engine, "transcribe", never)
    with pytest.raises(Hindered) as hindered:
        listen_to(copy_muted_at(ASIDE), ASIDE)
    assert "too slow" in hindered.value.message
    assert ready_engine() is not engine


@pytest.mark.django_db
def test_the_job_keeps_no_copy_in_which_a_name_is_heard(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch, work_root: Path
) -> None:
    """The treatment forgets to mute and nothing measures the level: what is recognised is enough to refuse it."""
    part = make_heard("written")
    monkeypatch.setattr("transcription.media.sound.mute_filters", lambda mutes: [])
    monkeypatch.setattr("transcription.leaks.check_silence", lambda **_: None)
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert job_of(part).state == JobState.FAILED
    assert "still hears hidden words" in job_of(part).reason
    assert "Alan" not in job_of(part).reason
    assert not SafeCopy.objects.exists()


@pytest.mark.django_db
def test_without_a_model_a_copy_waits_and_says_how_to_fetch_one(with_model: Settings, tmp_path: Path) -> None:
    part = make_heard("written")
    there, with_model.WHISPER_MODEL, with_model.MODEL_ROOT = with_model.WHISPER_MODEL, "", tmp_path / "none"
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert (job_of(part).state, job_of(part).reason_code) == (JobState.WAITING, "no-model")
    assert "fetch_model" in job_of(part).reason
    assert not SafeCopy.objects.exists()
    with_model.WHISPER_MODEL = there
    wake(kind="make_safe_copy")
    drain()
    assert job_of(part).state == JobState.DONE
    assert SafeCopy.objects.count() == 1


def test_an_accent_typed_by_itself_hides_no_name() -> None:
    assert telling_forms(["Zoe\u0308 Reed"]) == telling_forms(["Zo\u00eb Reed"])
