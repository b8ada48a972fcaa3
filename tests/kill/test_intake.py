"""An import that is killed: run again it brings everybody in once, and what was begun can be used by nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from stories.enums import SubmissionState
from stories.models import IntakeFile, Story, Submission
from stories.receipts import teller_by_receipt
from tests.services.databases import read_as_it_lies
from tests.stories.intake.conftest import GROUP, Run, as_csv, make_wav, row
from tests.stories.intake.conftest import folder as folder
from tests.stories.intake.conftest import run as run

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]
# Where the import ends, at which call, before or after it, and how many people are here then.
DIES = {
    "after sealing": ("stories.intake.take:_add", 2, "after", 1),
    "in the middle of a recording": ("common.vault.files:ChunkCipher.seal", 3, "after", 1),
    "before the commit": ("stories.intake.take:write_card", 2, "after", 1),
    "before the card is finished": ("stories.intake.take:finish_card", 2, "before", 2),
}
SCRIPT = """
import os, pkgutil, signal, sys
import django
django.setup()
from django.core.management import call_command
module, _, inner = sys.argv[1].rpartition(":")
above, _, name = inner.rpartition(".")
owner = pkgutil.resolve_name(f"{module}:{above}" if above else module)
at, when = int(sys.argv[2]), sys.argv[3]
real, calls = getattr(owner, name), []
def once_more(*given, **named):
    calls.append(1)
    if (len(calls), when) == (at, "before"):
        os.kill(os.getpid(), signal.SIGKILL)
    answer = real(*given, **named)
    if len(calls) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
setattr(owner, name, once_more)
call_command("intake", *sys.argv[4:])
"""


@pytest.mark.parametrize("point", DIES)
def test_killed_in_the_middle(
    point: str, run: Run, folder: Path, tmp_path: Path, worker_env: dict[str, str]
) -> None:
    rows = [row(file=f"{n}", person=f"P{n}") for n in range(3)]
    for n in (0, 2):
        (folder / f"{n}").write_text(f"The Brackenmoor story number {n}.", encoding="utf-8")
    (folder / "1").write_bytes(make_wav(b"Brackenmoor!" * 40_000))
    sheet, cards = tmp_path / "killed.csv", tmp_path / "cards"
    sheet.write_bytes(as_csv(rows))
    where, at, when, here = DIES[point]
    command = [str(folder), "--consent", str(sheet), "--group", GROUP, "--cards", str(cards)]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, where, str(at), when, *command],
        env=worker_env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == -9, done.stderr
    assert (Story.objects.count(), IntakeFile.objects.count()) == (here, here)
    said = run(rows)
    assert said.count("here already") == here
    assert said.count(": take") == 3 - here
    assert (Story.objects.count(), IntakeFile.objects.count()) == (3, 3)
    begun = Submission.objects.filter(state=SubmissionState.DRAFT)
    assert begun.count() == 2 - here
    words = [card.read_text(encoding="utf-8").splitlines()[2] for card in cards.iterdir()]
    assert len(words) == 3
    tellers = {teller_by_receipt(words=said) for said in words}
    assert tellers == {story.submission.teller for story in Story.objects.all()}, "each card leads back"
    from django.conf import settings

    for file in Path(settings.VAR).rglob("*"):
        if file.is_file():
            assert b"Brackenmoor" not in read_as_it_lies(file), file
