"""Which treated copies a consent allows, and which one is made.

Consent is the most revealing form agreed to; `Form.covers` says what each includes. Text is no copy.
"""

from stories.enums import Form

WITHOUT_PICTURE = {Form.DISGUISED_VIDEO: Form.DISGUISED_AUDIO, Form.VIDEO: Form.AUDIO}


def allows(*, consent: Form | None, copy: Form) -> bool:
    return consent is not None and copy != Form.TEXT and consent.covers(copy)


def form_to_make(*, consent: Form | None, has_picture: bool) -> Form | None:
    """The most revealing copy that consent allows and the recording can give; None for none at all."""
    if consent is None or consent == Form.TEXT:
        return None
    return consent if has_picture else WITHOUT_PICTURE.get(consent, consent)


def has_voice_disguised(form: Form) -> bool:
    return form in (Form.DISGUISED_AUDIO, Form.DISGUISED_VIDEO)


def has_picture(form: Form) -> bool:
    return form in (Form.DISGUISED_VIDEO, Form.VIDEO)
