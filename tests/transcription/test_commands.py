import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from stories.parts import part_text
from tests.transcription.factories import as_file, send_recording


def run(testimony: Path, model: Path, form: str, out: Path) -> str:
    call_command("transcribe", str(testimony), model=str(model), language="en", format=form, out=out)
    return out.read_text()


def test_every_format(
    with_model: Settings, model_folder: Path, testimony: Path, spoken: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(testimony, model_folder, "txt", out) == spoken + "\n"
    document = json.loads(run(testimony, model_folder, "json", out))
    assert (document["language"], document["engine"], document["text"]) == ("en", "faster-whisper", spoken)
    words = document["segments"][3]["words"]
    assert [word["text"] for word in words] == ["A", "nurse", "called", "Alan", "talked", "me", "down."]
    assert run(testimony, model_folder, "vtt", out).count("-->") == 5
    assert run(testimony, model_folder, "srt", out).startswith("1\n00:00:01,")


def test_to_the_screen(
    with_model: Settings, testimony: Path, spoken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("transcribe", str(testimony), language="en")
    assert capsys.readouterr().out == spoken + "\n"


def test_obstacles_are_one_plain_line(with_model: Settings, tmp_path: Path, testimony: Path) -> None:
    letter = as_file(b"Dear all", tmp_path)
    for wrong, said in [
        ({"file": letter}, "could not be read as sound or film"),
        ({"file": tmp_path / "none.wav"}, "No such file"),
        ({"file": testimony, "model": "large-v3"}, "fetch_model large-v3"),
    ]:
        file = wrong.pop("file")
        with pytest.raises(CommandError, match=said):
            call_command("transcribe", str(file), **wrong)


@pytest.mark.django_db
def test_fetching_a_model_starts_what_waits_for_it(
    no_model: Settings, model_folder: Path, testimony: Path, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = send_recording(testimony)
    drain()
    assert Job.objects.get(kind="transcribe_recording").state == JobState.WAITING

    def copy_instead(_repository: str, *, local_dir: str, **_options: object) -> None:
        for file in model_folder.iterdir():
            (Path(local_dir) / file.name).write_bytes(file.read_bytes())

    monkeypatch.setattr("huggingface_hub.snapshot_download", copy_instead)
    call_command("fetch_model", "tiny")
    assert Job.objects.get(kind="transcribe_recording").state == JobState.QUEUED
    no_model.WHISPER_COMPUTE_TYPE = "float32"
    drain()
    assert part_text(part_id=part.pk) == spoken


def test_both_parts_of_a_disc(
    with_model: Settings,
    work_root: Path,
    model_folder: Path,
    ffmpeg,
    testimony: Path,
    spoken: str,
    tmp_path: Path,
) -> None:
    half = ffmpeg("half.mpg", "-i", testimony, "-c:a", "mp2").read_bytes()
    joined = as_file(half * 2, tmp_path, "joined.mpg")
    assert run(joined, model_folder, "txt", tmp_path / "out").split() == spoken.split() * 2
