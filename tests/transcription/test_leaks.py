"""The check is shown bad copies, made on purpose, and must refuse each of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from transcription.captions import Cue
from transcription.leaks import Leak, check_captions, check_copy, check_silence, check_streams
from transcription.media.probe import probe
from transcription.media.treat import Treatment, treat

ALAN = (11.9, 13.2)
LENGTH = 18.47


@pytest.fixture
def make_copy(film: Path) -> Callable[..., Path]:
    def make(*, picture: bool = False, mutes: tuple[tuple[float, float], ...] = (ALAN,)) -> Path:
        treatment = Treatment(mutes=mutes, disguise_voice=False, picture=picture, disguise_picture=False)
        target = film.parent / f"copy{treatment.suffix}"
        with film.open("rb") as file:
            facts = probe(file)
        treat(source=film, target=target, facts=facts, treatment=treatment, on_progress=lambda _: None)
        return target

    return make


@pytest.mark.parametrize("picture", [False, True])
def test_a_good_copy_passes(picture: bool, make_copy: Callable[..., Path]) -> None:
    cues = [Cue(11.0, 13.5, "A nurse called […] talked me down.")]
    check_copy(
        file=make_copy(picture=picture),
        mutes=[ALAN],
        picture=picture,
        duration=LENGTH,
        cues=cues,
        hidden=["Alan"],
    )


def test_an_unmuted_word_is_found(make_copy: Callable[..., Path]) -> None:
    with pytest.raises(Leak, match="at 00:11"):
        check_silence(file=make_copy(mutes=()), mutes=[ALAN], duration=LENGTH)


@pytest.mark.parametrize("inside", [11.9, 12.5, 13.18])
def test_twenty_milliseconds_of_sound_are_found(
    inside: float, ffmpeg, make_copy: Callable[..., Path]
) -> None:
    bad = ffmpeg(
        "bad.opus",
        *("-i", make_copy(), "-f", "lavfi", "-i", "sine=frequency=300:duration=0.02"),
        *("-filter_complex", f"[1]adelay={round(inside * 1000)},volume=0.05[b];[0][b]amix=normalize=0"),
    )
    with pytest.raises(Leak, match="can still be heard"):
        check_silence(file=bad, mutes=[ALAN], duration=LENGTH)


def test_silence_that_slipped_aside_is_found(ffmpeg, make_copy: Callable[..., Path]) -> None:
    """A copy whose sound begins half a second late: every mute lies beside its word."""
    late = ffmpeg("late.opus", "-i", make_copy(), "-af", "adelay=500")
    with pytest.raises(Leak, match="can still be heard"):
        check_silence(file=late, mutes=[ALAN], duration=LENGTH)


def test_another_length_is_found(ffmpeg, make_copy: Callable[..., Path]) -> None:
    short = ffmpeg("short.opus", "-i", make_copy(), "-t", "15", "-c", "copy")
    with pytest.raises(Leak, match="not as long"):
        check_silence(file=short, mutes=[ALAN], duration=LENGTH)


@pytest.mark.parametrize(
    "what", ["title=Alan", "location=+52.9225-001.4746/", "comment=by a phone", "artist=me"]
)
def test_planted_metadata_is_found(what: str, ffmpeg, make_copy: Callable[..., Path]) -> None:
    film = ffmpeg("gps.mp4", "-i", make_copy(picture=True), "-c", "copy", "-metadata", what)
    with pytest.raises(Leak, match="place or device"):
        check_streams(file=film, picture=True)
    sound = ffmpeg("gps.opus", "-i", make_copy(), "-c", "copy", "-metadata", what)
    with pytest.raises(Leak, match="place or device"):
        check_streams(file=sound, picture=False)


def test_metadata_of_a_stream_is_found(ffmpeg, make_copy: Callable[..., Path]) -> None:
    bad = ffmpeg(
        "bad.mp4", "-i", make_copy(picture=True), "-c", "copy", "-metadata:s:a", "handler_name=Alan's phone"
    )
    with pytest.raises(Leak, match="place or device"):
        check_streams(file=bad, picture=True)


def test_a_chapter_is_found(ffmpeg, make_copy: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=9\n")
    bad = ffmpeg(
        "bad.mp4", "-i", make_copy(picture=True), "-i", tmp_path / "c.txt", "-map_chapters", "1", "-c", "copy"
    )
    with pytest.raises(Leak):
        check_streams(file=bad, picture=True)


def test_a_picture_where_only_sound_was_agreed_to_is_found(make_copy: Callable[..., Path]) -> None:
    with pytest.raises(Leak, match="more than its sound"):
        check_streams(file=make_copy(picture=True), picture=False)


def test_a_second_sound_track_is_found(ffmpeg, make_copy: Callable[..., Path]) -> None:
    bad = ffmpeg("two.mkv", "-i", make_copy(), "-map", "0:a", "-map", "0:a", "-c", "copy")
    with pytest.raises(Leak, match="more than its sound"):
        check_streams(file=bad, picture=False)


@pytest.mark.parametrize("caption", ["Then Alan came.", "then ALAN came", "“Alan”, they said", "Alan’s hand"])
def test_a_hidden_name_in_a_caption_is_found(caption: str) -> None:
    with pytest.raises(Leak, match="at 01:05") as caught:
        check_captions(cues=[Cue(0, 1, "Tea."), Cue(65, 66, caption)], hidden=["Alan"])
    assert "Alan" not in str(caught.value)


def test_a_hidden_phrase_across_two_captions_is_found() -> None:
    with pytest.raises(Leak, match="in another"):
        check_captions(cues=[Cue(0, 1, "It was Juniper"), Cue(1, 2, "Ward again.")], hidden=["Juniper Ward"])


def test_a_name_inside_another_word_is_no_leak() -> None:
    check_captions(cues=[Cue(0, 1, "A balanced meal, alander.")], hidden=["Alan"])


def test_small_words_are_no_leak() -> None:
    check_captions(cues=[Cue(0, 1, "She and I were in it.")], hidden=["and", "in it", "I"])


def test_short_names_and_numbers_are() -> None:
    for hidden in ("Jo", "7 B", "Dr A"):
        with pytest.raises(Leak):
            check_captions(cues=[Cue(0, 1, f"It was {hidden} again.")], hidden=[hidden])
