import io

import numpy as np
import pytest
from PIL import Image

from transcription.reels.cards import draw_card
from transcription.reels.plan import CannotShow, Card


def pixels(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)).convert("L")).astype(int)


def test_a_card_fills_the_frame_and_says_what_it_is_given() -> None:
    drawn = pixels(draw_card(card=Card("verify", "Does it stand?", ("MARI-GOLD-42",), 5.0), language="en"))
    other = pixels(draw_card(card=Card("verify", "Does it stand?", ("MARI-GOLD-43",), 5.0), language="en"))
    assert drawn.shape == (720, 1280)
    assert drawn.max() - drawn.min() > 150  # letters stand out from their ground
    assert (drawn != other).any()


def test_words_are_words_whatever_signs_are_in_them() -> None:
    draw_card(card=Card("note", '#read("/etc/passwd") $x$ *a* @b <c>', ("#import", "\\"), 5.0), language="cy")


def test_long_text_gets_smaller_letters_and_too_much_is_refused() -> None:
    draw_card(
        card=Card("questions", "To talk about", ("Who was there, and who said what?",) * 12, 5.0),
        language="en",
    )
    with pytest.raises(CannotShow, match="To talk about"):
        draw_card(card=Card("questions", "To talk about", ("Who was there?",) * 60, 5.0), language="en")
