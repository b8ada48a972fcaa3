"""Reading an edition: by its secret link, by its group, or asking its verify address. Each time through the gate."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from campaigns.enums import EditionState, Format
from campaigns.models import Edition
from common.storages import FileMissing
from common.vault.errors import KeyDestroyed
from common.vault.files import open_file
from common.vault.reader import SealedReader
from common.vault.text import open_text
from stories.release import edition_intact


class NotReadable(Exception):
    """The edition was taken back, replaced, or never came to be. Its words may not be shown now."""


@dataclass(frozen=True)
class Verdict:
    """What anybody may know of an edition from the code printed on it. Never whose story, never why."""

    state: EditionState
    number: int
    title: str
    group: str
    issued_on: object
    pdf_sha256: str
    replaced_by: int | None
    current: int | None

    @property
    def is_current(self) -> bool:
        return self.state == EditionState.ISSUED


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_by_token(*, token: str) -> Edition | None:
    """The edition a secret link leads to, whatever its state; None for a link that never was, or was renewed."""
    found = Edition.objects.filter(link_sha256=token_hash(token)).select_related(
        "pack__campaign__organisation"
    )
    return found.first()


def may_be_read(*, edition: Edition) -> bool:
    """The gate: current, and every story in it still agreed to, in the version that was printed."""
    return edition.state == EditionState.ISSUED and _intact(edition)


def _intact(edition: Edition) -> bool:
    return edition_intact(edition_id=edition.pk, purpose=edition.purpose)


def read_html(*, edition: Edition) -> str:
    """Raises NotReadable."""
    if not may_be_read(edition=edition) or edition.sealed_html is None:
        raise NotReadable
    try:
        return open_text(owner=edition.pk, sealed=bytes(edition.sealed_html), context=edition.html_context)
    except KeyDestroyed:
        raise NotReadable from None


def open_pdf(*, edition: Edition) -> SealedReader:
    """Raises NotReadable."""
    return open_format(edition=edition, wanted=Format.PDF)


def open_format(*, edition: Edition, wanted: Format) -> SealedReader:
    """Raises NotReadable, also for a format that was not made yet when it was issued."""
    file = edition.files.filter(format=wanted).exclude(name="").first()
    if file is None or not may_be_read(edition=edition):
        raise NotReadable
    try:
        return open_file(owner=edition.pk, context=file.context, name=file.name)
    except (KeyDestroyed, FileMissing):
        raise NotReadable from None


def verify(*, code: str) -> Verdict | None:
    """None for a code that was never printed. A current edition that the gate refuses is already on its way out."""
    readers = Edition.objects.exclude(state__in=[EditionState.RENDERING, EditionState.FAILED])
    edition = (
        readers.filter(verify_code=code.upper())
        .select_related("pack__campaign__organisation", "replaced_by")
        .first()
    )
    if edition is None:
        return None
    state = EditionState(edition.state)
    if state == EditionState.ISSUED and not _intact(edition):
        state = EditionState.REPLACED
    return Verdict(
        state=state,
        number=edition.number,
        title=edition.frozen["title"],
        group=edition.pack.campaign.organisation.name,
        issued_on=edition.issued_at,
        pdf_sha256=_pdf_sha256(edition),
        replaced_by=edition.replaced_by.number if edition.replaced_by else None,
        current=_current_number(edition.pack_id),
    )


def _pdf_sha256(edition: Edition) -> str:
    """Kept when the file is gone, for whoever has a copy to compare."""
    return edition.files.filter(format=Format.PDF).values_list("sha256", flat=True).first() or ""


def _current_number(pack_id: UUID) -> int | None:
    issued = Edition.objects.filter(pack_id=pack_id, state=EditionState.ISSUED).first()
    return issued.number if issued and may_be_read(edition=issued) else None
