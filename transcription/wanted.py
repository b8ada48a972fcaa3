"""Which treated copies of a recording somebody may use: one for each form that some purpose agrees to."""

from uuid import UUID

from stories.enums import Form, Purpose
from stories.parts import approved_media_form
from transcription.copy_forms import form_to_make
from transcription.models import Recording

MADE_FOR = (Purpose.WEBSITE, Purpose.TRAINING)


def consented_forms(*, part_id: UUID) -> list[Form]:
    """What its teller agrees to today, the website's first. Raises PartMissing."""
    agreed = (approved_media_form(part_id=part_id, purpose=purpose) for purpose in MADE_FOR)
    return list(dict.fromkeys(form for form in agreed if form is not None))


def forms_to_make(*, recording: Recording) -> list[Form]:
    """Purposes with the same form share a copy. Raises PartMissing."""
    consented = consented_forms(part_id=recording.part_id)
    made = (form_to_make(consent=consent, has_picture=recording.has_picture) for consent in consented)
    return list(dict.fromkeys(form for form in made if form is not None))
