"""The fixed vocabularies: their order is a rule, and their words are in the database."""

import pytest

from stories.enums import PACK_PURPOSES, Form, Purpose, ThemeGroup


def test_forms_go_from_the_least_revealing_to_the_most() -> None:
    assert [form.slug for form in sorted(Form)] == [
        "text",
        "disguised_audio",
        "audio",
        "disguised_video",
        "video",
    ]


def test_a_form_covers_those_that_reveal_less_and_a_disguised_film_no_plain_voice() -> None:
    assert {form: [other for other in Form if form.covers(other)] for form in Form} == {
        Form.TEXT: [Form.TEXT],
        Form.DISGUISED_AUDIO: [Form.TEXT, Form.DISGUISED_AUDIO],
        Form.AUDIO: [Form.TEXT, Form.DISGUISED_AUDIO, Form.AUDIO],
        Form.DISGUISED_VIDEO: [Form.TEXT, Form.DISGUISED_AUDIO, Form.DISGUISED_VIDEO],
        Form.VIDEO: list(Form),
    }


@pytest.mark.parametrize("form", list(Form))
def test_a_form_is_found_by_its_word(form: Form) -> None:
    assert Form.from_slug(form.slug) is form


@pytest.mark.parametrize("word", ["", "TEXTS", "hologram", "1"])
def test_a_word_that_is_no_form_is_none(word: str) -> None:
    with pytest.raises(KeyError):
        Form.from_slug(word)


def test_the_words_that_are_kept_do_not_change() -> None:
    assert [purpose.value for purpose in Purpose] == [
        "counted",
        "named_pack",
        "any_pack",
        "website",
        "training",
        "press",
        "contact",
    ]
    assert PACK_PURPOSES == (Purpose.NAMED_PACK, Purpose.ANY_PACK)
    assert ThemeGroup.CONTENT_NOTES == "content_notes"
