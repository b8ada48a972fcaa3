"""How we may reach you: kept only with a yes, and whatever is typed, never lost and never a server error."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.enums import Role
from stories.contact import contact_wish
from stories.enums import Purpose
from stories.models import ContactWish, Story
from tests.stories.factories import make_story, make_teller, make_user, sign_in
from tests.stories.views.test_fuzz import ANYTHING
from tests.stories.views.visitor import Visitor, come_back, tell_story

pytestmark = pytest.mark.django_db
ADDRESS = "qzxmara@elsewhere.example"


@pytest.fixture
def agreed() -> tuple[Visitor, Story]:
    teller, words = make_teller()
    story = make_story("sent", teller=teller, purposes=[Purpose.CONTACT])
    return come_back(words).open("/return/contact/"), story


def test_without_a_yes_there_is_no_form(visitor: Visitor) -> None:
    tell_story(visitor)
    visitor.open("/return/contact/")
    assert "so we keep no address" in visitor.text
    assert not visitor.has_button("Keep this, sealed")


def test_it_is_kept_shown_to_its_teller_and_erased(agreed: tuple[Visitor, Story]) -> None:
    visitor, story = agreed
    visitor.press("Keep this, sealed", channel="email", address=ADDRESS, avoid="night", say_where="on")
    assert f"We keep this for you, sealed: {ADDRESS}" in visitor.text
    kept = contact_wish(submission_id=story.pk)
    assert kept is not None
    assert (kept.channel, kept.address, kept.avoid, kept.say_where) == ("email", ADDRESS, ("night",), True)
    visitor.press("Erase it")
    assert not ContactWish.objects.exists()


def test_while_telling_as_well(visitor: Visitor) -> None:
    visitor.open("/tell/").press("Start telling").open("/tell/agree/").press("Ask me", adult="on")
    visitor.open("/tell/agree/contact/").press("Save my answer", answer="1")
    visitor.open("/tell/contact/").press("Keep this", channel="phone", address="07700 900123")
    assert "07700 900123" in visitor.text
    assert ContactWish.objects.count() == 1


def test_nobody_here_is_shown_it(agreed: tuple[Visitor, Story]) -> None:
    visitor, story = agreed
    visitor.press("Keep this, sealed", channel="email", address=ADDRESS)
    for role in Role:
        client = sign_in(Visitor().client, make_user(role))
        for page in (f"/admin/stories/{story.pk}/", "/admin/stories/queue/", "/admin/"):
            assert ADDRESS.encode() not in client.get(page, follow=True).content


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("address", "not an address", "does not look like an e-mail address"),
        ("address", "", "Write the address or number"),
        ("address", f"{ADDRESS}\r\nBcc: other@example.org", "does not look like an e-mail address"),
        ("channel", "pigeon", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    agreed: tuple[Visitor, Story], field: str, typed: str, said: str
) -> None:
    visitor, _story = agreed
    right = {"channel": "email", "address": ADDRESS, "avoid": "night"}
    visitor.press("Keep this, sealed", **{**right, field: typed})
    assert visitor.status == 200
    assert said in visitor.text
    assert not ContactWish.objects.exists()
    assert visitor.form("Keep this").values["avoid"] == "night"


def test_whatever_is_typed_is_no_server_error(agreed: tuple[Visitor, Story]) -> None:
    visitor, _story = agreed
    visitor.client.raise_request_exception = False
    form = visitor.form("Keep this")

    @hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(name=st.sampled_from(["channel", "address", "avoid", "say_where"]), value=ANYTHING)
    def try_it(name: str, value: str) -> None:
        with transaction.atomic():
            visitor.send(form, **{"channel": "email", "address": ADDRESS, name: value})
            assert visitor.status == 200
            transaction.set_rollback(True)

    try_it()
