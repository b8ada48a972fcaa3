"""Their copy of what they agreed to: for people, and for machines as a consent receipt.

The fields are those of the Kantara Consent Receipt 1.1; `consentRecord` holds the elements of ISO/IEC TS 27560:2023.
It says nothing of who they are: in place of a name stands a code that only this site can make, and not the story's.
"""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.utils import timezone

from stories.enums import MEDIA_PURPOSES, Form, Purpose
from stories.models import ConsentRecord, Submission
from stories.wording import question

KANTARA = "KI-CR-v1.1.0"
ISO = "ISO/IEC TS 27560:2023"
# Who would get it, beside us; the other uses leave nothing in anybody else's hands.
RECIPIENTS = {
    Purpose.NAMED_PACK: "The trust named in this receipt",
    Purpose.ANY_PACK: "NHS trusts and providers, care regulators, councils, Parliament and the Senedd",
    Purpose.WEBSITE: "Readers of this website",
    Purpose.TRAINING: "Trainers and staff in training",
    Purpose.PRESS: "Newspapers, radio and television",
}
SENSITIVE = ["Health", "Experience of restraint or seclusion in care"]


@dataclass(frozen=True)
class AgreedUse:
    """The latest word on one use, with the very words it was asked in."""

    purpose: Purpose
    granted: bool
    form: Form
    trust_name: str
    ask: str
    given_at: dt.datetime
    effective_at: dt.datetime
    expires_at: dt.datetime
    version: str
    language: str
    sha256: str

    @property
    def in_forms(self) -> bool:
        return self.purpose in MEDIA_PURPOSES

    @property
    def standing(self) -> bool:
        """A yes that has not run out, cooling off or not."""
        return self.granted and self.expires_at > timezone.now()


def agreed_uses(*, submission_id: UUID) -> list[AgreedUse]:
    """Every use that was answered with a yes once, in the order they are asked; one query."""
    rows = ConsentRecord.objects.filter(submission_id=submission_id).select_related("trust", "wording")
    latest = {row.purpose: row for row in rows}
    return [_use(latest[purpose]) for purpose in Purpose if purpose in latest]


def _use(row: ConsentRecord) -> AgreedUse:
    purpose, wording = Purpose(row.purpose), row.wording
    return AgreedUse(
        purpose,
        row.granted,
        Form(row.form),
        row.trust.name if row.trust else "",
        question(purpose=purpose, wording=wording)["ask"],
        row.given_at,
        row.effective_at,
        row.expires_at,
        wording.version,
        wording.language,
        wording.sha256,
    )


def consent_receipt(*, submission: Submission) -> dict[str, Any]:
    """A document of plain values, ready for JSON."""
    uses = agreed_uses(submission_id=submission.pk)
    standing = [use for use in uses if use.standing]
    last = max((use.given_at for use in uses), default=submission.created_at)
    principal = _code("principal", submission.teller_id)
    return {
        "version": KANTARA,
        "jurisdiction": settings.JURISDICTION,
        "consentTimestamp": int(last.timestamp()),
        "collectionMethod": "Web form, one question for each use, each answered by itself",
        "consentReceiptID": str(
            uuid5(NAMESPACE_URL, _code("receipt", f"{submission.pk}:{last.isoformat()}"))
        ),
        "language": submission.language,
        "piiPrincipalId": principal,
        "piiControllers": [_controller()],
        "policyUrl": f"{settings.PUBLIC_URL}/privacy/",
        "services": [
            {"service": settings.SITE_NAME, "purposes": [_kantara_purpose(use) for use in standing]}
        ],
        "sensitive": True,
        "spiCat": SENSITIVE,
        "consentRecord": _iso_record(uses=uses, principal=principal, submission=submission),
    }


def _code(what: str, value: object) -> str:
    """The same for the same person or answer, and nobody else can make it or turn it back."""
    key = settings.RECEIPT_KEY.encode()
    return hmac.new(key, f"consent-{what}:{value}".encode(), hashlib.sha256).hexdigest()[:32]


def _controller() -> dict[str, Any]:
    return {
        "piiController": settings.CONTROLLER_NAME,
        "onBehalf": False,
        "contact": settings.CONTROLLER_NAME,
        "address": {"streetAddress": settings.CONTROLLER_ADDRESS, "addressCountry": settings.JURISDICTION},
        "email": settings.CONTROLLER_EMAIL,
        "phone": settings.CONTROLLER_PHONE,
        "piiControllerUrl": settings.PUBLIC_URL,
    }


def _withdraw() -> str:
    return f"{settings.PUBLIC_URL}/return/"


def _kantara_purpose(use: AgreedUse) -> dict[str, Any]:
    recipient = RECIPIENTS.get(use.purpose, "")
    return {
        "purpose": use.ask,
        "purposeCategory": [use.purpose.value],
        "consentType": "EXPLICIT",
        "piiCategory": ["Contact details"] if use.purpose == Purpose.CONTACT else [*SENSITIVE, use.form.slug],
        "primaryPurpose": use.purpose != Purpose.CONTACT,
        "termination": f"Ends by itself on {use.expires_at:%Y-%m-%d}. Withdraw on any day: {_withdraw()}",
        "thirdPartyDisclosure": bool(recipient),
        **({"thirdPartyName": use.trust_name or recipient} if recipient else {}),
    }


def _iso_record(*, uses: list[AgreedUse], principal: str, submission: Submission) -> dict[str, Any]:
    return {
        "schema_version": ISO,
        "record_id": _code("record", submission.pk),
        "pii_principal_id": principal,
        "privacy_notice": f"{settings.PUBLIC_URL}/privacy/",
        "jurisdiction": settings.JURISDICTION,
        "pii_controllers": [settings.CONTROLLER_NAME],
        "withdrawal_method": _withdraw(),
        "pii_processing": [_iso_processing(use) for use in uses],
    }


def _iso_processing(use: AgreedUse) -> dict[str, Any]:
    return {
        "purpose": use.purpose.value,
        "purpose_description": use.ask,
        "lawful_basis": "consent",
        "most_revealing_form": use.form.slug,
        "trust_named": use.trust_name,
        "notice": {"version": use.version, "language": use.language, "sha256": use.sha256},
        "recipient_third_parties": [RECIPIENTS[use.purpose]] if use.purpose in RECIPIENTS else [],
        "event": {
            "event_type": "explicit_consent" if use.granted else "consent_withdrawn",
            "event_state": "given" if use.standing else "expired" if use.granted else "withdrawn",
            "event_time": use.given_at.isoformat(),
            "effective_time": use.effective_at.isoformat(),
            "validity_until": use.expires_at.isoformat(),
        },
    }
