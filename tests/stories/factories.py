"""Tellers, stories and people for the tests, each made through the domain functions: every object is a real one.

    from tests.stories.factories import make_story, make_user, sign_in
    story = make_story("published", text="The night ward was loud.", purposes=[Purpose.WEBSITE])

States, in the order a story goes through them: `draft`, then `sent`, `taken`, `written` (title, themes, redactions),
`handed` (second reading), `second_read` (with the teller), `approved`, `published`; and the ways off it:
`refused` and `changes` (the teller's answer), `held`, `withdrawn`, `erased`, `expired` (published, consent run out).
"""

import datetime as dt
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

from django.test import Client
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.membership import grant_role
from accounts.models import Organisation, User
from accounts.people import invite
from common.jobs.enums import JobState
from common.jobs.models import Job
from stories import (
    about_you,
    approval,
    consent,
    contact,
    copies,
    erasure,
    looks,
    moderation,
    opening,
    parts,
    redaction,
    release,
    second_person,
    telling,
    understanding,
    withdrawal,
    workbench,
)
from stories.anonymise.detect import detect
from stories.anonymise.stored import keep_found
from stories.bench.layout import lay_out
from stories.bench.state import open_bench
from stories.enums import Decision, Form, PartKind, Purpose, RedactionAction, RedactionKind, ThemeGroup, Why
from stories.models import KeptPlace, SealedPart, Story, Submission, Teller, Theme, Trust
from stories.receipts import give_receipt
from stories.sealing import open_part_text
from transcription.listening.rehearsed import confirm_everything

TEXT = (
    "I was on Larch Ward for nine days.\n\n"
    "Dr Hale held my arm and said nothing. Nobody told me when it would stop.\n\n"
    "Afterwards a cleaner called Wren brought me tea."
)
HIDDEN = (("Larch Ward", "the ward"), ("Dr Hale", "a doctor"), ("Wren", ""))
TITLE = "Tea from the cleaner"
SUMMARY = "Nine days, and who was kind."
THEMES = {
    "physical-restraint": (ThemeGroup.INTERVENTION_TYPES, "Held or physically restrained"),
    "aftercare": (ThemeGroup.EXPERIENCES, "Aftercare (present or missing)"),
    "kindness": (ThemeGroup.GOOD_PRACTICE_SEEN, "Kindness"),
    "cn-restraint": (ThemeGroup.CONTENT_NOTES, "Restraint"),
}
PATH = ("draft", "sent", "taken", "written", "handed", "second_read", "approved", "published")
WAYS_OFF = {
    "refused": "second_read",
    "changes": "second_read",
    "held": "taken",
    "withdrawn": "published",
    "erased": "published",
    "expired": "published",
}
LONG_AGO = dt.timedelta(days=3 * 365)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Wish:
    """What a story shall be made of. `hide` pairs words of the text with what stands there instead ("": a mask)."""

    text: str = TEXT
    title: str = TITLE
    summary: str = SUMMARY
    themes: Sequence[str] = ("physical-restraint", "aftercare", "cn-restraint")
    hide: Sequence[tuple[str, str]] = HIDDEN
    purposes: Sequence[Purpose] = tuple(Purpose)
    form: Form = Form.TEXT
    trust_code: str = "ZZT"
    language: str = "en"
    note: str = ""
    said: str = ""  # in the short check: who could see it
    reach: str = ""  # an e-mail address, where there is a yes to being contacted
    recording: bytes = b""  # a sound file; its transcription is enqueued when it is sent
    transcript: str = ""  # attached after sending, as a worker would
    answers: Mapping[str, str] = field(
        default_factory=dict
    )  # writing under questions, by the question's slug
    about: str = ""  # what the teller says about themselves, in their own words
    teller: Teller | None = None
    editor: User = field(default_factory=lambda: make_user(Role.EDITOR))
    second: User = field(default_factory=lambda: make_user(Role.SECOND_READER))


def make_story(state: str = "published", **wish: object) -> Story:
    """A story brought to STATE (not `draft`: see make_submission)."""
    return Story.objects.select_related("submission").get(pk=_walk(state, Wish(**wish)).pk)  # type: ignore[arg-type]


def make_submission(**wish: object) -> Submission:
    """A draft: written and consented, not sent."""
    return _walk("draft", Wish(**wish))  # type: ignore[arg-type]


def _walk(state: str, wish: Wish) -> Submission:
    if state == "expired":
        with at_time(timezone.now() - LONG_AGO):
            return _walk("published", wish)
    if state not in PATH and state not in WAYS_OFF:
        raise ValueError(f"No such state: {state}")
    submission = _begin(wish)
    for step in PATH[1 : PATH.index(WAYS_OFF.get(state, state)) + 1]:
        STEPS[step](submission, wish)
    if state in WAYS_OFF:
        STEPS[state](submission, wish)
    return submission


def _begin(wish: Wish) -> Submission:
    submission = telling.begin_submission(teller=wish.teller, language=wish.language)
    if wish.text:
        telling.write_text(submission_id=submission.pk, text=wish.text)
    for prompt, text in wish.answers.items():
        telling.write_text(submission_id=submission.pk, text=text, prompt=prompt)
    if wish.recording:
        source = io.BytesIO(wish.recording)
        telling.add_media(submission_id=submission.pk, kind=PartKind.AUDIO, source=source, mime="audio/ogg")
    Submission.objects.filter(pk=submission.pk).update(adult_confirmed=True)
    for purpose in wish.purposes:
        code = make_trust(wish.trust_code).code if purpose == Purpose.NAMED_PACK else ""
        consent.give_consent(
            submission_id=submission.pk, purpose=purpose, form=wish.form, trust_code=code, cooling_off=False
        )
    if wish.said:
        understanding.note_asked(submission_id=submission.pk, words=wish.said)
    if wish.reach and contact.may_keep_contact(submission_id=submission.pk):
        contact.keep_contact(submission_id=submission.pk, wish=contact.Wish("email", wish.reach))
    return Submission.objects.get(pk=submission.pk)


def _send(submission: Submission, wish: Wish) -> None:
    telling.send_submission(submission_id=submission.pk)
    if wish.about:
        about_you.answer_about(submission_id=submission.pk, question="religion", words=wish.about)
    if wish.transcript:
        part = submission.parts.get(kind=PartKind.AUDIO)
        parts.attach_transcript(part_id=part.pk, text=wish.transcript)


def _take(submission: Submission, wish: Wish) -> None:
    moderation.take(story_id=submission.pk, by=wish.editor)
    looks.sit_down(story_id=submission.pk, why=Why.ANONYMISING, by=wish.editor)
    read_on(submission.story, wish.editor)


def _hand_over(submission: Submission, wish: Wish) -> None:
    """Whoever answers for a version has opened what its teller added."""
    for part in submission.parts.filter(added_at__isnull=False, sealed_text__isnull=False):
        workbench.open_words(story_id=submission.pk, part_id=part.pk, by=wish.editor)
    decide_the_rest(submission.story, wish.editor)
    confirm_everything(story_id=submission.pk, by=wish.editor)
    moderation.hand_to_second_reader(story_id=submission.pk, by=wish.editor)


def _second_read(submission: Submission, wish: Wish) -> None:
    """Where no worker ran no copy is made, and the words go on alone."""
    ids = [str(pk) for pk in submission.parts.values_list("pk", flat=True)]
    Job.objects.filter(kind="make_safe_copy", object_id__in=ids, state=JobState.QUEUED).update(
        state=JobState.FAILED
    )
    second_person.open_each(story_id=submission.pk, by=wish.second)
    moderation.accept_second_reading(story_id=submission.pk, by=wish.second)


def _write(submission: Submission, wish: Wish) -> None:
    make_themes()
    moderation.write_draft(
        story_id=submission.pk, title=wish.title, summary=wish.summary, themes=wish.themes, by=wish.editor
    )
    for words, instead in wish.hide:
        redaction.redact_everywhere(
            part_ids=list(submission.parts.values_list("pk", flat=True)),
            words=words,
            kind=RedactionKind.PERSON,
            action=RedactionAction.STAND_IN if instead else RedactionAction.MASK,
            replacement=instead,
            by=wish.editor,
        )
    decide_the_rest(submission.story, wish.editor)


def _answer(decision: Decision, submission: Submission, wish: Wish) -> None:
    version = Story.objects.select_related("current_version").get(pk=submission.pk).current_version
    assert version is not None
    heard = [copy.sha256 for copy in copies.copies_on_offer(story_id=submission.pk)]
    approval.answer_version(
        story_id=submission.pk, sha256=version.sha256, decision=decision, note=wish.note, heard=heard
    )


STEPS = {
    "sent": _send,
    "taken": lambda s, w: _take(s, w),
    "written": _write,
    "handed": lambda s, w: _hand_over(s, w),
    "second_read": lambda s, w: _second_read(s, w),
    "approved": lambda s, w: _answer(Decision.APPROVED, s, w),
    "published": lambda s, w: release.publish(story_id=s.pk, by=w.editor),
    "refused": lambda s, w: _answer(Decision.REFUSED, s, w),
    "changes": lambda s, w: _answer(Decision.CHANGES, s, w),
    "held": lambda s, w: moderation.hold(story_id=s.pk, by=w.editor),
    "withdrawn": lambda s, w: withdrawal.take_back(submission_id=s.pk),
    "erased": lambda s, w: (
        withdrawal.take_back(submission_id=s.pk),
        erasure.erase_story(submission_id=s.pk),
    ),
}


@contextmanager
def at_time(moment: dt.datetime) -> Iterator[None]:
    """Everything inside happens at MOMENT, as far as Django's clock goes."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield


def sit_down(story: Story, user: User, why: Why = Why.SAFEGUARDING) -> User:
    """USER has said why they look, and may open what is sealed."""
    looks.sit_down(story_id=story.pk, why=why, by=user)
    return user


def read_on(story: Story, user: User) -> None:
    """Past the first lines of each part that is longer than they are, on purpose."""
    for part in SealedPart.objects.filter(submission_id=story.pk, text_length__gt=opening.FIRST):
        opening.open_rest(story_id=story.pk, part_id=part.pk, by=user)


def part_of(story: Story) -> SealedPart:
    return SealedPart.objects.filter(submission_id=story.pk).first()  # type: ignore[return-value]


def found_nothing(story: Story) -> None:
    """As a worker does that finds no names: no word list is loaded for it."""
    for part in SealedPart.objects.filter(submission_id=story.pk, sealed_text__isnull=False, found=None):
        keep_found(part=part, found=[])


def decide_the_rest(story: Story, user: User) -> None:
    """Where a worker looked through the words, USER keeps what was found in them and is not hidden."""
    found_nothing(story)
    laid = lay_out(open_bench(story_id=story.pk))
    KeptPlace.objects.bulk_create(
        KeptPlace(part_id=pk, start=place.start, end=place.end, decided_by=user, decided_at=timezone.now())
        for pk, each in laid.parts.items()
        for place in each.places
    )


def look_through(story: Story) -> None:
    """As the worker does that looks for names."""
    for part in SealedPart.objects.filter(submission_id=story.pk, sealed_text__isnull=False):
        keep_found(part=part, found=detect(open_part_text(part=part)))


def make_teller() -> tuple[Teller, str]:
    """A teller and the words of their receipt."""
    teller = Teller.objects.create()
    return teller, give_receipt(teller=teller)


def make_themes() -> None:
    """The few terms that stories of the tests carry. `loading.load_themes` makes all of them, in a second."""
    for position, (slug, (group, label)) in enumerate(THEMES.items()):
        Theme.objects.get_or_create(
            slug=slug, defaults={"group": group, "label": label, "position": position}
        )


def make_trust(code: str = "ZZT", *, name: str = "Testmoor NHS Foundation Trust") -> Trust:
    fields = {"name": name, "nation": "England", "fictional": True}
    return Trust.objects.get_or_create(code=code, defaults=fields)[0]


def make_organisation(kind: OrganisationKind = OrganisationKind.HOST) -> Organisation:
    fields = {"name": f"Test {kind.label.lower()}", "slug": f"test-{kind.value}", "fictional": True}
    return Organisation.objects.get_or_create(kind=kind, defaults=fields)[0]


KIND_OF_ROLE = {Role.COORDINATOR: OrganisationKind.GROUP, Role.TRAINER: OrganisationKind.TRAINING}


def make_user(*roles: Role, name: str = "") -> User:
    """Somebody invited, with ROLES in the organisation where each belongs."""
    number = next(_numbers)
    user = invite(email=f"person{number}@heard.invalid", name=name or f"Person {number}", by=None)
    for role in roles:
        kind = KIND_OF_ROLE.get(role, OrganisationKind.HOST)
        grant_role(user=user, organisation=make_organisation(kind), role=role, by=None)
    return user


def sign_in(client: Client, user: User) -> Client:
    """Signed in with a second factor passed, as the admin demands."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp()}]
    session.save()
    return client
