"""An import that is killed: run again it brings everybody in once, and what was begun can be used by nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from stories.enums import SubmissionState
from stories.models import IntakeFile, Story, Submission
from tests.services.databases import read_as_it_lies
from tests.stories.intake.conftest import GROUP, Run, as_csv, row
from tests.stories.intake.conftest import folder as folder
from tests.stories.intake.conftest import run as run

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]
# Where the second person's import ends: after a file was sealed, or with everything written and nothing committed.
DIES = {
    "after sealing": ("stories.intake.take", "_add", 2),
    "before the commit": ("stories.intake.take", "write_card", 2),
}
SCRIPT = """
import importlib, os, signal, sys
import django
django.setup()
from django.core.management import call_command
module, name, at = importlib.import_module(sys.argv[1]), sys.argv[2], int(sys.argv[3])
real, calls = getattr(module, name), []
def once_more(*given, **named):
    answer = real(*given, **named)
    calls.append(1)
    if len(calls) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
setattr(module, name, once_more)
call_command("intake", *sys.argv[4:])
"""


@pytest.mark.parametrize("point", DIES)
def test_killed_in_the_middle(
    point: str, run: Run, folder: Path, tmp_path: Path, worker_env: dict[str, str]
) -> None:
    rows = [row(file=f"{n}.txt", person=f"P{n}") for n in range(3)]
    for n in range(3):
        (folder / f"{n}.txt").write_text(f"The Brackenmoor story number {n}.", encoding="utf-8")
    sheet, cards = tmp_path / "killed.csv", tmp_path / "cards"
    sheet.write_bytes(as_csv(rows))
    module, name, at = DIES[point]
    command = [str(folder), "--consent", str(sheet), "--group", GROUP, "--cards", str(cards)]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, module, name, str(at), *command],
        env=worker_env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == -9, done.stderr
    assert (Story.objects.count(), IntakeFile.objects.count()) == (1, 1)
    said = run(rows)
    assert said.count("here already") == 1
    assert said.count(": take") == 2
    assert (Story.objects.count(), IntakeFile.objects.count()) == (3, 3)
    begun = Submission.objects.filter(state=SubmissionState.DRAFT)
    assert begun.count() == 1
    assert len(list(cards.glob("card-row-*.txt"))) == 3
    from django.conf import settings

    for file in Path(settings.VAR).rglob("*"):
        if file.is_file():
            assert b"Brackenmoor" not in read_as_it_lies(file), file
