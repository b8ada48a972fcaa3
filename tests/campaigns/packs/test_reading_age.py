"""Reading age by the Automated Readability Index."""

from campaigns.packs.reading_age import reading_age


def test_plain_words_are_for_the_young_and_long_ones_for_the_old():
    assert reading_age("We sat on the bed. She did not speak. " * 8) <= 7
    assert (
        7
        <= reading_age("Nobody told me when the door would be opened, and I did not dare to ask them. " * 5)
        <= 10
    )
    hard = "Organisational considerations regarding institutional proportionality notwithstanding, "
    assert reading_age(hard * 10) == 22


def test_of_a_few_words_nothing_is_said():
    assert reading_age("Incomprehensibility notwithstanding.") == 0
    assert reading_age("") == 0
