from dataclasses import replace
from pathlib import Path

import pytest

from tests.transcription.media.test_treat import FILM, PLAIN, make
from transcription.captions import Cue
from transcription.clips.cutting import cut
from transcription.reels.plan import Reel, ReelClip

SECONDS = 4.0
PLACE = (10.5, 14.5)  # of the recording; ALAN is hidden in it
CUES = (Cue(0.5, 2.0, "A nurse called […]"), Cue(2.5, 9.0, "talked me down."))


@pytest.fixture
def reel() -> Reel:
    """A clip with a picture and one of sound alone; their files are nowhere."""
    return Reel(
        title="Three minutes on a locked door",
        content_note="Being held down, and a kind nurse.",
        clips=(
            ReelClip("Being talked to", Path("nowhere.mp4"), True, SECONDS, CUES),
            ReelClip("The same, heard only", Path("nowhere.opus"), False, SECONDS, CUES),
        ),
        questions=("What did the nurse do first?", "Who could have asked sooner?"),
        pause=6.0,
        verify_url="https://heard.example/verify/",
        verify_code="MARI-GOLD-42",
    )


@pytest.fixture
def filmed(reel: Reel, film: Path) -> Reel:
    """As `reel`, of real clips with a hidden word in each."""
    clips = []
    for clip, treatment in zip(reel.clips, (FILM, PLAIN), strict=True):
        copy = make(film, treatment)
        file = copy.with_name(f"clip{copy.suffix}")
        cut(
            source=copy,
            target=file,
            start=PLACE[0],
            end=PLACE[1],
            picture=clip.picture,
            on_progress=lambda _: None,
        )
        clips.append(replace(clip, file=file))
    return replace(reel, clips=tuple(clips))
