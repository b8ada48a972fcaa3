from accounts.checks import second_factor, sign_in_door


def test_production_without_a_second_factor_is_an_error(settings):
    settings.DEVELOPMENT, settings.SECOND_FACTOR_REQUIRED = False, False
    assert [error.id for error in second_factor()] == ["accounts.E001"]


def test_production_with_it_and_development_without_it_are_fine(settings):
    settings.DEVELOPMENT, settings.SECOND_FACTOR_REQUIRED = False, True
    assert second_factor() == []
    settings.DEVELOPMENT, settings.SECOND_FACTOR_REQUIRED = True, False
    assert second_factor() == []


def test_wagtails_own_door_left_open_is_an_error(settings):
    assert sign_in_door() == []
    settings.WAGTAILADMIN_LOGIN_URL = "wagtailadmin_login"
    assert [error.id for error in sign_in_door()] == ["accounts.E002"]
    settings.WAGTAILADMIN_LOGIN_URL, settings.WAGTAILUSERS_PASSWORD_ENABLED = "accounts:admin_login", True
    assert [error.id for error in sign_in_door()] == ["accounts.E002"]
