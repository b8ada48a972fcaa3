"""Who could see your story? A page that stops nobody."""

import pytest

from accounts.enums import Role
from stories.models import Story, Understanding
from tests.stories.factories import make_user, sign_in, sit_down
from tests.stories.views.visitor import WORDS, Visitor

pytestmark = pytest.mark.django_db
PAGE = "/tell/agree/who-might-see/"


@pytest.fixture
def asked(visitor: Visitor) -> Visitor:
    visitor.open("/tell/").press("Start telling").press("Save and go on", text=WORDS)
    visitor.open("/tell/agree/").press("Ask me", adult="on")
    visitor.open("/tell/agree/website/").press("Save my answer", answer="1")
    return visitor.open(PAGE)


def test_a_right_pick_goes_on(asked: Visitor) -> None:
    asked.press("Save my answer", who="website")
    assert asked.path == "/tell/check/"
    assert Understanding.objects.get().sealed_words is None


def test_a_wrong_pick_shows_what_the_answers_mean_and_goes_on_all_the_same(asked: Visitor) -> None:
    asked.press("Save my answer", who="nobody")
    assert asked.status == 200
    assert "This is what your answers mean" in asked.text
    world = asked.text.split("Anyone in the world")[1].split("</div>")[0]
    assert "could see it" in world
    assert "/tell/agree/website/" in world
    press = asked.text.split("People who read newspapers")[1].split("</div>")[0]
    assert "will not see it" in press
    assert "/tell/agree/press/" not in press, "what was picked right is not asked again"
    assert 'href="/tell/check/"' in asked.text
    for word in ("wrong", "mistake", "error", "incorrect"):
        assert word not in asked.text.split("<main")[1].split("</main>")[0].lower()


def test_it_can_be_left_out_and_sending_needs_no_answer(asked: Visitor) -> None:
    asked.press("Save my answer")
    assert asked.path == "/tell/check/"
    asked.press("Send my story")
    assert Story.objects.count() == 1


def test_words_are_kept_for_the_teller_and_shown_to_an_editor(asked: Visitor) -> None:
    asked.press("Save my answer", words="Anyone with a phone.")
    assert "Anyone with a phone." in asked.open(PAGE).text
    asked.open("/tell/check/").press("Send my story")
    story = Story.objects.get()
    editor = sign_in(Visitor().client, sit_down(story, make_user(Role.EDITOR)))
    reader = sign_in(Visitor().client, make_user(Role.SECOND_READER))
    assert b"Open who they think could see it" in editor.get(f"/admin/stories/{story.pk}/").content
    assert b"Anyone with a phone." in editor.get(f"/admin/stories/{story.pk}/understanding/").content
    assert reader.get(f"/admin/stories/{story.pk}/understanding/").status_code == 403


def test_a_choice_that_is_not_there_loses_no_words(asked: Visitor) -> None:
    asked.press("Save my answer", who="<everyone>", words="Mine.")
    assert asked.status == 200
    assert "Pick from the list" in asked.text
    assert asked.form("Save my answer").values["words"] == "Mine."
