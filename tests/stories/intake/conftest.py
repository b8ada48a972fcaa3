"""A folder of invented interviews, and a sheet that can be wrong in one cell at a time."""

import csv
import io
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from stories.wording import current_wording
from tests.stories.factories import make_trust

GROUP = "stay-with-us"
Run = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    Organisation.objects.create(name="Stay with us", slug=GROUP, kind=OrganisationKind.GROUP, fictional=True)
    make_trust("ZZT")
    made = tmp_path / "interviews"
    made.mkdir()
    (made / "Bryony Keane.txt").write_text("They held me. Nurse Brackenmoor said nothing.", encoding="utf-8")
    return made


def row(**cells: str) -> dict[str, str]:
    sound = {
        "file": "Bryony Keane.txt",
        "person": "P01",
        "told_by": "self",
        "language": "en",
        "adult": "yes",
        "agreed_on": "2026-10-01",
        "wording": str(current_wording(language="en").version),
        "trust": "ZZT",
        "year": "2019",
        "counted": "yes",
        "website": "text",
    }
    return sound | cells


@pytest.fixture
def run(folder: Path, tmp_path: Path) -> Run:
    """run(rows, …): what was printed, and the refusal after it when there was one."""

    def run_it(rows: Sequence[dict[str, str]] | bytes, *options: str, group: str = GROUP) -> str:
        sheet = tmp_path / "sheet.csv"
        sheet.write_bytes(rows if isinstance(rows, bytes) else as_csv(rows))
        out = io.StringIO()
        given = [str(folder), "--consent", str(sheet), "--group", group, "--cards", str(tmp_path / "cards")]
        try:
            call_command("intake", *given, *options, stdout=out)
        except CommandError as error:
            out.write(f"REFUSED {error}")
        return out.getvalue()

    return run_it


def as_csv(rows: Sequence[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def make_wav(frames: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(frames)
    return out.getvalue()
