"""What each page of the teller's journey weighs and asks of the databases, at 10 and 10,000 stories.

A page counts with every style and script that it names: those as WhiteNoise sends them (compressed), itself as it is.
Every address of the journey is asked in each state that a telling can be in. One that no state shows is an error, so
that a new page is weighed by itself.
"""

import gzip
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles import finders
from django.db import connections
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import URLPattern, reverse

from bench.ratio import Ratio
from stories.about_questions import about_questions
from stories.enums import Form, Purpose
from stories.models import RefusalReason, SealedPart, Submission, Withdrawal
from stories.prompts import PROMPTS
from stories.receipts import give_receipt
from stories.refusals import turn_down
from stories.tellers import DRAFT_KEY, SESSION_KEY, STORY_KEY, keep_receipt
from stories.urls import back_patterns, tell_patterns
from tests.promise.recordings import make_spoken
from tests.services.whisper import DATA
from tests.stories.factories import make_story, make_submission

LIGHT, FEW_QUERIES = 60, 12  # KiB; and over both databases
LOADED = re.compile(rb'(?:href|src)="/static/([^"]+)"')
# Only ever posted to, sent on from, a file, or asked for by somebody who is half-way through proving an address.
NO_PAGE = {
    "tell:exit",
    "tell:remove_recording",
    "tell:record_broken_off",
    "tell:keep_upload",
    "tell:cancel_upload",
    "tell:throw_away",
    "tell:record_wish",
    "tell:record_again",
    "tell:leave",
    "tell:receipt_file",
    "tell:copy_file",
    "tell:about_forget",
    "back:cancel_upload",
    "back:everything",
    "back:copy_file",
    "back:choose",
    "back:hear",
    "back:account_untie",
    "back:account_code",
    "back:account_mine",
    "back:certificate",
}


def weigh() -> dict[str, tuple[int, int]]:
    """For each page, by its path without ids: bytes over the wire and database queries, the most in any state."""
    found: dict[str, tuple[int, int]] = {}
    shown: set[str] = set()
    for client, submission in tellers():
        for name, arguments in addresses(submission):
            path = reverse(name, kwargs=arguments)
            client.get(path)  # whatever is loaded once
            with (
                CaptureQueriesContext(connections["default"]) as main,
                CaptureQueriesContext(connections["keyring"]) as keys,
            ):
                answer = client.get(path)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            shown.add(name)
            size, queries = found.get(name, (0, 0))
            found[name] = max(size, weight(answer.content)), max(queries, len(main) + len(keys))
    if missing := {name for name, _pattern in patterns()} - shown - NO_PAGE:
        raise RuntimeError(
            f"No telling showed {', '.join(sorted(missing))}: bench/journey.py has to reach it."
        )
    return found


def patterns() -> Iterator[tuple[str, URLPattern]]:
    for space, several in (("tell", tell_patterns), ("back", back_patterns)):
        for pattern in several:
            yield f"{space}:{pattern.name}", pattern


def addresses(submission: Submission) -> Iterator[tuple[str, dict[str, object]]]:
    """Each address with each of its words: every question, every purpose, one part."""
    part = SealedPart.objects.filter(submission=submission).first()
    taken = Withdrawal.objects.filter(submission_id=submission.pk).first()
    words: dict[str, list[object]] = {
        "prompt": [prompt.slug for prompt in PROMPTS],
        "purpose": [purpose.value for purpose in Purpose],
        "question": [question.slug for question in about_questions()],
        "part_id": [part.pk] if part else [],
        "story_id": [submission.pk],
        "number": [taken.number] if taken else [],
    }
    for name, pattern in patterns():
        wanted = list(pattern.pattern.converters)
        for word in words[wanted[0]] if wanted else [None]:
            yield name, {wanted[0]: word} if wanted else {}


def tellers() -> Iterator[tuple[Client, Submission]]:
    """Nobody yet; while telling; asked about a recording; turned down; published; taken back."""
    draft = make_submission(
        said="My mother.", answers={"before": "It was quiet."}, reach="somebody@heard.invalid"
    )
    yield Client(), draft
    yield device(draft), draft
    with whisper_there():
        asked = make_spoken(
            "second_read", form=Form.AUDIO, purposes=(Purpose.WEBSITE, Purpose.ANY_PACK)
        ).submission
    yield device(asked), asked
    yield from turned_down()
    for state in ("published", "withdrawn"):
        story = make_story(state)
        yield device(story.submission), story.submission


@contextmanager
def whisper_there() -> Iterator[None]:
    """A copy is heard again before anybody is asked about it."""
    with TemporaryDirectory() as folder, tarfile.open(DATA / "model_ct2.tar.xz") as archive:
        archive.extractall(folder, filter="data")
        model = {
            "WHISPER_MODEL": f"{folder}/model_ct2",
            "WHISPER_COMPUTE_TYPE": "float32",
            "WHISPER_THREADS": 1,
        }
        with override_settings(**model):
            yield


def turned_down() -> Iterator[tuple[Client, Submission]]:
    story = make_story("taken")
    reason, _made = RefusalReason.objects.get_or_create(
        slug="bench", defaults={"title": "A reason", "words": "It names."}
    )
    if story.editor is not None:
        turn_down(story_id=story.pk, reason_id=reason.pk, words="It names people.", by=story.editor)
    yield device(story.submission), story.submission


def device(submission: Submission) -> Client:
    """Somebody's, with their telling and the words of their receipt in its session."""
    request = HttpRequest()
    request.session = session = SessionStore()
    held = str(submission.pk)
    session.update({SESSION_KEY: str(submission.teller_id), DRAFT_KEY: held, STORY_KEY: held})
    keep_receipt(request=request, words=give_receipt(teller=submission.teller), owner=submission.pk)
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def weight(page: bytes) -> int:
    return len(page) + sum(compressed(part.decode()) for part in set(LOADED.findall(page)))


@cache
def compressed(part: str) -> int:
    return len(gzip.compress(Path(str(finders.find(part))).read_bytes()))


def compare(*, few: dict[str, tuple[int, int]], many: dict[str, tuple[int, int]]) -> list[Ratio]:
    heavy = max(many, key=lambda name: many[name][0])
    asking = max(many, key=lambda name: many[name][1])
    grown = [name for name in many if many[name][1] > few[name][1]]
    return [
        Ratio(f"heaviest of {len(many)} teller's pages, {heavy}", many[heavy][0] / 1024, LIGHT, "KiB", 1, "lower"),
        Ratio(f"queries of the busiest, {asking}", many[asking][1], FEW_QUERIES, "queries", 1, "lower"),
        Ratio(
            f"pages that ask more at 10,000 stories{': ' if grown else ''}{', '.join(grown)}",
            len(grown), 1, "pages", 0, "lower",
        ),
    ]  # fmt: skip
