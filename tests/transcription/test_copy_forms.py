import pytest

from stories.enums import Form
from transcription.copy_forms import allows, form_to_make, has_picture, has_voice_disguised


@pytest.mark.parametrize(
    ("consent", "copies"),
    [
        (None, set()),
        (Form.TEXT, set()),
        (Form.DISGUISED_AUDIO, {Form.DISGUISED_AUDIO}),
        (Form.AUDIO, {Form.DISGUISED_AUDIO, Form.AUDIO}),
        (Form.DISGUISED_VIDEO, {Form.DISGUISED_AUDIO, Form.DISGUISED_VIDEO}),
        (Form.VIDEO, {Form.DISGUISED_AUDIO, Form.AUDIO, Form.DISGUISED_VIDEO, Form.VIDEO}),
    ],
)
def test_what_each_consent_allows(consent: Form | None, copies: set[Form]) -> None:
    assert {form for form in Form if allows(consent=consent, copy=form)} == copies


@pytest.mark.parametrize("consent", [None, *Form])
@pytest.mark.parametrize("picture", [True, False])
def test_what_is_made_is_allowed_and_has_a_picture_only_where_there_is_one(
    consent: Form | None, picture: bool
) -> None:
    made = form_to_make(consent=consent, has_picture=picture)
    if made is None:
        assert consent in (None, Form.TEXT)
    else:
        assert allows(consent=consent, copy=made)
        assert picture or not has_picture(made)


def test_who_agreed_to_a_disguised_film_never_gets_their_own_voice_released() -> None:
    assert form_to_make(consent=Form.DISGUISED_VIDEO, has_picture=False) == Form.DISGUISED_AUDIO
    assert has_voice_disguised(Form.DISGUISED_VIDEO)
    assert not allows(consent=Form.DISGUISED_VIDEO, copy=Form.AUDIO)
