"""The first page shows the campaigns that their groups show, and no others."""

import pytest
from django.test import RequestFactory

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from campaigns.home import SHOWN, show_home_campaigns
from campaigns.models import Campaign

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


@pytest.fixture
def group():
    return Organisation.objects.create(name="Larch Voices", slug="larch-voices", kind=OrganisationKind.GROUP)


def make_campaign(group, number, *, public=True):
    return Campaign.objects.create(
        organisation=group,
        name=f"Open door {number}",
        slug=f"open-door-{number}",
        trust_code="ZZT",
        aim="x",
        public=public,
    )


def show():
    return show_home_campaigns(RequestFactory().get("/"), {})


def test_nothing_public_is_an_empty_string(group):
    make_campaign(group, 1, public=False)
    assert show() == ""


def test_private_campaigns_stay_private(group):
    make_campaign(group, 1)
    make_campaign(group, 2, public=False)
    words = show()
    assert "Open door 1" in words
    assert "Larch Voices" in words
    assert "Open door 2" not in words


@pytest.mark.parametrize("number", [1, 3, 5])
def test_few_are_shown_in_one_query(group, number, django_assert_num_queries):
    for place in range(number):
        make_campaign(group, place)
    with django_assert_num_queries(1):
        assert show().count("<li>") == min(number, SHOWN)
