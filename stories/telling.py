"""Telling: a draft begun, parts sealed into it, and sent. Everything is sealed from the first word."""

from dataclasses import dataclass
from functools import partial
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from common.jobs.service import enqueue
from common.vault.files import delete_file, seal_file
from common.vault.keys import create_key
from common.vault.text import open_texts
from stories.anonymise.stored import look_for_names
from stories.drafts import NotADraft as NotADraft
from stories.drafts import hold_open, watch_draft
from stories.enums import MEDIA_KINDS, PartKind, Stage, SubmissionState, ToldBy, UploadState, Way
from stories.locks import hold_submission
from stories.models import SealedPart, Story, StoryDraft, Submission, Teller, Upload
from stories.partfiles import files_of
from stories.prompts import FORMER, Prompt, find_prompt, place_of
from stories.references import make_reference
from stories.sealing import seal_part_text
from stories.stages import begin_way
from stories.wishes import NO_WISH, Wish

# What the page about details starts with; the teller may change it there, or leave it out.
LIKELY_ROLE = {
    ToldBy.SELF: "",
    ToldBy.HELPED: "person-it-happened-to",
    ToldBy.AGREED: "carer-family",
    ToldBy.DIED: "bereaved",
}


class NothingToSend(Exception):
    """There is neither writing nor a recording yet."""


class NotAgreed(Exception):
    """It is another living person's, and nobody said that they have read or heard it and agree."""


class NotAdult(Exception):
    """Whoever tells it has not said that they are 18 or over."""


@dataclass(frozen=True)
class Answer:
    """What somebody wrote under one question."""

    prompt: Prompt
    text: str


@dataclass(frozen=True)
class Writing:
    """All that a teller wrote in a draft: freely, and under questions, in the questions' order."""

    free: str = ""
    answers: tuple[Answer, ...] = ()


def begin_submission(
    *,
    teller: Teller | None = None,
    language: str = "en",
    told_by: ToldBy = ToldBy.SELF,
    way: Way = Way.WORDS,
) -> Submission:
    """A new draft with its own data key. The key is committed first, so no sealed row can ever lack it."""
    submission_id = uuid4()
    create_key(owner=submission_id)
    with transaction.atomic():
        submission = Submission.objects.create(
            id=submission_id,
            reference=make_reference(),
            teller=teller or Teller.objects.create(),
            language=language,
            told_by=told_by,
            way=way,
            teller_role=LIKELY_ROLE[told_by],
        )
        watch_draft(submission=submission)
    return submission


def write_text(*, submission_id: UUID, text: str, prompt: str = "") -> SealedPart:
    """The free writing of a draft, or its answer to PROMPT (a slug), sealed; writing again replaces it."""
    with transaction.atomic():
        submission = hold_open(submission_id=submission_id)
        part = submission.parts.filter(kind=PartKind.WRITTEN, prompt=prompt).first()
        part = part or SealedPart(
            submission=submission, kind=PartKind.WRITTEN, prompt=prompt, position=place_of(slug=prompt)
        )
        seal_part_text(part=part, text=text.strip().replace("\r\n", "\n"))
        part.save()
    return part


def read_draft_text(*, submission_id: UUID, prompt: str = "") -> str:
    """The teller's own words back to the teller: those written freely, or under PROMPT."""
    written = SealedPart.objects.filter(submission_id=submission_id, kind=PartKind.WRITTEN)
    return _open_texts(list(written.filter(prompt=prompt)[:1])).get(prompt, "")


def read_writing(*, submission_id: UUID) -> Writing:
    """Everything written, in two queries however many questions were answered."""
    parts = SealedPart.objects.filter(submission_id=submission_id, kind=PartKind.WRITTEN, text_length__gt=0)
    texts = _open_texts(list(parts))
    answers = tuple(Answer(find_prompt(slug=slug) or FORMER, text) for slug, text in texts.items() if slug)
    return Writing(free=texts.get("", ""), answers=answers)


def answered_prompts(*, submission_id: UUID) -> frozenset[str]:
    """Under which questions something is written; no word is opened."""
    parts = SealedPart.objects.filter(submission_id=submission_id, text_length__gt=0).exclude(prompt="")
    return frozenset(parts.values_list("prompt", flat=True))


def _open_texts(parts: list[SealedPart]) -> dict[str, str]:
    """The words of PARTS by the question above them; none where there is nothing sealed. Raises KeyDestroyed."""
    sealed = [(part, bytes(part.sealed_text)) for part in parts if part.sealed_text is not None]
    opened = open_texts(items=[(part.submission_id, words, part.text_context) for part, words in sealed])
    return {part.prompt: text or "" for (part, _), text in zip(sealed, opened, strict=True)}


def add_media(
    *, submission_id: UUID, kind: PartKind, source: BinaryIO, mime: str, wish: Wish = NO_WISH
) -> SealedPart:
    """Seal a recording into a draft. The file is sealed before the row is written; a failed row leaves no file."""
    part = SealedPart(submission_id=submission_id, kind=kind, mime=mime)
    part.disguise_voice, part.hide_face = wish.disguise_voice, wish.hide_face
    sealed = seal_file(owner=submission_id, context=part.file_context, source=source)
    try:
        with transaction.atomic():
            part.submission = hold_open(submission_id=submission_id)
            part.position = part.submission.parts.count()
            part.file_name, part.file_size, part.file_sha256 = sealed.name, sealed.size, sealed.sha256
            part.save()
            if kind == PartKind.PICTURE:
                enqueue(kind="show_picture", object_id=part.pk)
    except Exception:
        delete_file(name=sealed.name)
        raise
    return part


def remove_media(*, submission_id: UUID, part_id: UUID) -> None:
    """A recording or picture and every file of it."""
    with transaction.atomic():
        removable = hold_open(submission_id=submission_id).parts.exclude(kind=PartKind.WRITTEN)
        part = removable.filter(pk=part_id).first()
        if part is None:
            return
        names = files_of(parts=[part])
        # The sweep of uploads finds what is left of it, should we be killed in the middle of removing its pieces.
        Upload.objects.filter(pk=part_id).update(state=UploadState.REFUSED)
        part.delete()
        for name in names:
            transaction.on_commit(partial(delete_file, name=name))


def send_submission(*, submission_id: UUID, person_agrees: bool = False) -> Story:
    """Send the draft, once: sending again gives the same story back. PERSON_AGREES: see NotAgreed.

    Raises NothingToSend when it is empty, NotAdult when nobody said that the teller is 18 or over, NotAgreed.
    """
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        if submission.state != SubmissionState.DRAFT:
            return submission.story
        if not submission.adult_confirmed:
            raise NotAdult("Tell us first that you are 18 or over.")
        if submission.told_by == ToldBy.AGREED and not person_agrees:
            raise NotAgreed("Ask the person it happened to first.")
        submission.parts.filter(kind=PartKind.WRITTEN, text_length=0).delete()
        parts = list(submission.parts.all())
        if not parts:
            raise NothingToSend("Write something or add a recording first.")
        submission.state = SubmissionState.SENT
        submission.sent_at = timezone.now()
        submission.save(update_fields=["state", "sent_at"])
        for part in parts:
            look_for_names(part=part)
        return _open_story(submission=submission, recordings=[p for p in parts if p.kind in MEDIA_KINDS])


def _open_story(*, submission: Submission, recordings: list[SealedPart]) -> Story:
    story = Story.objects.create(
        id=submission.pk,
        submission=submission,
        reference=submission.reference,
        stage=Stage.TRANSCRIBING if recordings else Stage.ARRIVED,
        stage_since=timezone.now(),
        live=False,
    )
    StoryDraft.objects.create(story=story)
    begin_way(story=story)
    for part in recordings:
        enqueue(kind="transcribe_recording", object_id=part.pk)
    enqueue(kind="look_through_story", object_id=story.pk)
    return story
