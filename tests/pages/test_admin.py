"""Support lines in Wagtail's admin: who may see them, and what editors are told that readers are not."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts import roles
from accounts.enums import Role
from accounts.models import User
from pages.models import SupportLine

LIST = "/admin/snippets/pages/supportline/"
BANNER = "the second step at sign-in is skipped"


@pytest.fixture
def person(support):
    def make(*permissions):
        user = User.objects.create(email="somebody@example.org")
        names = ("access_admin", *permissions)
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        assert user.user_permissions.count() == len(names)
        client = Client()
        client.force_login(user)
        return client

    return make


def test_those_who_may_change_lines_are_asked_to_check_them(person):
    words = person("change_supportline").get(LIST).content.decode()
    assert "Samaritans" in words
    assert words.count("Please check.") > 10
    assert "Not checked" in words


def test_a_line_checked_here_is_no_longer_asked_about(person):
    SupportLine.objects.exclude(slug="samaritans").delete()
    SupportLine.objects.update(checked="here")
    words = person("change_supportline").get(LIST).content.decode()
    assert "Samaritans" in words
    assert "Please check." not in words


def test_others_in_the_admin_do_not_reach_them(person):
    response = person().get(LIST)
    assert response.status_code == 302
    assert "Samaritans" not in response.content.decode()


def test_editors_and_administrators_may_change_them_and_nobody_else():
    may = {role for role in Role if "pages.change_supportline" in roles.allowed(role)}
    assert may == {Role.EDITOR, Role.ADMINISTRATOR}


def test_a_line_can_be_shown_after_checking(person):
    client = person("change_supportline")
    line = SupportLine.objects.get(slug="call-wales")
    values = {
        name: getattr(line, name)
        for name in (
            "name",
            "slug",
            "kind",
            "for_whom",
            "phone",
            "text",
            "text_relay",
            "email",
            "url",
            "hours",
            "note",
        )
    }
    sent = {**values, "nations": '["Wales"]', "welsh": "on", "shown": "on", "checked": "here"}
    response = client.post(f"{LIST}edit/{line.pk}/", sent)
    assert response.status_code == 302
    line.refresh_from_db()
    assert (line.shown, line.checked) == (True, "here")


def test_admin_wears_our_mark_and_says_what_is_skipped(person, settings):
    client = person("change_supportline")
    settings.SECOND_FACTOR_REQUIRED = False
    words = client.get(LIST).content.decode()
    assert "css/admin.css" in words
    assert "heard-brand" in words
    assert BANNER in words


def test_no_banner_where_the_second_step_is_asked_for(person, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client = person("change_supportline")
    assert BANNER in client.get(LIST).content.decode()
    settings.DEVELOPMENT = False
    assert BANNER not in client.get(LIST).content.decode()
