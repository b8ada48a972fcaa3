from pathlib import Path

import pytest

from transcription.engines import threads


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(threads, "QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(threads, "cores_allowed", lambda: 6)
    monkeypatch.setattr(threads, "busy", lambda: 0.2)
    return tmp_path / "cpu.max"


def test_what_is_asked_for_is_given(machine: Path) -> None:
    assert threads.free_cores(asked=3) == 3


def test_all_that_is_idle(machine: Path) -> None:
    assert threads.free_cores() == 6


@pytest.mark.parametrize(("load", "free"), [(0.0, 6), (2.1, 4), (5.0, 1), (40.0, 1)])
def test_busy_cores_are_left_alone(
    machine: Path, monkeypatch: pytest.MonkeyPatch, load: float, free: int
) -> None:
    monkeypatch.setattr(threads, "busy", lambda: load)
    assert threads.free_cores() == free


@pytest.mark.parametrize(("quota", "free"), [("200000 100000", 2), ("max 100000", 6), ("nonsense", 6)])
def test_a_containers_share_counts(machine: Path, quota: str, free: int) -> None:
    machine.write_text(quota)
    assert threads.free_cores() == free


def test_never_more_than_help(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "cores_allowed", lambda: 64)
    assert threads.free_cores() == threads.MOST
