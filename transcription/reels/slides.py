"""The reel as slides: each card as real text that a screen reader finds, each clip as a film that lies in the file."""

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from pptx import Presentation
from pptx.util import Emu, Pt

from transcription.burning import laid_over, strip_height, write_strip
from transcription.media.ffmpeg import Heard, run_ffmpeg
from transcription.media.treat import NOTHING_ELSE, film_encoding
from transcription.reels.cards import draw_card
from transcription.reels.plan import Card, Reel, ReelClip, scenes_of

WIDTH, HEIGHT = Emu(12_192_000), Emu(6_858_000)  # 16 by 9
TITLE_ONLY, TITLE_AND_TEXT = 5, 1  # layouts of python-pptx's own template
MARGIN = Emu(600_000)
FRAMES = 5  # of a still picture, each second


def write_slides(*, reel: Reel, folder: Path, to: IO[bytes], on_progress: Heard) -> None:
    """Write a PPTX to TO. FOLDER is private. Raises CannotShow, FfmpegFailed.

    The words of each clip stand in its slide's notes: PowerPoint shows captions of a film in a file only in some
    versions.
    """
    scenes = scenes_of(reel)
    show = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    tell_nothing_else(show, title=reel.title)
    before: Card | None = None
    for number, scene in enumerate(scenes):
        if isinstance(scene, Card):
            before = scene
            if scene.kind != "clip":  # a clip's title stands on the slide it plays on
                add_card(show, scene)
        elif before is not None:
            poster = folder / f"poster-{number}.png"
            poster.write_bytes(draw_card(card=before, language=reel.language))
            words = words_over(scene, reel=reel, folder=folder, name=f"words-{number}")
            target = folder / f"film-{number}.mp4"
            film = as_film(scene, poster=poster, words=words, target=target, on_progress=on_progress)
            add_clip(show, scene, film=film, poster=poster)
    show.save(to)


def tell_nothing_else(show: Any, *, title: str) -> None:
    """The template brings the name of its author along."""
    facts = show.core_properties
    facts.title, facts.author, facts.last_modified_by, facts.comments, facts.keywords = title, "", "", "", ""


def add_card(show: Any, card: Card) -> None:
    slide = show.slides.add_slide(show.slide_layouts[TITLE_AND_TEXT])
    title, body = slide.shapes.title, slide.placeholders[1]
    put(title, top=1_000_000, height=1_500_000)
    put(body, top=2_600_000, height=3_600_000)
    title.text_frame.text = card.heading
    write_lines(body.text_frame, card.lines)
    if not card.lines:
        body.element.getparent().remove(body.element)


def put(shape: Any, *, top: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = MARGIN, Emu(top), WIDTH - 2 * MARGIN, Emu(height)


def write_lines(frame: Any, lines: Sequence[str]) -> None:
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.font.size = Pt(28)


def add_clip(show: Any, clip: ReelClip, *, film: Path, poster: Path) -> None:
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    put(slide.shapes.title, top=150_000, height=900_000)
    slide.shapes.title.text_frame.text = clip.title
    height = HEIGHT - Emu(1_350_000)
    width = Emu(height * 16 // 9)
    left = Emu((WIDTH - width) // 2)
    movie = slide.shapes.add_movie(
        str(film), left, Emu(1_150_000), width, height, poster_frame_image=str(poster), mime_type="video/mp4"
    )
    movie.name = clip.title
    slide.notes_slide.notes_text_frame.text = clip.words


def words_over(clip: ReelClip, *, reel: Reel, folder: Path, name: str) -> tuple[str, ...]:
    """Its captions as an input for ffmpeg, where they are drawn into the picture."""
    if not reel.burned:
        return ()
    return write_strip(
        cues=clip.cues,
        seconds=clip.seconds,
        width=1280,
        height=strip_height(720),
        language=reel.language,
        folder=folder,
        name=name,
    )


def as_film(
    clip: ReelClip, *, poster: Path, words: tuple[str, ...], target: Path, on_progress: Heard
) -> Path:
    """PowerPoint plays no Opus: sound alone becomes a film of its own card. A film is 16 by 9 with bars as needed."""
    still = ("-loop", "1", "-framerate", str(FRAMES), "-i", f"file:{poster}")
    sight = ("-i", f"file:{clip.file}") if clip.picture else (*still, "-i", f"file:{clip.file}")
    heard = 0 if clip.picture else 1
    fit = "scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:(ow-iw)/2:(oh-ih)/2,setsar=1"
    over = laid_over("seen", strip=f"{heard + 1}:v", out="v", rate=25 if clip.picture else FRAMES)
    graph = f"[0:v:0]{fit}[seen];{over}" if words else f"[0:v:0]{fit}[v]"
    run_ffmpeg(
        [
            *("-protocol_whitelist", "file", *sight, *words, "-filter_complex", graph),
            *("-map", "[v]", "-map", f"{heard}:a:0", "-t", f"{clip.seconds:.3f}"),
            *NOTHING_ELSE,
            *(*film_encoding(), "-y", f"file:{target}"),
        ],
        on_progress=on_progress,
    )
    return target
