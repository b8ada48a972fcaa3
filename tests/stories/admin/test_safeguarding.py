"""The safeguarding pages: a lead's desk, one flag with its guidance, and the one answer with an address."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.enums import Role
from accounts.models import User
from pages.staff_notes import load_staff_notes
from stories import disclosure, safeguarding
from stories.enums import Stage
from stories.flag_enums import DisclosureState, FlagKind, FlagState, SafeguardingStep
from stories.models import ContactDisclosure, SafeguardingFlag, SafeguardingPhrase, Story
from tests.stories.factories import at_time, make_story, make_user, part_of, sign_in, sit_down

pytestmark = pytest.mark.django_db

REACH = "qzxreachxzq@elsewhere.example"
NOTE = "He said a day, qzxnotexzq."
QUERIES = 12  # 9 of them are who is asking and Wagtail's own


@pytest.fixture
def lead(db: None) -> User:
    return make_user(Role.SAFEGUARDING_LEAD, name="Adaeze Thornbury")


@pytest.fixture
def leading(lead: User) -> Client:
    return sign_in(Client(), lead)


def flagged(kind: FlagKind = FlagKind.OTHERS, **wish: object) -> SafeguardingFlag:
    story = make_story("taken", reach=REACH, **wish)
    return safeguarding.raise_flag(story_id=story.pk, kind=kind, by=story.editor, note=NOTE)


def at(name: str, flag: SafeguardingFlag, **more: Any) -> str:
    return reverse(f"stories_admin:{name}", kwargs={"story_id": flag.story_id, "flag_id": flag.pk} | more)


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_flags_as_for_one(
    leading: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _number in range(count):
        flagged()
    address = reverse("stories_admin:flags")
    leading.get(address)
    with django_assert_num_queries(QUERIES):
        page = leading.get(address)
    assert text(page).count('role="rowheader"') == count


def test_the_desk_says_kinds_times_and_codes_and_what_is_overdue(leading: Client, lead: User) -> None:
    with at_time(timezone.now() - safeguarding.LATER["week"]):
        late = flagged()
    page = text(leading.get(reverse("stories_admin:flags")))
    for said in (late.story.reference, "Risk to others", "Overdue", "Adaeze Thornbury", "fewer than two"):
        assert said in page
    assert "qzx" not in page
    safeguarding.take_step(flag_id=late.pk, step=SafeguardingStep.KNOWN, by=lead, words=NOTE)
    assert late.story.reference not in text(leading.get(reverse("stories_admin:flags")))
    cleared = text(leading.get(reverse("stories_admin:flags"), {"state": "cleared"}))
    assert late.story.reference in cleared
    assert "those who protect know already" in cleared


def test_the_first_page_of_a_lead_says_what_is_overdue_and_of_nobody_else(
    leading: Client, editing: Client
) -> None:
    with at_time(timezone.now() - safeguarding.LATER["day"]):
        flag = flagged()
    page = text(leading.get(reverse("wagtailadmin_home")))
    assert "1 flag is overdue" in page
    assert f"{flag.story.reference}: Risk to others" in page
    assert "overdue" not in text(editing.get(reverse("wagtailadmin_home")))


def test_the_queue_shows_it_and_the_storys_page_says_why_it_waits(
    leading: Client, editing: Client, reading: Client, address: Callable[..., str]
) -> None:
    with at_time(timezone.now() - safeguarding.LATER["day"]):
        flag = flagged()
    assert "Safeguarding: overdue" in text(editing.get(address("queue"), {"stage": "safeguarding"}))
    page = text(leading.get(address("story", flag.story)))
    assert at("flag", flag) in page
    assert "The story waits until a safeguarding lead has cleared it" in page
    page = text(editing.get(address("story", flag.story)))
    assert "Risk to others" in page
    assert at("flag", flag) not in page
    page = text(reading.get(address("story", flag.story)))
    assert "A safeguarding flag is open" in page
    assert "Risk to others" not in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SECOND_READER, Role.SAFEGUARDING_LEAD])
def test_whoever_works_with_stories_raises_one(role: Role, address: Callable[..., str]) -> None:
    story, client = make_story("handed"), sign_in(Client(), make_user(role))
    load_staff_notes()
    assert "Before you decide" in text(client.get(address("raise_flag", story)))
    response = client.post(address("raise_flag", story), {"kind": "child", "note": NOTE}, follow=True)
    assert "waits for a safeguarding lead now" in text(response)
    assert Story.objects.get(pk=story.pk).stage == Stage.SAFEGUARDING


def test_a_flag_without_a_kind_keeps_what_was_written(editing: Client, address: Callable[..., str]) -> None:
    story = make_story("taken")
    response = editing.post(address("raise_flag", story), {"note": NOTE})
    assert response.status_code == 422
    assert NOTE in text(response)
    assert not SafeguardingFlag.objects.exists()


def test_a_flag_has_its_guidance_beside_it_and_none_of_its_words(leading: Client) -> None:
    load_staff_notes()
    page = text(leading.get(at("flag", flagged(FlagKind.CHILD))))
    assert page.index("children’s services, or the police") < page.index("Open only what was marked")
    assert "qzx" not in page


def test_taking_a_step_and_clearing_it(leading: Client, lead: User) -> None:
    flag = flagged()
    address = at("flag", flag)
    SafeguardingFlag.objects.update(owner=None)
    leading.post(address, {"take": "1"})
    assert SafeguardingFlag.objects.get().owner == lead
    data = {"step": "1", "step-step": "council", "step-words": NOTE}
    assert "Told the council" in text(leading.post(address, data, follow=True))
    late = {"step": "1", "step-step": "later", "step-later": "week"}
    assert "Set another time" in text(leading.post(address, late, follow=True))
    data = {"clear": "1", "clear-step": "done", "clear-words": NOTE}
    assert "Did what had to be done" in text(leading.post(address, data, follow=True))
    assert Story.objects.get(pk=flag.story_id).stage == Stage.ANONYMISING


@pytest.mark.parametrize(
    "data",
    [
        {"clear": "1", "clear-step": "done"},
        {"clear": "1", "clear-words": NOTE},
        {"clear": "1", "clear-step": "talked", "clear-words": NOTE},
        {"step": "1", "step-step": "later", "step-words": NOTE},
        {"step": "1", "step-step": "done", "step-words": NOTE},
        {"step": "1"},
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_lost(leading: Client, data: dict[str, str]) -> None:
    flag = flagged()
    response = leading.post(at("flag", flag), data)
    assert response.status_code == 422
    assert (NOTE in text(response)) == (NOTE in data.values())
    assert SafeguardingFlag.objects.get().state == FlagState.OPEN


def test_notes_are_opened_by_a_logged_look_of_their_own(leading: Client, lead: User) -> None:
    flag = flagged()
    disclosure.ask_for_contact(flag_id=flag.pk, reason="qzxreasonxzq", by=lead)
    page = text(leading.get(at("flag_notes", flag)))
    assert NOTE in page
    assert "qzxreasonxzq" in page


def test_two_leads_and_one_answer_with_an_address(leading: Client) -> None:
    flag, other = flagged(), sign_in(Client(), make_user(Role.SAFEGUARDING_LEAD))
    said = leading.post(at("ask_contact", flag), {"ask-reason": NOTE}, follow=True)
    assert "Another safeguarding lead has to agree" in text(said)
    row = ContactDisclosure.objects.get()
    own = {"answer-agreed": "yes"}
    refused = leading.post(at("answer_contact", flag, disclosure_id=row.pk), own)
    assert "Somebody else must agree" in text(refused)
    other.post(at("answer_contact", flag, disclosure_id=row.pk), own)
    show = at("show_contact", flag, disclosure_id=row.pk)
    assert leading.get(show).status_code == 405
    assert REACH not in text(other.post(show, follow=True))
    shown = leading.post(show)
    assert REACH in text(shown)
    assert "no-store" in shown["Cache-Control"]
    assert "An e-mail" in text(shown)
    assert REACH not in text(leading.post(show, follow=True))
    for page in ("flag", "flag_notes"):
        assert REACH not in text(leading.get(at(page, flag)))


def test_not_telling_the_teller_wants_a_reason(leading: Client) -> None:
    flag = flagged()
    other = make_user(Role.SAFEGUARDING_LEAD)
    row = disclosure.ask_for_contact(flag_id=flag.pk, reason=NOTE, by=other)
    address = at("answer_contact", flag, disclosure_id=row.pk)
    refused = leading.post(address, {"answer-agreed": "yes", "answer-untold": "on"})
    assert refused.status_code == 422
    assert "must not be told" in text(refused)
    leading.post(address, {"answer-agreed": "yes", "answer-untold": "on", "answer-why_not": "He reads it."})
    row.refresh_from_db()
    assert (row.state, row.tell_teller) == (DisclosureState.AGREED, False)


def test_a_flag_or_a_wish_of_another_story_is_not_found(leading: Client, lead: User) -> None:
    flag, other = flagged(), flagged()
    row = disclosure.ask_for_contact(flag_id=other.pk, reason=NOTE, by=lead)
    kwargs = {"story_id": flag.story_id, "flag_id": other.pk}
    assert leading.get(reverse("stories_admin:flag", kwargs=kwargs)).status_code == 404
    for name in ("answer_contact", "show_contact"):
        assert leading.post(at(name, flag, disclosure_id=row.pk)).status_code == 404


def test_what_the_list_found_stands_on_the_sealed_screen_and_nowhere_else(
    leading: Client, lead: User, address: Callable[..., str]
) -> None:
    SafeguardingPhrase.objects.create(phrase="end my ... tonight", kind=FlagKind.SELF)
    story = make_story("taken", text="I shall end my long way tonight.", hide=())
    [flag] = safeguarding.look_through(story_id=story.pk)
    sit_down(story, lead)
    opened = text(leading.get(address("words", story)))
    assert "What the list of phrases found here" in opened
    assert "<strong>end my long way tonight</strong>" in opened
    for page in (
        at("flag", flag),
        at("flag_notes", flag),
        reverse("stories_admin:flags"),
        address("story", story),
    ):
        assert "long way tonight" not in text(leading.get(page))
    other = make_story("taken", text="I shall end my long way tonight.", hide=())
    sit_down(other, lead)
    assert "What the list" not in text(leading.get(address("words", other)))
    assert part_of(story).pk in {part.pk for part in flag.parts.all()}


def test_only_leads_change_the_list_of_phrases(leading: Client, editing: Client) -> None:
    from accounts.loading import load_roles

    load_roles()
    address = reverse("wagtailsnippets_stories_safeguardingphrase:add")
    assert editing.get(address).status_code == 302
    assert leading.get(address).status_code == 200
    refused = leading.post(address, {"phrase": "... now", "kind": "self", "active": "on"})
    assert "Three dots may only stand between" in text(refused)
    leading.post(address, {"phrase": "still works there", "kind": "ongoing", "active": "on"})
    row = SafeguardingPhrase.objects.get()
    delete = reverse("wagtailsnippets_stories_safeguardingphrase:delete", args=[row.pk])
    leading.post(delete)
    assert SafeguardingPhrase.objects.count() == 1
