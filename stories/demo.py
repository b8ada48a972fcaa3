"""Invented stories for the demonstration copy, taken along the real road. Every one is marked fictional."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from stories import (
    approval,
    consent,
    moderation,
    redaction,
    release,
    second_person,
    second_reading,
    telling,
    withdrawal,
)
from stories.bench.rehearsed import keep_the_rest
from stories.checklist import IN_WORDS, WANTED, Reply
from stories.copies import copies_on_offer
from stories.details import note_details, say_adult
from stories.enums import Decision, Form, PartKind, Purpose, RedactionAction, RedactionKind, Stage
from stories.models import Story, Submission, Trust

FOLDER = Path(__file__).parent / "demo_content"
READ = {
    point: Reply(
        answer,
        "A stay and a ward like many; nothing in it is one person's alone." if point in IN_WORDS else "",
    )
    for point, answer in WANTED.items()
}
STEPS = ("arrived", "anonymising", "second_reading", "with_teller", "ready", "published", "withdrawn")
DAYS_BETWEEN = 9


class NotForProduction(Exception):
    """Invented stories never stand beside real ones."""


@dataclass(frozen=True)
class Staff:
    editor: User
    second_reader: User


# Part id, slug: stores the words and times of an invented recording.
RecordingLoader = Callable[[UUID, str], None]
# Part id: makes the safe copy of a recording at once, as its invented teller is to hear it.
CopyMaker = Callable[[UUID], None]
# Story id, editor: says of all that was spoken that the editor has listened to it.
Confirmer = Callable[[UUID, User], None]


@dataclass(frozen=True)
class Handing:
    """What the app above does for a spoken story when it is handed on."""

    confirm_words: Confirmer | None
    copy: Callable[[], None]


def read_stories() -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / "stories.yaml").read_text(encoding="utf-8")))


def load_trusts() -> None:
    for entry in read_stories()["trusts"]:
        fields = {"name": entry["name"], "nation": entry["nation"], "fictional": True, "note": "Invented."}
        Trust.objects.update_or_create(code=entry["code"], defaults=fields)


def load_stories(
    *,
    staff: Staff,
    keep_words: RecordingLoader,
    make_copy: CopyMaker | None = None,
    confirm_words: Confirmer | None = None,
) -> dict[str, UUID]:
    """Story ids by slug. Loads nothing when there are fictional stories already (and answers with an empty dict)."""
    if not settings.DEVELOPMENT:
        raise NotForProduction("Demo stories are for development only.")
    load_trusts()
    if Submission.objects.filter(fictional=True).exists():
        return {}
    entries = read_stories()["stories"]
    # The first entries are the newest on the site: load from the end so that ids and times agree.
    loaded = {
        entry["slug"]: _load(
            entry, staff=staff, keep_words=keep_words, make_copy=make_copy, confirm_words=confirm_words
        )
        for entry in reversed(entries)
    }
    _spread_dates(slugs=[entry["slug"] for entry in entries], ids=loaded)
    return loaded


def _load(
    entry: dict[str, Any],
    *,
    staff: Staff,
    keep_words: RecordingLoader,
    make_copy: CopyMaker | None,
    confirm_words: Confirmer | None,
) -> UUID:
    submission = telling.begin_submission(language=entry["language"])
    story_id = submission.pk
    Submission.objects.filter(pk=story_id).update(fictional=True)
    say_adult(submission_id=story_id, adult=True)
    note_details(
        submission_id=story_id,
        trust=entry["trust"] or "",
        setting=entry["setting"],
        stay_point=entry["stay_point"] or "",
        event_year=entry["event_year"],
        teller_role=entry["teller_role"],
    )
    recordings = _add_parts(entry, submission_id=story_id)
    _agree(entry, submission_id=story_id)
    telling.send_submission(submission_id=story_id)
    for part_id in recordings:
        keep_words(part_id, entry["slug"])
    handing = Handing(confirm_words, partial(_copy_each, recordings, make_copy))
    _walk(entry, story_id=story_id, staff=staff, handing=handing)
    return story_id


def _add_parts(entry: dict[str, Any], *, submission_id: UUID) -> list[UUID]:
    recordings = []
    for part in entry["parts"]:
        if part["kind"] == PartKind.WRITTEN:
            telling.write_text(submission_id=submission_id, text=part["raw"].strip())
            continue
        with (FOLDER / "audio" / f"{entry['slug']}.opus").open("rb") as file:
            added = telling.add_media(
                submission_id=submission_id, kind=PartKind.AUDIO, source=file, mime="audio/ogg"
            )
        recordings.append(added.pk)
    return recordings


def _agree(entry: dict[str, Any], *, submission_id: UUID) -> None:
    named = {Purpose.NAMED_PACK, Purpose.WEBSITE, Purpose.ANY_PACK}
    for word, form in entry["consent"].items():
        purpose = Purpose(word)
        consent.give_consent(
            submission_id=submission_id,
            purpose=purpose,
            form=Form.from_slug(form),
            trust_code=(entry["trust"] or "") if purpose in named else "",
            language=entry["language"],
            manner="demo",
            cooling_off=False,
        )


def _copy_each(recordings: list[UUID], make_copy: CopyMaker | None) -> None:
    if make_copy is not None:
        for part_id in recordings:
            make_copy(part_id)


def _walk(entry: dict[str, Any], *, story_id: UUID, staff: Staff, handing: Handing) -> None:
    """As many steps along the road as the entry says, each through its own domain function."""
    reached = STEPS.index(entry["state"])
    steps = _steps(entry, story_id=story_id, staff=staff, handing=handing)
    for number, take_step in enumerate(steps, start=1):
        if number > reached:
            return
        take_step()


def _steps(
    entry: dict[str, Any], *, story_id: UUID, staff: Staff, handing: Handing
) -> Iterator[Callable[[], object]]:
    yield lambda: _anonymise(entry, story_id=story_id, by=staff.editor)
    yield lambda: _hand_over(story_id=story_id, by=staff.editor, handing=handing)
    yield lambda: _read_again(story_id=story_id, by=staff.second_reader)
    yield lambda: _approve(story_id=story_id)
    if Purpose.WEBSITE.value in entry["consent"]:
        yield lambda: release.publish(story_id=story_id, by=staff.editor)
    else:
        yield lambda: None
    yield lambda: withdrawal.take_back(submission_id=story_id)


def _hand_over(*, story_id: UUID, by: User, handing: Handing) -> None:
    if handing.confirm_words is not None:
        handing.confirm_words(story_id, by)
    moderation.hand_to_second_reader(story_id=story_id, by=by)
    handing.copy()


def _read_again(*, story_id: UUID, by: User) -> None:
    second_person.open_each(story_id=story_id, by=by)
    second_reading.accept(story_id=story_id, replies=READ, by=by)


def _anonymise(entry: dict[str, Any], *, story_id: UUID, by: User) -> None:
    moderation.take(story_id=story_id, by=by)
    parts = list(Submission.objects.get(pk=story_id).parts.values_list("pk", flat=True))
    for decision in entry["redactions"]:
        redaction.redact_everywhere(
            part_ids=parts,
            words=decision["find"],
            kind=RedactionKind(decision["kind"]),
            action=RedactionAction(decision["action"]),
            replacement=decision["replacement"],
            by=by,
        )
    keep_the_rest(story_id=story_id, by=by)
    themes = [*entry["themes"], *entry["content_notes"]]
    moderation.write_draft(
        story_id=story_id, title=entry["title"], summary=entry["summary"], themes=themes, by=by
    )


def _approve(*, story_id: UUID) -> None:
    version = Story.objects.select_related("current_version").get(pk=story_id).current_version
    assert version is not None  # noqa: S101  the step before this one made it
    heard = [copy.sha256 for copy in copies_on_offer(story_id=story_id)]
    approval.answer_version(story_id=story_id, sha256=version.sha256, decision=Decision.APPROVED, heard=heard)


def _spread_dates(*, slugs: list[str], ids: dict[str, UUID]) -> None:
    """Published over the last year or so, as they would have been."""
    now = timezone.now()
    for number, slug in enumerate(slugs):
        moment = now - dt.timedelta(days=3 + number * DAYS_BETWEEN, hours=number % 7)
        Story.objects.filter(pk=ids[slug], stage=Stage.PUBLISHED).update(
            published_at=moment, stage_since=moment
        )
