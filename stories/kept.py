"""What stories keep of a teller, section by section, for the download."""

import mimetypes
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stories import downloads
from stories.about_you import read_about
from stories.certificates import certificates_of
from stories.contact import contact_wish
from stories.downloads import Kept, KeptFile, pieces
from stories.journey import stage_for_teller
from stories.messages import texts_of
from stories.models import Approval, ConsentRecord, Message, SealedPart, StoryVersion, Submission
from stories.partfiles import open_original
from stories.people.register import open_register
from stories.refusals import last_refusal
from stories.release import releases_of
from stories.sealing import open_note, open_part_text, open_versions
from stories.second_reading import readings_of
from stories.themes import theme_label
from stories.understanding import words_said


def offer_all() -> None:
    downloads.offer("story", _("Your story"), story, order=10)
    downloads.offer("sent", _("What you sent"), sent, order=20)
    downloads.offer("about_you", _("About you"), about_you, order=30)
    downloads.offer("understanding", _("Who you thought could see it"), understanding_words, order=45)
    downloads.offer("contact", _("How we may reach you"), contact, order=65)
    downloads.offer("consents", _("What you agreed to"), consents, order=40)
    downloads.offer("versions", _("The safe versions you were shown"), versions, order=50)
    downloads.offer("second_readings", _("What second readers wrote"), second_readings, order=55)
    downloads.offer("people", _("Who stands for whom"), people, order=57)
    downloads.offer("messages", _("Messages"), messages, order=60)
    downloads.offer("turned_down", _("Why your story could not be used"), turned_down, order=65)
    downloads.offer("releases", _("Where your story has been"), releases, order=70)
    downloads.offer("certificates", _("Certificates"), certificates, order=90)


def about_you(story_id: UUID) -> Kept:
    answers = read_about(submission_id=story_id)
    return Kept(
        [
            {"question": slug, "chosen": [answer.chosen, *answer.also], "own words": answer.words}
            for slug, answer in answers.items()
        ]
    )


def understanding_words(story_id: UUID) -> Kept:
    return Kept({"own words": words_said(submission_id=story_id)})


def contact(story_id: UUID) -> Kept:
    wish = contact_wish(submission_id=story_id)
    if wish is None:
        return Kept({})
    return Kept({"way": wish.channel, "address": wish.address, "times to avoid": list(wish.avoid)})


def story(story_id: UUID) -> Kept:
    row = Submission.objects.select_related("trust", "story").get(pk=story_id)
    return Kept(
        {
            "case number": row.reference,
            "sent": row.sent_at,
            "language": row.language,
            "stage": stage_for_teller(story=row.story).label,
            "since": row.story.stage_since,
            "who tells it": row.teller_role,
            "trust": row.trust.name if row.trust else "",
            "kind of place": row.setting,
            "year": row.event_year,
            "18 or over": row.adult_confirmed,
        }
    )


def sent(story_id: UUID) -> Kept:
    """Their own words, what was written down from a recording, and the files exactly as they came."""
    parts = list(SealedPart.objects.filter(submission_id=story_id))
    data = [
        {
            "kind": part.get_kind_display(),
            "sent": part.added_at or part.created_at,
            "added later": part.added_at is not None,
            "words": open_part_text(part=part),
            "file": _file_name(number, part) if part.file_size else "",
        }
        for number, part in enumerate(parts, 1)
    ]
    files = [
        KeptFile(_file_name(number, part), partial(_read, part))
        for number, part in enumerate(parts, 1)
        if part.file_size
    ]
    return Kept(data, files)


def _file_name(number: int, part: SealedPart) -> str:
    return f"recordings/{number}-{part.kind}{mimetypes.guess_extension(part.mime) or '.bin'}"


def _read(part: SealedPart) -> Any:
    """Wherever it lies: put together, or still in the pieces it came in."""
    reader = open_original(part=part)
    return pieces(reader) if reader is not None else iter(())


def consents(story_id: UUID) -> Kept:
    rows = ConsentRecord.objects.filter(submission_id=story_id).select_related("trust", "wording")
    return Kept(
        [
            {
                "use": row.get_purpose_display(),
                "answer": "yes" if row.granted else "no",
                "form": row.get_form_display(),
                "trust": row.trust.name if row.trust else "",
                "answered": row.given_at,
                "counts from": row.effective_at,
                "ends": row.expires_at,
                "version of the question": row.wording.version,
                "hash of the question": row.wording.sha256,
            }
            for row in rows
        ]
    )


def versions(story_id: UUID) -> Kept:
    """Those that a second person had read: nobody shows a teller the others."""
    shown = list(StoryVersion.objects.filter(story_id=story_id, second_read_at__isnull=False))
    answers = list(Approval.objects.filter(version__in=shown))
    return Kept(
        [
            {
                "number": version.number,
                "hash": version.sha256,
                "made": version.created_at,
                "title": document["title"] if document else "",
                "summary": document["summary"] if document else "",
                "words": [part["text"] for part in document["parts"]] if document else [],
                "your answers": [
                    _answer(each, story_id) for each in answers if each.version_id == version.pk
                ],
            }
            for version, document in zip(shown, open_versions(versions=shown), strict=True)
        ]
    )


def second_readings(story_id: UUID) -> Kept:
    """Who read it is not said, as nowhere else: what they answered and wrote is about the teller's words."""
    return Kept(
        [
            {
                "version": read.number,
                "accepted": read.accepted,
                "answers": [
                    {
                        "question": str(point.label),
                        "answer": str(reply.answer.label) if reply.answer else "",
                        "note": reply.note,
                    }
                    for point, reply in read.replies.items()
                ],
            }
            for read in readings_of(story_id=story_id)
        ]
    )


def people(story_id: UUID) -> Kept:
    """The stand-ins that this story's names have, as its editors keep them."""
    own = open_register(story_id=story_id).own
    return Kept([{"named": list(entry.forms), "stands for it": entry.stand_in} for entry in own])


def _answer(answer: Approval, story_id: UUID) -> dict[str, Any]:
    note = open_note(approval=answer, owner=story_id)
    return {
        "answer": answer.get_decision_display(),
        "when": answer.at,
        "what you wrote": note,
        "themes that did not fit": [theme_label(slug=slug) for slug in answer.unfitting],
    }


def messages(story_id: UUID) -> Kept:
    rows = list(Message.objects.filter(submission_id=story_id))
    return Kept(
        [
            {"from": "you" if row.from_teller else "the editors", "when": row.at, "words": text}
            for row, text in zip(rows, texts_of(rows), strict=True)
        ]
    )


def turned_down(story_id: UUID) -> Kept:
    shown = last_refusal(submission_id=story_id, language=get_language() or "en")
    if shown is None:
        return Kept({})
    return Kept(
        {
            "when": shown.at,
            "why": shown.why,
            "what the editor wrote": shown.words,
            "what you can do": shown.can_do,
            "when you asked somebody else to look": shown.appealed_at,
            "what you wrote": shown.appeal,
            "when they decided": shown.decided_at,
            "what they wrote": shown.answer,
        }
    )


def releases(story_id: UUID) -> Kept:
    return Kept(
        [
            {
                "where": row.destination,
                "for": row.purpose.label,
                "form": row.form.label,
                "from": row.released_at,
                "stopped": row.recalled_at,
                "can be called back": row.recallable,
            }
            for row in releases_of(story_id=story_id)
        ]
    )


def certificates(story_id: UUID) -> Kept:
    return Kept(
        [
            {
                "number": each.number,
                "what": each.title,
                "asked": each.asked,
                "erased": list(each.erased),
                "stopped": list(each.stopped),
                "cannot be called back": list(each.beyond_recall),
                "notes": list(each.notes),
            }
            for each in certificates_of(submission_id=story_id)
        ]
    )
