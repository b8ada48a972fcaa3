"""Wagtail's own lists: stories and ledgers to look at, and no way round the domain through them."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex, Revision
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from accounts.enums import Role
from stories.models import ConsentRecord, Release, Story, Theme, Trust
from stories.release import list_website, read_website
from stories.themes import theme_label
from tests.stories.factories import TEXT, TITLE, make_story, make_themes, make_trust, make_user, sign_in

pytestmark = pytest.mark.django_db
ACTIONS = ("add", "change", "delete", "publish", "lock", "unlock")
GONE = (
    "add",
    "edit",
    "delete",
    "copy",
    "history",
    "usage",
    "inspect",
    "unpublish",
    "lock",
    "unlock",
    "revisions_revert",
    "revisions_compare",
    "workflow_action",
)
NOT_IN_WAGTAIL = (
    "SealedPart",
    "StoryVersion",
    "StoryDraft",
    "Redaction",
    "Approval",
    "Submission",
    "Teller",
    "Withdrawal",
)


def test_the_list_of_stories_has_codes_and_leads_to_their_pages(editing: Client) -> None:
    story = make_story("published")
    page = editing.get(reverse("wagtailsnippets_stories_story:list")).content.decode()
    assert story.reference in page
    assert reverse("stories_admin:story", args=[story.pk]) in page
    assert TITLE not in page
    assert TEXT[:15] not in page
    assert 'type="checkbox"' not in page.split("<table", 1)[1].split("</table>")[0], "no bulk actions"


@pytest.mark.parametrize("name", GONE)
def test_wagtail_has_no_other_page_for_stories(name: str) -> None:
    for values in ([], [uuid4()], [uuid4(), 1]):
        with pytest.raises(NoReverseMatch):
            reverse(f"wagtailsnippets_stories_story:{name}", args=values)


def test_no_chooser_for_stories() -> None:
    addresses = str(get_resolver().reverse_dict) + str(list(get_resolver().namespace_dict))
    assert "wagtailsnippetchoosers_stories_story" not in addresses
    assert Story in get_snippet_models()


@pytest.mark.parametrize("model", [Story, ConsentRecord, Release])
@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_may_do_anything_to_them_through_wagtail(model: type, action: str) -> None:
    policy = policy_registry.get_by_type(model)
    root = make_user()
    root.is_superuser = True
    root.save()
    for user in (root, make_user(Role.EDITOR), make_user(Role.ADMINISTRATOR)):
        assert not policy.user_has_permission(user, action)
    assert not policy.users_with_permission(action).exists()


def test_only_editors_may_look() -> None:
    policy = policy_registry.get_by_type(Story)
    editor, other = make_user(Role.EDITOR), make_user(Role.COORDINATOR)
    assert policy.user_has_permission(editor, "view")
    assert not policy.user_has_permission(other, "view")
    assert list(policy.users_with_permission("view")) == [editor]


def test_bulk_delete_is_refused(editing: Client) -> None:
    story = make_story("sent")
    address = reverse("wagtail_bulk_action", args=["stories", "story", "delete"])
    editing.post(f"{address}?id={story.pk}&next=/admin/")
    assert Story.objects.filter(pk=story.pk).exists()


def test_wagtails_publish_shows_nothing() -> None:
    """Even if somebody got that far: Wagtail's flag, and its publish action, open no gate."""
    story, editor = make_story("handed"), make_user(Role.EDITOR)
    revision = story.save_revision(user=editor)
    with pytest.raises(PublishPermissionError):
        revision.publish(user=editor)
    revision.publish()
    Story.objects.filter(pk=story.pk).update(live=True)
    assert read_website(story_id=story.pk) is None
    assert list_website().stories == []


def test_a_revision_holds_no_word() -> None:
    story = make_story("handed")
    story.save_revision()
    content = str(Revision.objects.get().content)
    assert not any(word in content for word in ("Larch", "Hale", "cleaner", TITLE))


@pytest.mark.parametrize("name", NOT_IN_WAGTAIL)
def test_sealed_models_have_no_screen_of_wagtails(name: str) -> None:
    model = apps.get_model("stories", name)
    assert model not in get_snippet_models()
    assert AdminURLFinder().get_edit_url(model(pk=1)) is None


def test_wagtail_indexes_no_reference_to_or_from_stories() -> None:
    make_story("published")
    assert not ReferenceIndex.objects.exists()


def test_the_finder_leads_editors_to_the_storys_page() -> None:
    story = make_story("sent")
    assert AdminURLFinder(make_user(Role.EDITOR)).get_edit_url(story) == reverse(
        "stories_admin:story", args=[story.pk]
    )
    assert AdminURLFinder(make_user(Role.TRAINER)).get_edit_url(story) is None


def test_ledgers_have_codes_days_and_no_word(editing: Client) -> None:
    story = make_story("published")
    for name in ("consents:index", "releases:index"):
        page = editing.get(reverse(name)).content.decode()
        assert story.reference in page
        assert TITLE not in page
        assert "just now" not in page.lower()
    assert "?export=" not in page


@pytest.mark.parametrize("name", ["wagtailsnippets_stories_story:list", "consents:index", "releases:index"])
def test_an_export_asked_for_by_address_is_empty(editing: Client, name: str) -> None:
    story = make_story("published")
    response = editing.get(reverse(name), {"export": "csv"})
    exported = b"".join(response.streaming_content if response.streaming else [response.content]).decode()
    assert TITLE not in exported
    assert response["Content-Type"].startswith("text/html") or story.reference not in exported


@pytest.mark.parametrize("model", ["theme", "trust"])
def test_reference_data_is_for_administrators(client: Client, model: str) -> None:
    make_themes()
    make_trust()
    row = (Theme if model == "theme" else Trust).objects.first()
    sign_in(client, make_user(Role.EDITOR))
    assert client.get(reverse(f"wagtailsnippets_stories_{model}:edit", args=[row.pk])).status_code == 302
    sign_in(client, make_user(Role.ADMINISTRATOR))
    assert client.get(reverse(f"wagtailsnippets_stories_{model}:list")).status_code == 200
    assert client.get(reverse(f"wagtailsnippets_stories_{model}:edit", args=[row.pk])).status_code == 200
    assert client.post(reverse(f"wagtailsnippets_stories_{model}:delete", args=[row.pk])).status_code == 302
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_changed_theme_shows_at_once(client: Client) -> None:
    make_themes()
    theme = Theme.objects.get(slug="aftercare")
    assert theme_label(slug="aftercare") == theme.label
    sign_in(client, make_user(Role.ADMINISTRATOR))
    data = {
        "label": "Care afterwards",
        "slug": "aftercare",
        "group": theme.group,
        "definition": "",
        "phrases": "[]",
        "position": "1",
        "active": "on",
    }
    client.post(reverse("wagtailsnippets_stories_theme:edit", args=[theme.pk]), data)
    assert theme_label(slug="aftercare") == "Care afterwards"


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.EDITOR, True), (Role.SECOND_READER, True), (Role.COORDINATOR, False)]
)
def test_the_menu_and_the_first_page(client: Client, role: Role, shown: bool) -> None:
    make_story("sent")
    page = sign_in(client, make_user(role)).get(reverse("wagtailadmin_home")).content.decode()
    assert (reverse("stories_admin:queue") in page) == shown
    assert ("Stories waiting" in page) == shown
