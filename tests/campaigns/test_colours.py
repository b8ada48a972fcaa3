"""Contrast as WCAG counts it, against values that are known."""

import pytest

from campaigns.colours import carries_ink, contrast, reads_on_paper


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_the_ratio_is_the_one_that_wcag_gives(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_words_need_four_and_a_half_on_paper_and_under_ink():
    assert reads_on_paper("#0f4c4a")
    assert not reads_on_paper("#e8a33d")  # the site's own marigold: a mark, never text
    assert carries_ink("#e8a33d")
    assert not carries_ink("#5b3a5e")
