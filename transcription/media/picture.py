"""The filters for the picture: as it is, blurred, in squares, covered for a while, or not the film's own at all."""

from transcription.enums import Picture
from transcription.media.sound import within
from transcription.media.treatment import Treatment

BLOCKS = 12  # a disguised picture has this many blocks on its longer side: familiar faces are known from 16
BLOCK_PIXELS = 40
STILL_RATE = 5  # pictures a second of what does not move
STILL_WIDTH, STILL_HEIGHT = 640, 360
COVER_BEYOND = 0.25  # seconds: a frame may be shown a little before or after its time
SQUARE = "scale=iw*sar:ih,setsar=1"
SIZED = (
    f"{SQUARE},scale='min(1280,iw)':'min(1280,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
)
OWN = (Picture.AS_IS, Picture.BLURRED, Picture.PIXELATED)  # what ffmpeg makes from the film's own picture
STILL = (Picture.BLACK, Picture.CARD)


def picture_input(treatment: Treatment) -> tuple[str, ...]:
    """Options for an input of its own, where the film's picture is not used at all."""
    lasts = ("-t", f"{treatment.seconds or 0:.3f}")
    if treatment.picture == Picture.BLACK:
        return (
            *("-f", "lavfi", *lasts),
            *("-i", f"color=c=black:s={STILL_WIDTH}x{STILL_HEIGHT}:r={STILL_RATE}"),
        )
    if treatment.picture == Picture.CARD:
        return ("-loop", "1", "-framerate", str(STILL_RATE), *lasts, "-i", f"file:{treatment.card}")
    if treatment.picture == Picture.FACES:
        return ("-i", f"file:{treatment.drawn}")
    return ()


def picture_graph(treatment: Treatment, *, source: str) -> str:
    """A filter graph from SOURCE, such as `0:0`, to `[picture]`."""
    return f"[{source}]{','.join(steps(treatment))}[picture]"


def steps(treatment: Treatment) -> list[str]:
    if treatment.picture in STILL:
        return ["scale='min(1280,iw)':-2", "setsar=1"]
    if treatment.picture in (Picture.AS_IS, Picture.FACES):
        return [SIZED, *cover(treatment)]
    small = f"scale={BLOCKS}:{BLOCKS}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=area"
    blurred = treatment.picture == Picture.BLURRED
    soft, grown = (["gblur=sigma=0.8"], "bicubic") if blurred else ([], "neighbor")
    large = f"scale=iw*{BLOCK_PIXELS}:ih*{BLOCK_PIXELS}:flags={grown}"
    return [SQUARE, small, *soft, large, "fps=8", *cover(treatment)]


def cover(treatment: Treatment) -> list[str]:
    if not treatment.covered:
        return []
    spans = within(treatment.covered, beyond=COVER_BEYOND)
    return [f"drawbox=x=0:y=0:w=iw:h=ih:color=black:t=fill:enable='{spans}'"]
