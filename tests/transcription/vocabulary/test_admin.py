"""Word lists in the admin: whose may be changed by whom, and what is said when one cannot be kept."""

import pytest
from django.test import Client

from accounts.enums import OrganisationKind, Role
from accounts.loading import load_roles
from accounts.membership import grant_role
from accounts.models import Organisation
from tests.stories.factories import make_user, sign_in
from transcription.models import WordList

pytestmark = pytest.mark.django_db
LISTS = "/admin/word-lists/"


@pytest.fixture(autouse=True)
def roles(db: None) -> None:
    load_roles()


def group(name: str) -> Organisation:
    return Organisation.objects.create(name=name, slug=name.lower(), kind=OrganisationKind.GROUP)


@pytest.fixture
def derby() -> Organisation:
    return group("Derby")


@pytest.fixture
def coordinating(derby: Organisation) -> Client:
    user = make_user()
    grant_role(user=user, organisation=derby, role=Role.COORDINATOR, by=None)
    return sign_in(Client(), user)


def test_a_coordinator_keeps_the_list_of_their_own_group_and_no_other(
    coordinating: Client, derby: Organisation
) -> None:
    other = WordList.objects.create(organisation=group("Elsewhere"), words="Thornfield")
    data = {"organisation": str(derby.pk), "words": "Juniper Ward\n lorazepam, Juniper Ward"}
    assert coordinating.post(f"{LISTS}new/", data).status_code == 302
    own = WordList.objects.get(organisation=derby)
    assert own.words == "Juniper Ward\nlorazepam"
    listed = coordinating.get(LISTS).content.decode()
    assert "Derby" in listed
    assert "Elsewhere" not in listed
    for address in ("edit", "delete", "history", "usage"):
        assert coordinating.get(f"{LISTS}{address}/{own.pk}/").status_code == 200
        assert coordinating.get(f"{LISTS}{address}/{other.pk}/").status_code == 404
        coordinating.post(f"{LISTS}{address}/{other.pk}/", {"organisation": str(derby.pk), "words": "Mine"})
    other.refresh_from_db()
    assert other.words == "Thornfield"
    for whose, says in ((other.organisation, "Select a valid choice"), (derby, "has a list already")):
        again = coordinating.post(f"{LISTS}new/", {"organisation": str(whose.pk), "words": "Oak Ward"})
        assert says in again.content.decode()
        assert "Oak Ward" in again.content.decode()


def test_what_cannot_be_kept_is_said_and_given_back(derby: Organisation) -> None:
    editing = sign_in(Client(), make_user(Role.EDITOR))
    own = WordList.objects.create(organisation=derby, words="Juniper Ward")
    response = editing.post(f"{LISTS}edit/{own.pk}/", {"words": "Juniper Ward\n{lorazepam}"})
    page = response.content.decode()
    assert "Letters and numbers only" in page
    assert "{lorazepam}" in page
    assert editing.post(f"{LISTS}edit/{own.pk}/", {"words": "Oak Ward"}).status_code == 302
    own.refresh_from_db()
    assert (own.words, own.organisation) == ("Oak Ward", derby)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SECOND_READER, Role.ADMINISTRATOR])
def test_nobody_else_sees_them(role: Role) -> None:
    other = WordList.objects.create(organisation=group("Elsewhere"), words="Thornfield")
    client = sign_in(Client(), make_user(role))
    for address in (LISTS, f"{LISTS}new/", f"{LISTS}edit/{other.pk}/"):
        response = client.get(address)
        assert response.status_code in (302, 403)
        assert b"Thornfield" not in response.content
