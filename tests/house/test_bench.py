"""The collector of measurements (the measurements themselves are run by `make bench`)."""

import json
from pathlib import Path

import pytest

import bench.__main__ as collector
from bench.ratio import Ratio

FAST = Ratio("pages / bare", 900, 1000, "a second", 0.5)
SLOW = Ratio("list at 10,000 / at 10", 13, 10, "ms", 1.2, better="lower")
PLAIN = Ratio("sealing / copying", 0.25, 1.0, "MiB/s")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(collector, "RESULTS", tmp_path / "var" / "bench.json")
    monkeypatch.setattr(collector, "PAGE", tmp_path / "bench.md")
    monkeypatch.setattr(collector, "prepare", lambda folder: None)
    return tmp_path


def taking(results: dict[str, list[Ratio]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "measure", lambda names: results)


def test_every_module_that_measures_is_found() -> None:
    names = collector.modules([])
    assert "vault" in names
    assert not {"__main__", "ratio"} & set(names)
    assert collector.modules(["vault"]) == ["vault"]
    with pytest.raises(SystemExit, match="No such measurement: valt"):
        collector.modules(["valt"])


def test_it_prints_and_writes_every_ratio(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], elsewhere: Path
) -> None:
    taking({"pages": [FAST], "vault": [PLAIN]}, monkeypatch)
    assert collector.main([]) == 0
    printed = capsys.readouterr().out
    assert "| pages / bare      | 900  | 1,000 | a second | 0.90  | at least 0.5 | holds |" in printed
    assert "All limits hold" in printed
    written = json.loads((elsewhere / "var" / "bench.json").read_text())
    assert written["results"]["pages"][0]["value"] == pytest.approx(0.9)
    assert "pages / bare" in (elsewhere / "bench.md").read_text()


def test_a_limit_that_is_passed_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taking({"pages": [FAST, SLOW]}, monkeypatch)
    assert collector.main([]) == 1
    printed = capsys.readouterr().out
    assert "at most 1.2" in printed
    assert "NOT MET" in printed
    assert "1 limits not met" in printed


def test_a_part_measured_alone_replaces_only_itself(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> None:
    taking({"pages": [FAST], "vault": [PLAIN]}, monkeypatch)
    collector.main([])
    page = (elsewhere / "bench.md").read_text()
    taking({"pages": [SLOW]}, monkeypatch)
    collector.main(["pages"])
    written = json.loads((elsewhere / "var" / "bench.json").read_text())["results"]
    assert [ratio["name"] for ratio in written["pages"]] == [SLOW.name]
    assert [ratio["name"] for ratio in written["vault"]] == [PLAIN.name]
    assert (elsewhere / "bench.md").read_text() == page, "the page shows whole runs only"


def test_a_part_measured_before_any_whole_run_writes_no_page(
    monkeypatch: pytest.MonkeyPatch, elsewhere: Path
) -> None:
    taking({"pages": [FAST]}, monkeypatch)
    collector.main(["pages"])
    assert not (elsewhere / "bench.md").exists()
