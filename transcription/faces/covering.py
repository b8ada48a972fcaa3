"""The faces of one recording hidden for its treated copy, and what of it a person still has to look at."""

from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from common.jobs.errors import Refused
from transcription.faces.hidden import TimeSpan
from transcription.faces.hiding import Told, hide_faces
from transcription.media.probe import probe
from transcription.media.treatment import Treatment

MOST_LOST = 200  # stretches of five seconds at the most: a quarter of an hour, frame by frame


def hide_lost_and_found(*, treatment: Treatment, source: Path, folder: Path, on_progress: Told) -> Treatment:
    """Raises Refused where a computer loses sight of faces for so long that nobody could look at all of it."""
    with source.open("rb") as file:
        picture = probe(file).picture
    if picture is None:
        raise Refused(_("The picture of this recording cannot be looked at, so no face in it can be hidden."))
    drawn = folder / "drawn.mp4"
    faces = hide_faces(source=source, picture=picture, target=drawn, on_progress=on_progress)
    left = tuple(span for span in faces.lost if not is_covered(span, treatment.covered))
    if len(left) > MOST_LOST:
        raise Refused(
            _(
                "The computer finds no face, or loses one, in too much of this film. Choose to blur all of the picture."
            )
        )
    return replace(treatment, drawn=drawn, faces=replace(faces, lost=left))


def is_covered(span: TimeSpan, covered: tuple[TimeSpan, ...]) -> bool:
    """Black from its beginning to its end, and checked to be so."""
    return any(start <= span[0] and span[1] <= end for start, end in covered)
