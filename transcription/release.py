"""The only door for sound and film.

Every answer passes the gate of stories, then asks whether the copy is current. What readers hear must also be the
very copy that its teller heard and said yes to.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from common.vault.files import open_file
from common.vault.reader import SealedReader
from common.vault.text import open_text
from stories.copies import heard_by_second, heard_copy
from stories.enums import Form, Purpose
from stories.parts import (
    PartMissing,
    RecordingNow,
    approved_media_form,
    media_form,
    recordings_now,
    redaction_fingerprint,
)
from transcription.copy_forms import allows
from transcription.currency import current_copies
from transcription.enums import Picture, Voice
from transcription.faces.hidden import HiddenFaces, from_text
from transcription.models import SafeCopy
from transcription.state import RecordingState, safe_copy_states


@dataclass(frozen=True)
class ReleasedClip:
    """A treated copy that may be played now. Opening it raises KeyDestroyed after an erasure."""

    story_id: UUID
    part_id: UUID
    form: Form
    mime: str
    size: int
    duration: float
    sha256: str
    _copy: SafeCopy

    @property
    def fingerprint(self) -> str:
        """Of all that the copy rests on: what is cut from it is right as long as a current copy has this one."""
        return self._copy.fingerprint

    @property
    def voice(self) -> Voice:
        return Voice(self._copy.voice)

    @property
    def picture(self) -> Picture | None:
        """None for sound alone."""
        return Picture(self._copy.picture) if self._copy.picture else None

    def open(self) -> SealedReader:
        return open_file(owner=self.story_id, context=self._copy.file_context, name=self._copy.file_name)

    def hidden_faces(self) -> HiddenFaces | None:
        """Where faces are hidden in it; None where none are by themselves."""
        sealed = bytes(self._copy.sealed_faces)
        if not sealed:
            return None
        return from_text(open_text(owner=self.story_id, sealed=sealed, context=self._copy.faces_context))

    def captions(self) -> str:
        """WebVTT of the redacted words."""
        sealed = bytes(self._copy.sealed_captions)
        return open_text(owner=self.story_id, sealed=sealed, context=self._copy.captions_context)


def read_media(*, story_id: UUID, part_id: UUID) -> ReleasedClip | None:
    """What the website may play of this part now; None whenever any gate is closed."""
    try:
        consent = media_form(part_id=part_id)
    except PartMissing:
        return None
    clip = best_copy(part_id=part_id, consent=consent)
    if clip is None or clip.story_id != story_id or clip.sha256 != heard_copy(part_id=part_id):
        return None
    return clip


def preview_media(*, part_id: UUID) -> ReleasedClip | None:
    """The copy as it would be released, for its teller and the editors. The caller has checked who asks."""
    return _clips(recordings_now(part_ids=[part_id])).get(part_id)


@dataclass(frozen=True)
class Treated:
    """How the treated copy of one recording stands now, for those who look before readers do."""

    clip: ReleasedClip | None
    agreed: bool  # to any form of sound or film
    state: RecordingState | None  # of the work on it, while there is none

    @property
    def sha256(self) -> str:
        return self.clip.sha256 if self.clip else ""

    @property
    def being_made(self) -> bool:
        return self.state is not None and self.state.under_way


def treated_copies(part_ids: Collection[UUID]) -> dict[UUID, Treated]:
    """Of each recording among the parts; four queries at the most, however many."""
    now = recordings_now(part_ids=part_ids)
    clips = _clips(now)
    missing = [part_id for part_id, each in now.items() if each.form is not None and part_id not in clips]
    states = safe_copy_states(part_ids=missing)
    return {
        part_id: Treated(clips.get(part_id), each.form is not None, states.get(part_id))
        for part_id, each in now.items()
    }


def _clips(recordings: Mapping[UUID, RecordingNow]) -> dict[UUID, ReleasedClip]:
    """Of each, the most revealing current copy that its teller agreed to, where there is one."""
    agreed = {part_id: now for part_id, now in recordings.items() if now.form is not None}
    found: dict[UUID, ReleasedClip] = {}
    made = (
        current_copies(decisions={part_id: now.decisions for part_id, now in agreed.items()})
        if agreed
        else []
    )
    for copy in made:
        part_id = copy.recording.part_id
        if allows(consent=agreed[part_id].form, copy=Form(copy.form)):
            found.setdefault(part_id, as_clip(copy))
    return found


def teller_media(*, part_id: UUID) -> ReleasedClip | None:
    """The copy that its teller may be asked about: only one that a second person heard."""
    clip = preview_media(part_id=part_id)
    return clip if clip and heard_by_second(part_id=part_id, sha256=clip.sha256) else None


def copies_made(part_ids: Collection[UUID]) -> list[str]:
    """The hashes of whatever copies exist of these parts, current or not: a hint, in one query."""
    made = SafeCopy.objects.filter(recording__part_id__in=part_ids, stale_at=None)
    return list(made.values_list("sha256", flat=True))


def training_copy(*, part_id: UUID) -> ReleasedClip | None:
    """What clips are cut from: the copy in the form that staff may be taught with. For editors, never for trainers.

    None when none was agreed to, or it is being made. Raises PartMissing.
    """
    return best_copy(part_id=part_id, consent=approved_media_form(part_id=part_id, purpose=Purpose.TRAINING))


def best_copy(*, part_id: UUID, consent: Form | None) -> ReleasedClip | None:
    """The most revealing current copy that CONSENT allows."""
    if consent is None:
        return None
    now = RecordingNow(consent, redaction_fingerprint(part_id=part_id))
    return _clips({part_id: now}).get(part_id)


def as_clip(copy: SafeCopy) -> ReleasedClip:
    return ReleasedClip(
        story_id=copy.recording.story_id,
        part_id=copy.recording.part_id,
        form=Form(copy.form),
        mime=copy.mime,
        size=copy.size,
        duration=copy.duration,
        sha256=copy.sha256,
        _copy=copy,
    )
