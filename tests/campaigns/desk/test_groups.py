"""A group's settings, as its coordinators use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from campaigns.branding import brand_of
from campaigns.models import NoReminders
from tests.campaigns.factories import make_coordinator, make_group
from tests.campaigns.test_logos import picture
from tests.stories.factories import sign_in

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


@pytest.fixture
def hill() -> Organisation:
    return make_group("Hill")


@pytest.fixture
def coordinator(client: Client, hill: Organisation) -> Client:
    return sign_in(client, make_coordinator(hill))


def url(name: str, *args: object) -> str:
    return reverse(f"packs:{name}", args=args)


def brand(client: Client, hill: Organisation, **fields: object):
    data = {"main": "#5b3a5e", "ground": "#f3cf93", **fields}
    return client.post(url("group_brand", hill.pk), data)


def test_people_are_invited_and_let_go(coordinator: Client, hill: Organisation):
    coordinator.post(url("group_invite", hill.pk), {"name": "Nia Vaughan", "email": "nia@example.org"})
    assert "Nia Vaughan" in coordinator.get(url("group", hill.pk)).content.decode()
    nia = User.objects.get(email="nia@example.org")
    coordinator.post(url("group_remove", hill.pk, nia.memberships.get().pk))
    assert "Nia Vaughan" not in coordinator.get(url("group", hill.pk)).content.decode()
    last = hill.memberships.get()
    shown = coordinator.post(url("group_remove", hill.pk, last.pk), follow=True).content.decode()
    assert "This is the group’s last coordinator." in shown
    assert hill.memberships.get() == last


def test_whoever_leaves_is_out(coordinator: Client, hill: Organisation):
    make_coordinator(hill)
    mine = hill.memberships.get(user_id=coordinator.session["_auth_user_id"])
    assert coordinator.post(url("group_remove", hill.pk, mine.pk)).headers["Location"] == "/me/"
    assert coordinator.get(url("group", hill.pk)).status_code == 403


def test_a_refused_invitation_says_why_and_keeps_what_was_typed(coordinator: Client, hill: Organisation):
    other = make_coordinator(make_group("Valley"))
    answer = coordinator.post(url("group_invite", hill.pk), {"name": "Guess", "email": other.email})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Somebody with this address is here already." in shown
    assert 'value="Guess"' in shown


def test_logo_and_colours_are_kept_and_shown(coordinator: Client, hill: Organisation):
    upload = SimpleUploadedFile("logo.png", picture().getvalue(), "image/png")
    assert brand(coordinator, hill, logo=upload).status_code == 302
    assert brand_of(hill).main == "#5b3a5e"
    answer = coordinator.get(url("group_logo", hill.pk))
    assert (answer.headers["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert 'fill="#f3cf93"' in coordinator.get(url("group", hill.pk)).content.decode()
    brand(coordinator, hill, bare="on")
    assert coordinator.get(url("group_logo", hill.pk)).status_code == 404


def test_reminders_are_stopped_and_asked_for_by_each_for_themselves(coordinator: Client, hill: Organisation):
    make_coordinator(hill)
    assert "Stop reminding me" in coordinator.get(url("group", hill.pk)).content.decode()
    coordinator.post(url("group_reminders", hill.pk), {"wanted": "no"})
    assert NoReminders.objects.get().user_id == int(coordinator.session["_auth_user_id"])
    assert "You get none." in coordinator.get(url("group", hill.pk)).content.decode()
    coordinator.post(url("group_reminders", hill.pk), {"wanted": "yes"})
    assert not NoReminders.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"main": "#e8a33d"}, "could not be read on paper"),
        ({"ground": "#1f2430"}, "could not be read on this colour"),
        ({"logo": SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")}, "That is an SVG"),
        ({"logo": SimpleUploadedFile("logo.png", b"MZ", "image/png")}, "could not open that file"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(coordinator: Client, hill: Organisation, fields, words):
    answer = brand(coordinator, hill, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert brand_of(hill).main == "#0f4c4a"


def test_the_page_asks_as_often_for_three_people_as_for_one(
    coordinator: Client, hill: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    hill.involvement_checks.create(on="2026-01-01")
    coordinator.get(url("group", hill.pk))
    with django_assert_num_queries(14):
        coordinator.get(url("group", hill.pk))
    for _ in range(2):
        make_coordinator(hill)
        hill.involvement_checks.create(on="2026-01-01")
    with django_assert_num_queries(14):
        coordinator.get(url("group", hill.pk))
