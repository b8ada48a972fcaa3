"""What was done to a copy, said honestly wherever one is played."""

from django.utils.translation import gettext_lazy as _

from transcription.enums import Picture, Voice

VOICES = {
    Voice.AS_IS: _("This is the teller’s own voice."),
    Voice.DISGUISED: _(
        "The voice is disguised. That makes it harder to recognise who is speaking, not impossible."
    ),
    Voice.SPOKEN: _("A computer speaks the teller’s words. Nothing of their voice is left."),
}
FACES_HIDDEN = _(
    "The faces that a computer found are blurred. It can miss one, and a person can be known by more than a face."
)
NOT_SHOWN = _("The picture is not shown.")
OWN_PICTURE = _("This is the teller’s own voice and picture.")
DISGUISED_FILM = _(
    "The picture and the voice are disguised. That makes it harder to recognise who is speaking, not impossible."
)


def about(*, voice: Voice, picture: Picture | None) -> str:
    """What was done to it, said honestly: in the words a teller knows where there is nothing unusual."""
    plain = picture == Picture.AS_IS
    if plain and voice == Voice.AS_IS:
        return str(OWN_PICTURE)
    if picture in (Picture.BLURRED, Picture.PIXELATED) and voice == Voice.DISGUISED:
        return str(DISGUISED_FILM)
    seen = {
        None: "",
        Picture.AS_IS: _("This is the teller’s own picture."),
        Picture.FACES: FACES_HIDDEN,
        Picture.BLURRED: _("The whole picture is blurred."),
        Picture.PIXELATED: _("The whole picture is blurred."),
        Picture.BLACK: NOT_SHOWN,
        Picture.CARD: NOT_SHOWN,
    }[picture]
    return f"{VOICES[voice]} {seen}".strip()
