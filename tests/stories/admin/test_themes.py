"""The taxonomy in Wagtail's admin: administrators edit, editors read, and no story ever loses a theme by it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.permissions import policy_registry

from accounts.enums import Role
from stories.models import Theme
from stories.permissions import EDITORS
from stories.themes import all_terms
from tests.stories.factories import make_story, make_themes, make_user, sign_in

pytestmark = pytest.mark.django_db
Pages = Callable[..., Any]


def at(name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_stories_theme:{name}", args=args)


@pytest.fixture
def administering() -> Client:
    make_themes()
    return sign_in(Client(), make_user(Role.ADMINISTRATOR))


def filled(**changes: str) -> dict[str, str]:
    return {
        "label": "Aftercare",
        "label_cy": "Gofal wedyn",
        "slug": "aftercare",
        "group": "experiences",
        "definition": "What came after.",
        "phrases": "cup of tea\r\n\r\n  someone  sat with me \r\ncup of tea",
        "position": "1",
        "active": "on",
    } | changes


def test_phrases_are_written_one_on_a_line(administering: Client) -> None:
    term = Theme.objects.get(slug="aftercare")
    administering.post(at("edit", term.pk), filled())
    term.refresh_from_db()
    assert term.phrases == ["cup of tea", "someone sat with me"]
    assert (term.label_cy, term.definition) == ("Gofal wedyn", "What came after.")
    page = administering.get(at("edit", term.pk)).content.decode()
    assert "cup of tea\nsomeone sat with me</textarea>" in page


def test_slug_and_group_stay_as_they_were_made(administering: Client) -> None:
    """Frozen versions, addresses and cloths name the slug; moved among the content notes, it would be a warning."""
    term = Theme.objects.get(slug="aftercare")
    administering.post(at("edit", term.pk), filled(slug="other", group="content_notes"))
    term.refresh_from_db()
    assert (term.slug, term.group, term.label) == ("aftercare", "experiences", "Aftercare")


def test_a_new_term_can_be_a_kind_of_another(administering: Client) -> None:
    above = Theme.objects.get(slug="aftercare")
    administering.post(at("add"), filled(slug="tea", label="Tea", parent=str(above.pk)))
    assert all_terms()["tea"].parent == "aftercare"
    answer = administering.post(
        at("add"), filled(slug="held-tea", label="Held", group="triggers", parent=str(above.pk))
    )
    assert "Choose a term of the same group" in answer.content.decode()
    assert not Theme.objects.filter(slug="held-tea").exists()


def test_switched_off_it_stays_with_its_stories(administering: Client) -> None:
    story = make_story("published")
    term = Theme.objects.get(slug="aftercare")
    administering.post(at("edit", term.pk), {k: v for k, v in filled().items() if k != "active"})
    assert "aftercare" not in all_terms()
    assert story.themes.filter(slug="aftercare").exists()


def test_nobody_deletes_one() -> None:
    make_themes()
    root = make_user()
    root.is_superuser = True
    root.save()
    policy = policy_registry.get_by_type(Theme)
    term = Theme.objects.get(slug="aftercare")
    for user in (root, make_user(Role.ADMINISTRATOR)):
        assert policy.user_has_permission(user, "change")
        assert not policy.user_has_permission(user, "delete")
        assert not policy.users_with_permission("delete").exists()
        client = sign_in(Client(), user)
        client.post(at("delete", term.pk))
        bulk = reverse("wagtail_bulk_action", args=["stories", "theme", "delete"])
        client.post(f"{bulk}?id={term.pk}&next=/admin/")
    assert Theme.objects.filter(pk=term.pk).exists()


@pytest.mark.parametrize("role", EDITORS)
def test_editors_read_and_change_nothing(role: Role) -> None:
    make_themes()
    term = Theme.objects.get(slug="aftercare")
    client = sign_in(Client(), make_user(role))
    listed = client.get(at("list")).content.decode()
    assert at("inspect", term.pk) in listed
    assert at("edit", term.pk) not in listed
    assert client.get(at("inspect", term.pk)).status_code == 200
    for address in (at("edit", term.pk), at("add")):
        assert client.post(address, filled(label="Changed")).status_code == 302
    assert not Theme.objects.filter(label="Changed").exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRAINER])
def test_others_do_not_come_in(role: Role) -> None:
    make_themes()
    assert sign_in(Client(), make_user(role)).get(at("list")).status_code == 302


def test_what_is_read_has_sources_and_phrases(administering: Client) -> None:
    term = Theme.objects.get(slug="aftercare")
    Theme.objects.filter(pk=term.pk).update(
        phrases=["cup of tea", "sat with me"], source=["seed", "nice_ng10"]
    )
    page = administering.get(at("inspect", term.pk)).content.decode()
    assert "cup of tea, sat with me" in page
    assert "seed, nice_ng10" in page
    assert "seed, nice_ng10" in administering.get(at("edit", term.pk)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(
    administering: Client, number: int, django_assert_num_queries: Pages
) -> None:
    Theme.objects.exclude(slug__in=["physical-restraint", "aftercare", "kindness"][:number]).delete()
    administering.get(at("list"))
    with django_assert_num_queries(LIST_QUERIES):
        page = administering.get(at("list")).content.decode()
    assert sum(at("edit", pk) in page for pk in Theme.objects.values_list("pk", flat=True)) == number


LIST_QUERIES = 11
