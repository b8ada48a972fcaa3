"""A teller whose story cannot be used: why, what they can do, and asking somebody else. Without JavaScript."""

import pytest
from django.conf import settings

from accounts.enums import Role
from stories import refusals
from stories.downloads import everything_of
from stories.enums import Stage
from stories.models import RefusalReason, Story, Teller
from stories.replies import load_replies
from tests.stories.factories import make_story, make_teller, make_user
from tests.stories.views.visitor import Visitor

pytestmark = pytest.mark.django_db

OWN = "Each line of it names him."


@pytest.fixture
def teller(db: None) -> tuple[Teller, str]:
    load_replies()
    return make_teller()


@pytest.fixture
def story(teller: tuple[Teller, str]) -> Story:
    story = make_story("taken", teller=teller[0])
    reason = RefusalReason.objects.get(slug="names-are-the-point")
    refusals.turn_down(story_id=story.pk, reason_id=reason.pk, words=OWN, by=story.editor)
    return story


@pytest.fixture
def back(visitor: Visitor, teller: tuple[Teller, str], story: Story) -> Visitor:
    return visitor.open("/return/").press("Open my page", words=teller[1])


def test_their_page_says_so_and_offers_nothing_that_leads_nowhere(back: Visitor) -> None:
    assert "We cannot use your story" in back.text
    assert "Where it stands" not in back.text
    assert "Add something to your story" not in back.text
    assert "1 new message from the editors" in back.text
    assert "Take my story back" in back.text


def test_why_and_what_they_can_do_and_asking_somebody_else(back: Visitor, story: Story) -> None:
    back.open("/return/turned-down/")
    for words in (OWN, "We name nobody", "An advocate can help you", "take it back and have it erased"):
        assert words in back.text
    back.press("Ask somebody else to look", text="I took him out.")
    assert Story.objects.get(pk=story.pk).stage == Stage.APPEAL
    assert "I took him out." in back.text
    assert "They have not decided yet" in back.text
    assert not back.has_button("Ask somebody else to look")
    assert "You asked somebody else to look at it" in back.open("/return/story/").text


@pytest.mark.parametrize("upheld", [True, False])
def test_the_answer_comes_back_with_its_reason(upheld: bool, back: Visitor, story: Story) -> None:
    refusals.appeal(submission_id=story.pk, words="")
    other = make_user(Role.EDITOR)
    refusals.decide_appeal(story_id=story.pk, upheld=upheld, words="I read it twice.", by=other)
    back.open("/return/turned-down/")
    assert "I read it twice." in back.text
    assert ("We cannot use your story" in back.text) == upheld
    assert not back.has_button("Ask somebody else to look")
    page = back.open("/return/story/").text
    assert ("Somebody else has looked at it too" in page) == upheld
    assert ("We can use it after all" in page) != upheld


def test_asked_on_another_page_meanwhile_what_was_typed_stays(back: Visitor, story: Story) -> None:
    form = back.open("/return/turned-down/").form("Ask somebody else to look")
    refusals.appeal(submission_id=story.pk, words="First.")
    refusals.decide_appeal(story_id=story.pk, upheld=True, words="No.", by=make_user(Role.EDITOR))
    back.send(form, button="Ask somebody else to look", text="Second, typed.")
    assert back.status == 200
    assert "Somebody else has looked already" in back.text
    assert "Second, typed." in back.text


def test_too_much_is_said_and_kept(back: Visitor) -> None:
    back.open("/return/turned-down/").press("Ask somebody else to look", text="long " * 600)
    assert "Please say it in fewer words" in back.text
    assert "long long long" in back.text


def test_in_welsh(back: Visitor) -> None:
    back.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    page = back.open("/return/turned-down/").text
    for words in ("Allwn ni ddim defnyddio eich stori", "Dydyn ni’n enwi neb", "Gofyn i rywun arall edrych"):
        assert words in page


def test_a_story_that_was_not_turned_down_has_no_such_page(
    visitor: Visitor, teller: tuple[Teller, str]
) -> None:
    make_story("taken", teller=teller[0])
    visitor.open("/return/").press("Open my page", words=teller[1])
    assert visitor.open("/return/turned-down/").path == "/return/story/"


def test_nobody_elses_is_shown(story: Story) -> None:
    teller, words = make_teller()
    make_story("taken", teller=teller)
    stranger = Visitor().open("/return/").press("Open my page", words=words)
    assert OWN not in stranger.open("/return/turned-down/").text


def test_it_is_in_the_download(back: Visitor, story: Story) -> None:
    [section] = [each for each in everything_of(story_id=story.pk) if each.name == "turned_down"]
    assert section.kept.data["what the editor wrote"] == OWN
