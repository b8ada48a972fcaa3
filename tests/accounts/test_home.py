import pytest

from accounts import home
from accounts.enums import Role
from accounts.home import doors_for, offer


@pytest.fixture(autouse=True)
def own_offers(monkeypatch):
    monkeypatch.setattr(home, "_offers", dict(home._offers))


def titles(role):
    return [door.title for door in doors_for(frozenset({role}))]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.EDITOR, ["Stories waiting", "Background work", "The desk"]),
        (Role.SECOND_READER, ["Stories waiting", "Background work", "The desk"]),
        (Role.SAFEGUARDING_LEAD, ["Safeguarding", "Stories waiting", "Background work", "The desk"]),
        (Role.COORDINATOR, ["Campaigns and packs", "The desk"]),
        (Role.TRAINER, ["Training", "The desk"]),
        (Role.ADMINISTRATOR, ["People", "Organisations", "Consent wording", "Background work", "The desk"]),
    ],
)
def test_each_role_sees_its_own_doors(role, sees):
    assert titles(role) == sees


@pytest.mark.parametrize("role", list(Role))
def test_every_door_opens_for_whom_it_is_shown(client, make_role, role):
    client.force_login(make_role(role))
    for door in doors_for(frozenset({role})):
        assert client.get(door.url).status_code == 200, door.url


def test_an_offer_without_its_page_is_not_shown():
    offer(roles=[Role.EDITOR], url_name="nowhere:queue", title="Nowhere", words="", order=1)
    assert "Nowhere" not in titles(Role.EDITOR)


def test_an_offer_goes_to_its_roles_in_its_place():
    offer(roles=[Role.TRAINER], url_name="accounts:home", title="Clips", words="", order=1)
    assert titles(Role.TRAINER)[0] == "Clips"
    assert "Clips" not in titles(Role.EDITOR)


def test_nobody_signed_in_is_sent_to_sign_in(client, db):
    response = client.get("/me/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/me/")


@pytest.mark.parametrize(
    ("role", "sees", "never"),
    [
        (Role.ADMINISTRATOR, "/admin/users/", "/admin/groups/"),
        (Role.EDITOR, "/admin/", "/admin/users/"),
    ],
)
def test_the_page_shows_the_doors_of_the_role(client, make_role, role, sees, never):
    client.force_login(make_role(role))
    page = client.get("/me/").content.decode()
    assert f'href="{sees}"' in page
    assert f'href="{never}"' not in page
    assert str(Role(role).label) in page


def test_somebody_without_a_role_is_told_so(client, make_person):
    client.force_login(make_person())
    page = client.get("/me/").content.decode()
    assert "You have no task here yet" in page
    assert "/admin/" not in page


@pytest.mark.parametrize("roles", [[Role.EDITOR], [Role.EDITOR, Role.COORDINATOR, Role.TRAINER]])
def test_one_role_or_three_cost_the_same(client, make_person, host, roles, django_assert_num_queries):
    from accounts.membership import grant_role

    user = make_person()
    for role in roles:
        grant_role(user=user, organisation=host, role=role, by=None)
    client.force_login(user)
    client.get("/me/")
    with django_assert_num_queries(
        5
    ):  # session, person, roles, memberships with organisations, second factor
        client.get("/me/")


def test_the_page_is_never_kept_by_a_cache(client, editor):
    client.force_login(editor)
    assert "no-store" in client.get("/me/")["Cache-Control"]
