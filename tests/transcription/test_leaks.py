"""The check is shown bad copies, made on purpose, and must refuse each of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from transcription.captions import Cue, moment
from transcription.enums import HiddenSound, Picture, Voice
from transcription.errors import Leak
from transcription.leaks import (
    check_captions,
    check_copy,
    check_silence,
    check_streams,
)
from transcription.leaks_seen import check_picture
from transcription.media.probe import probe
from transcription.media.treat import treat
from transcription.media.treatment import Treatment

ALAN = (11.9, 13.2)
LENGTH = 18.47


def treatment_of(
    *, picture: bool = False, blurred: bool = False, mutes: tuple[tuple[float, float], ...] = (ALAN,)
) -> Treatment:
    shown = Picture.BLURRED if blurred else Picture.AS_IS if picture else None
    return Treatment(mutes=mutes, voice=Voice.DISGUISED if blurred else Voice.AS_IS, picture=shown)


@pytest.fixture
def make_copy(film: Path) -> Callable[..., Path]:
    def make(
        *, picture: bool = False, blurred: bool = False, mutes: tuple[tuple[float, float], ...] = (ALAN,)
    ) -> Path:
        treatment = treatment_of(picture=picture, blurred=blurred, mutes=mutes)
        target = film.parent / f"copy{treatment.suffix}"
        with film.open("rb") as file:
            facts = probe(file)
        treat(source=film, target=target, facts=facts, treatment=treatment, on_progress=lambda _: None)
        return target

    return make


@pytest.mark.parametrize(
    ("picture", "blurred"), [(False, False), (True, False), (True, True)], ids=["sound", "film", "blurred"]
)
def test_a_good_copy_passes(picture: bool, blurred: bool, make_copy: Callable[..., Path]) -> None:
    cues = [Cue(11.0, 13.5, "A nurse called […] talked me down.")]
    check_copy(
        file=make_copy(picture=picture, blurred=blurred),
        treatment=treatment_of(picture=picture, blurred=blurred),
        duration=LENGTH,
        cues=cues,
        hidden=["Alan"],
    )


def test_an_unmuted_word_is_found(make_copy: Callable[..., Path]) -> None:
    with pytest.raises(Leak, match="at 00:11"):
        check_silence(file=make_copy(mutes=()), mutes=[ALAN], duration=LENGTH)


HIDDEN = ((0.0, 0.9), ALAN, (16.0, 18.0))  # also where the file begins, and where it ends


@pytest.mark.parametrize("picture", [False, True], ids=["sound", "film"])
def test_twenty_milliseconds_of_sound_are_found_wherever_they_are(
    picture: bool, ffmpeg, make_copy: Callable[..., Path]
) -> None:
    """At both edges of each hidden stretch, and between them. Good copies pass, else this would say nothing."""
    good = make_copy(picture=picture, mutes=HIDDEN)
    check_silence(file=good, mutes=HIDDEN, duration=LENGTH)
    for start, end in HIDDEN:
        for at in (start, start + 0.21, (start + end) / 2, end - 0.25, end - 0.021):
            bad = ffmpeg(
                f"bad{good.suffix}",
                *("-i", good, "-f", "lavfi", "-i", "sine=frequency=300:duration=0.02", "-filter_complex"),
                f"[1]adelay={round(at * 1000)},volume=0.05[b];[0][b]amix=normalize=0:duration=first",
            )
            with pytest.raises(Leak, match=f"can still be heard.* {moment(start)}"):
                check_silence(file=bad, mutes=HIDDEN, duration=LENGTH)


def test_a_sound_that_cannot_be_decoded_where_words_are_hidden_is_refused(
    ffmpeg, make_copy: Callable[..., Path]
) -> None:
    """What one player cannot decode another may play."""
    noise = "noise=amount='if(between(n,562,586),1,1e9)'"
    torn = ffmpeg("torn.mp4", "-i", make_copy(picture=True), "-c", "copy", "-bsf:a", noise)
    with pytest.raises(Leak, match=r"cannot be listened to|can still be heard"):
        check_silence(file=torn, mutes=[ALAN], duration=LENGTH)


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


DIM = "eq=contrast=0.15:brightness=-0.3"  # a dark room: 40 of 255 shades
CORNER = "crop=60:60:300:200"


@pytest.mark.parametrize("clear", ["null", DIM, CORNER], ids=["all of it", "dim", "a corner"])
def test_one_clear_frame_is_found(clear: str, ffmpeg, film: Path, make_copy: Callable[..., Path]) -> None:
    """The 41st of eight a second."""
    one = f"[1:v]fps=8,scale=480:-2,{clear}[c];[0:v][c]overlay=x=20:y=20:enable='eq(n,40)'"
    bad = ffmpeg(
        "bad.mp4",
        *("-i", make_copy(blurred=True), "-i", film, "-filter_complex", one, "-map", "0:a", "-c:a", "copy"),
        *("-c:v", "libx264", "-crf", "24", "-pix_fmt", "yuv420p"),
    )
    with pytest.raises(Leak, match="not disguised at 00:05"):
        check_picture(treatment=treatment_of(blurred=True), file=bad)


def test_the_whole_check_looks_at_the_frames_of_a_disguised_film(make_copy: Callable[..., Path]) -> None:
    plain = make_copy(picture=True)
    with pytest.raises(Leak, match="not disguised at 00:00"):
        check_copy(
            file=plain,
            treatment=treatment_of(blurred=True),
            duration=LENGTH,
            cues=[],
            hidden=[],
        )


def test_a_larger_picture_is_found_however_soft(ffmpeg, make_copy: Callable[..., Path]) -> None:
    """Enlarged, every edge is soft: sharpness is measured in the size that the treatment writes."""
    bad = ffmpeg("large.mp4", "-i", make_copy(picture=True), "-vf", "scale=3200:-2,trim=end=0.2", "-an")
    with pytest.raises(Leak, match="not disguised"):
        check_picture(treatment=treatment_of(blurred=True), file=bad)


def test_a_film_without_a_frame_to_look_at_is_refused(ffmpeg, make_copy: Callable[..., Path]) -> None:
    """A picture that cannot be looked at is not a picture that was found blurred."""
    empty = ffmpeg("empty.mp4", "-i", make_copy(blurred=True), "-c", "copy", "-bsf:v", "noise=drop=1")
    with pytest.raises(Leak, match="cannot be looked at"):
        check_picture(treatment=treatment_of(blurred=True), file=empty)


def test_a_picture_with_a_damaged_frame_is_refused(ffmpeg, make_copy: Callable[..., Path]) -> None:
    """What one player cannot decode another may show."""
    torn = ffmpeg("torn.mp4", "-i", make_copy(blurred=True), "-c", "copy", "-bsf:v", "noise=amount=2")
    with pytest.raises(Leak):
        check_picture(treatment=treatment_of(blurred=True), file=torn)


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


TONE = Treatment(mutes=(ALAN,), hidden=HiddenSound.TONE)


def treated(film: Path, treatment: Treatment) -> Path:
    target = film.parent / f"treated{treatment.suffix}"
    with film.open("rb") as file:
        facts = probe(file)
    treat(source=film, target=target, facts=facts, treatment=treatment, on_progress=lambda _: None)
    return target


def test_under_a_tone_nothing_but_the_tone_is_heard(ffmpeg, film: Path) -> None:
    good = treated(film, TONE)
    check_silence(file=good, mutes=[ALAN], duration=LENGTH, tone=HiddenSound.TONE)
    with pytest.raises(Leak, match="can still be heard"):
        check_silence(file=good, mutes=[ALAN], duration=LENGTH)
    for inside, hertz, length in ((11.9, 1500, 0.02), (12.5, 900, 0.02), (12.4, 2500, 0.3)):
        bad = ffmpeg(
            "bad.opus",
            *("-i", good, "-f", "lavfi", "-i", f"sine=frequency={hertz}:duration={length}"),
            *("-filter_complex", f"[1]adelay={round(inside * 1000)},volume=0.3[b];[0][b]amix=normalize=0"),
        )
        with pytest.raises(Leak, match="can still be heard"):
            check_silence(file=bad, mutes=[ALAN], duration=LENGTH, tone=HiddenSound.TONE)


def test_a_word_left_standing_under_a_tone_is_found(ffmpeg, film: Path) -> None:
    """The tone over the word instead of in its place."""
    unmuted = treated(film, Treatment())
    both = ffmpeg(
        "both.opus",
        *("-i", unmuted, "-f", "lavfi", "-i", "sine=frequency=440:duration=1.5"),
        *("-filter_complex", "[1]adelay=11800,volume=0.32[b];[0][b]amix=normalize=0"),
    )
    with pytest.raises(Leak, match="can still be heard"):
        check_silence(file=both, mutes=[ALAN], duration=LENGTH, tone=HiddenSound.TONE)


@pytest.mark.parametrize("picture", [Picture.PIXELATED, Picture.BLACK])
def test_each_kind_of_picture_passes_its_own_rule_and_no_clear_frame_does(
    picture: Picture, ffmpeg, film: Path
) -> None:
    wanted = Treatment(mutes=(ALAN,), picture=picture, seconds=LENGTH)
    good = treated(film, wanted)
    check_copy(file=good, treatment=wanted, duration=LENGTH, cues=[], hidden=[])
    one = "[1:v]fps=8,scale=480:-2[c];[0:v]fps=8[g];[g][c]overlay=x=20:y=20:enable='eq(n,40)'"
    bad = ffmpeg(
        "bad.mp4",
        *("-i", good, "-i", film, "-filter_complex", one, "-map", "0:a", "-c:a", "copy"),
        *("-c:v", "libx264", "-crf", "24", "-pix_fmt", "yuv420p"),
    )
    with pytest.raises(Leak, match="not disguised at 00:05"):
        check_picture(file=bad, treatment=wanted)


def test_a_card_is_every_frame_or_it_is_refused(ffmpeg, film: Path, tmp_path: Path) -> None:
    from transcription.treatments.planned import draw_cloth

    card = tmp_path / "card.png"
    card.write_bytes(draw_cloth(themes=["aftercare", "physical-restraint"], language="en"))
    wanted = Treatment(mutes=(ALAN,), picture=Picture.CARD, card=card, seconds=LENGTH)
    good = treated(film, wanted)
    check_copy(file=good, treatment=wanted, duration=LENGTH, cues=[], hidden=[])
    bad = ffmpeg(
        "bad.mp4",
        *("-i", good, "-i", film, "-filter_complex"),
        "[1:v]scale=300:-2[c];[0:v][c]overlay=x=200:y=500:enable='eq(n,20)'",
        *("-map", "0:a", "-c:a", "copy", "-c:v", "libx264", "-pix_fmt", "yuv420p"),
    )
    for treatment in (wanted, Treatment(picture=Picture.CARD)):
        with pytest.raises(Leak, match="not disguised at 00:04"):
            check_picture(file=bad, treatment=treatment)


def test_what_is_covered_by_hand_is_black_in_every_frame_of_it(film: Path) -> None:
    covered = Treatment(mutes=(ALAN,), picture=Picture.AS_IS, covered=((2.0, 3.5), (10.0, 11.0)))
    check_picture(file=treated(film, covered), treatment=covered)
    less = Treatment(mutes=(ALAN,), picture=Picture.AS_IS, covered=((2.0, 3.5), (10.0, 10.5)))
    with pytest.raises(Leak, match="not covered at 00:10"):
        check_picture(file=treated(film, less), treatment=covered)


@pytest.mark.parametrize(
    ("hidden", "said"),
    [("Zo\u00eb", "Zoe\u0308"), ("Zoe\u0308", "Zo\u00eb")],
    ids=["typed apart", "hidden apart"],
)
def test_an_accent_typed_by_itself_hides_no_name(hidden: str, said: str) -> None:
    """Some keyboards write a letter and its accent as two characters, which look like one."""
    with pytest.raises(Leak):
        check_captions(cues=[Cue(0, 1, f"It was {said} again.")], hidden=[hidden])
