"""Detection without the website: so that it can be measured from outside. Nothing is stored but OUT."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from stories.anonymise.detect import detect
from stories.anonymise.model import Proposal


class Command(BaseCommand):
    help = "Say what may tell who somebody is, in each line of a file of JSON objects with an id and a text."
    requires_system_checks: list[str] = []  # it opens no database and serves no page

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--jsonl",
            nargs=2,
            type=Path,
            required=True,
            metavar=("IN", "OUT"),
            help='IN has lines {"id", "text"}; OUT gets lines {"id", "proposals": [{"start", "end", "kind", '
            '"score"}]}, where start and end count code points of the text',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["jsonl"]
        try:
            with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
                for answer in _answers(lines):
                    out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{source} is not UTF-8.") from error


def _answers(lines: IO[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            asked = _read(line, number)
            yield {"id": asked["id"], "proposals": [_describe(each) for each in detect(asked["text"])]}


def _read(line: str, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        if isinstance(asked["text"], str) and "id" in asked:
            return asked  # type: ignore[no-any-return]
    except (ValueError, LookupError, TypeError):
        pass
    raise CommandError(f'Line {number} is not a JSON object with an "id" and a "text".')


def _describe(each: Proposal) -> dict[str, Any]:
    return {"start": each.start, "end": each.end, "kind": each.kind.value, "score": round(each.score, 3)}
