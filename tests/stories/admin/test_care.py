"""Looking after yourself: only oneself and the leads see the counts, and the reminder stands before the words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from stories import workbench
from tests.stories.factories import make_story, make_user, part_of, sign_in, sit_down

pytestmark = pytest.mark.django_db
CARE = "/admin/stories/care/"


@pytest.fixture(autouse=True)
def one_a_day(settings):
    settings.HEAVY_STORIES_A_DAY = 1


def test_the_question_reminds_and_still_opens(client: Client) -> None:
    editor = make_user(Role.EDITOR)
    for number in range(2):
        story = make_story("sent")
        address = reverse("stories_admin:words", args=[story.pk, part_of(story).pk])
        page = sign_in(client, editor).get(address).content.decode()
        assert ("as many as you wanted" in page) == bool(number)
        assert ("Open it all the same" in page) == bool(number)
        assert "Not this one" in page
        sit = reverse("stories_admin:sit", args=[story.pk])
        client.post(sit, {"why": "anonymising", "next": address})
        assert "Sealed words" in client.get(address).content.decode(), "a reminder is no lock"


def test_a_second_reader_is_reminded_on_the_cover(client: Client) -> None:
    reader = make_user(Role.SECOND_READER)
    first, second = make_story("handed"), make_story("handed")
    sign_in(client, reader).get(reverse("stories_admin:reading", args=[first.pk]))
    page = client.get(reverse("stories_admin:story", args=[second.pk])).content.decode()
    assert "as many as you wanted" in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFEGUARDING_LEAD])
def test_nobody_but_a_lead_sees_anothers_counts(client: Client, role: Role) -> None:
    other = make_user(Role.EDITOR, name="Gwen Pugh")
    address = reverse("stories_admin:care_of", args=[other.pk])
    assert sign_in(client, make_user(role)).get(address).status_code == 403


def test_a_lead_sees_those_who_read_and_nobody_else(client: Client) -> None:
    lead, editor = make_user(Role.SAFEGUARDING_LEAD), make_user(Role.EDITOR, name="Gwen Pugh")
    trainer = make_user(Role.TRAINER, name="Tilda Moss")
    page = sign_in(client, lead).get(CARE).content.decode()
    assert "Gwen Pugh" in page
    assert "Tilda Moss" not in page
    assert client.get(reverse("stories_admin:care_of", args=[editor.pk])).status_code == 200
    assert client.get(reverse("stories_admin:care_of", args=[trainer.pk])).status_code == 404


def test_an_editor_sees_their_own_and_no_list_of_people(client: Client) -> None:
    make_user(Role.EDITOR, name="Gwen Pugh")
    assert "Gwen Pugh" not in sign_in(client, make_user(Role.EDITOR)).get(CARE).content.decode()


@pytest.mark.parametrize(("most", "status"), [("1", 302), ("2", 422), ("", 422), ("x", 422)])
def test_the_limit_is_kept_or_refused(client: Client, most: str, status: int) -> None:
    assert sign_in(client, make_user(Role.EDITOR)).post(CARE, {"most": most}).status_code == status


def test_the_same_queries_for_one_story_and_three(
    client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    lead = make_user(Role.SAFEGUARDING_LEAD)
    sign_in(client, lead)
    for more in (1, 2):
        for _ in range(more):
            story = sit_down_and_open(lead)
        assert story
        client.get(CARE)
        with django_assert_num_queries(15):
            client.get(CARE)


def sit_down_and_open(lead: Any) -> Any:
    story = make_story("written")
    sit_down(story, lead)
    workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=lead)
    return story
