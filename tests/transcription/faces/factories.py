"""Stories with a film of a real face, whose copy hides faces alone."""

from dataclasses import replace
from pathlib import Path

from accounts.enums import Role
from accounts.models import User
from common.jobs.run_now import drain
from stories.enums import Form, PartKind, Purpose
from stories.models import SealedPart
from tests.promise.recordings import make_spoken
from tests.stories.factories import make_user
from transcription.enums import Picture
from transcription.faces.reviewing import Review, review_of, say_of_stretch
from transcription.models import Recording
from transcription.treatments.choosing import choose_treatment
from transcription.treatments.chosen import NOTHING_CHOSEN

FACES = replace(NOTHING_CHOSEN, picture=Picture.FACES)
ONCE = ((10.0, 11.0),)
THRICE = ((4.0, 4.6), (10.0, 11.0), (14.0, 14.4))


def make_filmed(film: Path, *, form: Form = Form.VIDEO, copied: bool = True) -> SealedPart:
    """Agreed to for the website and for training, treated with faces blurred. COPIED: by the real job."""
    both = (Purpose.WEBSITE, Purpose.TRAINING)
    part = make_spoken("published", form=form, purposes=both, source=film, kind=PartKind.VIDEO)
    choose_treatment(part_id=part.pk, chosen=FACES, by=make_user(Role.EDITOR))
    if copied:
        drain()
    return part


def review(part: SealedPart) -> Review | None:
    return review_of(recording=Recording.objects.select_related("choice").get(part_id=part.pk))


def look_through(part: SealedPart, *, by: User, cover: tuple[int, ...] = ()) -> None:
    """Everything that is left, by hand; the stretches COVER are to be covered."""
    while (now := review(part)) and now.left:
        number = now.left[0].number
        say_of_stretch(
            part_id=part.pk, sha256=now.copy.sha256, number=number, clear=number not in cover, by=by
        )
