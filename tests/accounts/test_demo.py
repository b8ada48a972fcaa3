import pytest

from accounts import demo
from accounts.demo import DemoOrganisation, DemoPerson, NotInDevelopment, load_people
from accounts.enums import OrganisationKind, Role
from accounts.membership import GrantRefused
from accounts.models import Organisation, User

HOST = DemoOrganisation(name="Heard (demonstration)", kind=OrganisationKind.HOST, slug="demo-host")
GROUP = DemoOrganisation(name="Wexmoor Voices", kind=OrganisationKind.GROUP, blurb="Eleven people.")
PEOPLE = [
    DemoPerson(name="Ines Calloway", email="Ines@example.org", roles=(Role.EDITOR,), organisation=HOST),
    DemoPerson(
        name="Bridie Makepeace", email="bridie@example.org", roles=(Role.COORDINATOR,), organisation=GROUP
    ),
]


def test_people_arrive_with_their_roles_and_one_password(db, client):
    signins = load_people(people=PEOPLE)
    assert [(s.email, s.roles, s.organisation) for s in signins] == [
        ("ines@example.org", (Role.EDITOR,), "Heard (demonstration)"),
        ("bridie@example.org", (Role.COORDINATOR,), "Wexmoor Voices"),
    ]
    form = {"login": "ines@example.org", "password": demo.password()}
    assert client.post("/account/login/", form)["Location"] == "/me/"
    assert (
        User.objects.get(email="bridie@example.org").memberships.get().organisation.slug == "wexmoor-voices"
    )
    assert not User.objects.filter(is_superuser=True).exists()
    assert Organisation.objects.get(slug="demo-host").fictional


def test_loading_again_changes_nothing(db):
    load_people(people=PEOPLE)
    before = list(User.objects.order_by("pk").values())
    load_people(people=PEOPLE)
    assert list(User.objects.order_by("pk").values()) == before
    assert Organisation.objects.count() == 2


def test_a_role_taken_out_of_the_data_is_taken_away(db):
    load_people(people=PEOPLE)
    load_people(
        people=[
            DemoPerson(
                name="Ines Calloway", email="ines@example.org", roles=(Role.TRAINER,), organisation=HOST
            )
        ]
    )
    assert User.objects.get(email="ines@example.org").memberships.get().role == Role.TRAINER


def test_a_real_site_never_gets_them(db, settings):
    settings.DEVELOPMENT = False
    with pytest.raises(NotInDevelopment):
        load_people(people=PEOPLE)
    with pytest.raises(NotInDevelopment):
        demo.password()
    assert not User.objects.exists()


def test_the_password_is_this_machines_own_unless_chosen(settings):
    first = demo.password()
    assert demo.password() == first
    settings.SECRET_KEY = "another machine"
    assert demo.password() != first
    settings.DEMO_PASSWORD = "chosen-for-the-workshop"
    assert demo.password() == "chosen-for-the-workshop"


def test_a_role_its_organisation_cannot_give_stops_the_whole_load(db):
    wrong = DemoPerson(name="No", email="no@example.org", roles=(Role.EDITOR,), organisation=GROUP)
    with pytest.raises(GrantRefused):
        load_people(people=[*PEOPLE, wrong])
    assert not User.objects.exists()
