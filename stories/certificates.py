"""The dated certificate of a taking-back: what was erased, what was stopped, and which copies cannot be recalled."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.documents import compile_pdf
from stories.enums import PartKind, Purpose
from stories.models import Withdrawal
from stories.release import ReleaseRow, releases_of

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


@dataclass(frozen=True)
class Certificate:
    number: str
    reference: str
    title: str
    asked: str
    erased: tuple[str, ...]
    stopped: tuple[str, ...]
    beyond_recall: tuple[str, ...]
    notes: tuple[str, ...]
    finished: bool


def certificate_of(*, submission_id: UUID, number: str) -> Certificate | None:
    """The certificate with this number, if it is this submission's; it states only what has been done by now."""
    found = Withdrawal.objects.filter(submission_id=submission_id, number=number)
    withdrawal = found.select_related("submission").first()
    return _certificate(withdrawal, rows=releases_of(story_id=submission_id)) if withdrawal else None


def certificates_of(*, submission_id: UUID) -> list[Certificate]:
    """The newest first; two queries, however many there are."""
    asked = Withdrawal.objects.filter(submission_id=submission_id).select_related("submission")
    withdrawals = list(asked.order_by("-asked_at"))
    rows = releases_of(story_id=submission_id) if withdrawals else []
    return [_certificate(withdrawal, rows=rows) for withdrawal in withdrawals]


def _when(moment: object) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")  # type: ignore[arg-type]  # a datetime, from a model


def _certificate(withdrawal: Withdrawal, *, rows: list[ReleaseRow]) -> Certificate:
    if withdrawal.part_id:
        rows = [row for row in rows if withdrawal.part_was_held and _stopped_by(row, withdrawal)]
    if withdrawal.purpose:
        rows = [row for row in rows if row.purpose == withdrawal.purpose]
    return Certificate(
        number=withdrawal.number,
        reference=withdrawal.submission.reference,
        title=_title(withdrawal),
        asked=_when(withdrawal.asked_at),
        erased=tuple(_erased(withdrawal)),
        stopped=tuple(_stopped(row) for row in rows if row.recallable and row.recalled_at),
        beyond_recall=tuple(_beyond(row) for row in rows if not row.recallable),
        notes=tuple(_notes(withdrawal)),
        finished=withdrawal.finished_at is not None,
    )


def _stopped_by(row: ReleaseRow, withdrawal: Withdrawal) -> bool:
    """What was out when they asked: a place that the story left before did not stop because of this."""
    before = row.released_at <= withdrawal.asked_at
    return before and (row.recalled_at is None or row.recalled_at >= withdrawal.asked_at)


def _title(withdrawal: Withdrawal) -> str:
    if withdrawal.part_id:
        return _("You took back one part of your story: %(part)s") % {
            "part": PartKind(withdrawal.part_kind).label
        }
    if withdrawal.erase:
        return _("Your story was taken back and erased")
    return _("You ended one use of your story: %(use)s") % {"use": Purpose(withdrawal.purpose).label}


def _erased(withdrawal: Withdrawal) -> list[str]:
    if withdrawal.part_id:
        return _part_erased(withdrawal)
    if not withdrawal.erase:
        return []
    lines = []
    if withdrawal.key_destroyed_at:
        when = _when(withdrawal.key_destroyed_at)
        lines.append(_("The key to your words and recordings was destroyed on %(when)s.") % {"when": when})
    if withdrawal.files_removed_at:
        when = _when(withdrawal.files_removed_at)
        lines.append(
            _("Your words, recordings and every version of your story were removed on %(when)s.")
            % {"when": when}
        )
    return lines


def _part_erased(withdrawal: Withdrawal) -> list[str]:
    asked = {"when": _when(withdrawal.asked_at)}
    lines = [
        _(
            "The words of this part, what was written down from it, and every version that held it were removed on "
            "%(when)s."
        )
        % asked
    ]
    if withdrawal.files_removed_at:
        when = {"when": _when(withdrawal.files_removed_at)}
        lines.append(_("Its sealed files were removed on %(when)s.") % when)
    return lines


def _stopped(row: ReleaseRow) -> str:
    return _("%(where)s: stopped on %(when)s (it was there from %(since)s).") % {
        "where": row.destination,
        "when": _when(row.recalled_at),
        "since": _when(row.released_at),
    }


def _beyond(row: ReleaseRow) -> str:
    return _("%(where)s, on %(when)s. We cannot call this copy back.") % {
        "where": row.destination,
        "when": _when(row.released_at),
    }


def _notes(withdrawal: Withdrawal) -> list[str]:
    notes = [_("Somebody may have copied what was public. We cannot reach such copies.")]
    if withdrawal.part_id:
        notes += _part_notes(was_held=withdrawal.part_was_held)
    if withdrawal.erase:
        notes.append(
            _(
                "Backup copies hold only sealed data. The last backup of the key is gone %(days)s days after the key."
            )
            % {"days": settings.KEY_BACKUP_DAYS}
        )
        notes.append(_copies_note())
        notes.append(
            _("We keep your case number, dates, your answers about consent and this list, and no words.")
        )
    return notes


def _copies_note() -> str:
    return _(
        "Sealed copies made from it, for this website or a pack, are shut to everybody and are cleared away."
    )


def _part_notes(*, was_held: bool) -> list[str]:
    notes = [
        _(
            "Backups that were made before still hold this part, sealed. It is sealed with the key of your whole "
            "story, and that key stays while the rest of your story does. Nobody opens a backup to read it, and if "
            "one is ever put back, this part is removed again before the site opens."
        ),
        _("If you want the key destroyed as well, take the whole story back."),
        _copies_note(),
    ]
    if was_held:
        notes.append(
            _("Nothing of your story is used until you have said yes to a version without this part.")
        )
    else:
        notes.append(
            _("It was in no version. Nobody but the editors can have seen it, and the rest stays as it was.")
        )
    return notes


def certificate_pdf(*, certificate: Certificate, language: str) -> bytes:
    data: dict[str, object] = {
        "number": certificate.number,
        "reference": certificate.reference,
        "title": certificate.title,
        "asked": certificate.asked,
        "erased": list(certificate.erased),
        "stopped": list(certificate.stopped),
        "beyond": list(certificate.beyond_recall),
        "notes": list(certificate.notes),
        "language": language,
        "labels": {
            "certificate": _("Certificate"),
            "asked": _("You asked on"),
            "story": _("Story"),
            "erased": _("What was erased"),
            "stopped": _("What was stopped"),
            "beyond": _("What we cannot call back"),
            "notes": _("What you should know"),
            "none": _("Nothing."),
        },
    }
    return compile_pdf(template=TEMPLATE, data=data, pdf_standard="ua-1")
