"""The choice as a value, its mark in a copy's fingerprint, and how it and a form become one treatment."""

from dataclasses import dataclass

from stories.enums import Form
from transcription.copy_forms import has_picture, has_voice_disguised
from transcription.enums import HiddenSound, Picture, Voice
from transcription.media.treatment import TimeSpan
from transcription.models import CopyChoice, Recording
from transcription.wanted import forms_to_make

VOICES, PICTURES = list(Voice), list(Picture)  # in the order of protection


@dataclass(frozen=True)
class Chosen:
    hidden: HiddenSound = HiddenSound.SILENCE
    voice: Voice = Voice.AS_IS
    picture: Picture = Picture.AS_IS
    covered: tuple[TimeSpan, ...] = ()

    @property
    def mark(self) -> str:
        """Empty when nothing was chosen."""
        if self == NOTHING_CHOSEN:
            return ""
        return f"{self.hidden.value} {self.voice.value} {self.picture.value} {self.covered}"

    def voice_in(self, form: Form) -> Voice:
        """Never less than FORM demands."""
        least = Voice.DISGUISED if has_voice_disguised(form) else Voice.AS_IS
        return max(least, self.voice, key=VOICES.index)

    def picture_in(self, form: Form) -> Picture | None:
        """None where FORM is sound alone."""
        if not has_picture(form):
            return None
        least = Picture.BLURRED if form == Form.DISGUISED_VIDEO else Picture.AS_IS
        return max(least, self.picture, key=PICTURES.index)


NOTHING_CHOSEN = Chosen()


def pictures_on_offer(recording: Recording) -> list[Picture]:
    """Faces alone only to whoever agreed to their own picture: to others was said that all of it is blurred.

    Raises PartMissing.
    """
    own = Form.VIDEO in forms_to_make(recording=recording)
    chosen = chosen_for(recording).picture
    return [each for each in PICTURES if each != Picture.FACES or own or chosen == each]


def chosen_for(recording: Recording) -> Chosen:
    """With `choice` loaded where many are asked (select_related)."""
    row: CopyChoice | None = getattr(recording, "choice", None)
    if row is None:
        return NOTHING_CHOSEN
    covered = tuple((float(start), float(end)) for start, end in row.covered)
    return Chosen(HiddenSound(row.hidden), Voice(row.voice), Picture(row.picture), covered)
