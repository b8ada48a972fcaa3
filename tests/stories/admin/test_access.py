"""Every editors' page, asked by everybody. The list comes from the URL configuration: a new page is in it by itself."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from common import audit
from stories.admin.urls import urlpatterns
from stories.models import Story
from tests.stories.factories import make_story, make_user, part_of, sign_in

pytestmark = pytest.mark.django_db

# The words of consent are an administrator's, and no editor's.
WORDING = {"wordings", "begin_wording", "wording", "finish_wording"}
NAMES = [pattern.name for pattern in urlpatterns if pattern.name not in WORDING]
NOT_THEIRS = [Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR]
# A page for ANONYMISERS: second readers are refused like everybody else.
SEALED = {"sit", "words", "rest", "hide", "undo", "note", "describe", "messages", "picture", "understanding"}
SEALED |= {"turn_down", "appeal", "reading_notes", "people"}
# Pages of a safeguarding lead alone: editors are refused as well.
LEADS = {"care_of", "flags", "flag", "flag_notes", "ask_contact", "answer_contact", "show_contact"}
CONTACT = {"ask_contact", "answer_contact", "show_contact"}
POST_ONLY = {"step", "not_this", "after_all", "rest", "hide", "undo", *CONTACT}
LISTS = ["wagtailsnippets_stories_story:list", "consents:index", "releases:index"]


def fill(name: str, story: Story) -> str:
    pattern = next(each for each in urlpatterns if each.name == name)
    values = {"story_id": story.pk, "part_id": part_of(story).pk, "slug": "take", "approval_id": 1}
    values |= {"flag_id": 1, "disclosure_id": 1, "user_id": story.editor_id}
    wanted = pattern.pattern.converters
    return reverse(f"stories_admin:{name}", kwargs={key: values[key] for key in wanted})


def ask(client: Client, name: str, story: Story) -> int:
    method = client.post if name in POST_ONLY else client.get
    return method(fill(name, story)).status_code


@pytest.mark.parametrize("name", NAMES)
def test_nobody_gets_in_without_signing_in(client: Client, name: str) -> None:
    response = client.get(fill(name, make_story("written")))
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/?next=/admin/stories/")


@pytest.mark.parametrize("role", NOT_THEIRS)
@pytest.mark.parametrize("name", NAMES)
def test_other_roles_are_refused(client: Client, name: str, role: Role) -> None:
    story = make_story("written")
    before = audit.entries_for(story.pk).count()
    assert ask(sign_in(client, make_user(role)), name, story) == 403
    assert audit.entries_for(story.pk).count() == before


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
@pytest.mark.parametrize("name", sorted(WORDING))
def test_nobody_but_an_administrator_words_consent(client: Client, name: str, role: Role) -> None:
    pattern = next(each for each in urlpatterns if each.name == name)
    address = reverse(f"stories_admin:{name}", kwargs=dict.fromkeys(pattern.pattern.converters, 1))
    assert client.get(address).status_code == 302
    assert sign_in(client, make_user(role)).get(address).status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SECOND_READER])
@pytest.mark.parametrize("name", sorted(LEADS))
def test_what_is_about_safeguarding_is_for_its_leads(client: Client, name: str, role: Role) -> None:
    assert ask(sign_in(client, make_user(role)), name, make_story("written")) == 403


@pytest.mark.parametrize("name", sorted(SEALED))
def test_a_second_reader_never_opens_sealed_words(client: Client, name: str) -> None:
    assert ask(sign_in(client, make_user(Role.SECOND_READER)), name, make_story("written")) == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SAFEGUARDING_LEAD])
@pytest.mark.parametrize(
    "name",
    [
        name
        for name in NAMES
        if name
        not in POST_ONLY
        | LEADS
        | {"note", "appeal", "reading", "reading_notes", "messages", "picture", "understanding"}
    ],
)
def test_editors_get_in_and_no_browser_keeps_it(client: Client, name: str, role: Role) -> None:
    response = sign_in(client, make_user(role)).get(fill(name, make_story("written")))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in SEALED | LEADS | POST_ONLY | {"reading"}]
)
def test_second_readers_get_in_where_nothing_is_sealed(client: Client, name: str) -> None:
    response = sign_in(client, make_user(Role.SECOND_READER)).get(fill(name, make_story("written")))
    assert response.status_code == 200


def test_a_superuser_without_a_role_is_refused(client: Client) -> None:
    root = make_user()
    root.is_staff = root.is_superuser = True
    root.save()
    sign_in(client, root)
    story = make_story("written")
    assert {name: ask(client, name, story) for name in NAMES} == dict.fromkeys(NAMES, 403)


@pytest.mark.parametrize("role", NOT_THEIRS)
@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_for_editors_only(client: Client, name: str, role: Role) -> None:
    make_story("published")
    assert sign_in(client, make_user(role)).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_a_story_that_is_not_there(client: Client, name: str) -> None:
    if name in ("queue", "flags", "care", "care_of"):
        return
    sign_in(client, make_user(Role.SAFEGUARDING_LEAD))
    story = make_story("written")
    address = fill(name, story).replace(str(story.pk), str(uuid.uuid4()))
    data = {"words": "x", "kind": "person", "action": "mask"}
    response = client.post(address, data) if name in POST_ONLY else client.get(address)
    assert response.status_code == 404


def test_a_part_of_another_story_is_not_opened(client: Client, address: Callable[..., str]) -> None:
    mine, other = make_story("written"), make_story("written", text="Another story altogether.")
    sign_in(client, make_user(Role.EDITOR))
    response = client.get(address("words", mine, part_id=part_of(other).pk))
    assert response.status_code == 404
