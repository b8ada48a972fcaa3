"""The themes an editor chose, in the teller's own words or not: they say which does not fit."""

import pytest

from stories import moderation
from stories.enums import Decision, Stage
from stories.models import Approval, Story, Theme
from stories.themes import forget_terms
from tests.stories.factories import make_user
from tests.stories.views.test_back import at_home
from tests.stories.views.visitor import Visitor

pytestmark = pytest.mark.django_db
SEND = "Send my answer"


def carried(story: Story) -> set[str]:
    return set(story.themes.values_list("slug", flat=True))


def look(visitor: Visitor) -> Visitor:
    return visitor.open("/return/look/")


def test_every_theme_and_content_note_can_be_ticked_and_none_is() -> None:
    visitor, _story = at_home("second_read")
    form = look(visitor).form(SEND)
    assert form.choices["unfitting"] == ["aftercare", "physical-restraint", "cn-restraint"]
    assert "unfitting" not in form.values
    assert "A content note: it warns people before they read." in visitor.text


def test_one_that_does_not_fit_is_enough_to_ask_for_changes() -> None:
    visitor, story = at_home("second_read")
    look(visitor).press(SEND, decision="changes", unfitting="aftercare")
    assert visitor.path == "/return/story/"
    answer = Approval.objects.get()
    assert (answer.decision, answer.unfitting) == (Decision.CHANGES, ["aftercare"])
    assert carried(story) == {"physical-restraint", "cn-restraint"}


def test_a_yes_beside_a_tick_asks_which_is_meant_and_loses_nothing() -> None:
    visitor, story = at_home("second_read")
    look(visitor).press(SEND, decision="approved", unfitting="aftercare", note="Tea.")
    assert "You ticked something that does not fit." in visitor.text
    kept = visitor.form(SEND).values
    assert (kept["unfitting"], kept["decision"], kept["note"]) == ("aftercare", "approved", "Tea.")
    assert not Approval.objects.exists()
    story.refresh_from_db()
    assert story.stage == Stage.WITH_TELLER


def test_a_tick_on_a_version_that_changed_meanwhile_stays_where_the_theme_is_still_there() -> None:
    visitor, story = at_home("second_read")
    old = look(visitor).form(SEND)
    for tick, kept in (("physical-restraint", "physical-restraint"), ("aftercare", None)):
        hand_over_again(story, themes=["physical-restraint"])
        visitor.send(old, decision="changes", unfitting=tick, note="Please.")
        assert "changed while you were reading" in visitor.text
        assert visitor.form(SEND).values.get("unfitting") == kept
        assert visitor.form(SEND).values["note"] == "Please."


def hand_over_again(story: Story, *, themes: list[str]) -> None:
    editor = make_user()
    moderation.send_back(story_id=story.pk, by=editor)
    moderation.take(story_id=story.pk, by=editor)
    title = f"Title {editor.pk}"
    moderation.write_draft(story_id=story.pk, title=title, summary="", themes=themes, by=editor)
    moderation.hand_to_second_reader(story_id=story.pk, by=editor)
    moderation.accept_second_reading(story_id=story.pk, by=make_user())


def test_a_tick_to_a_version_that_is_gone_is_given_back_in_words() -> None:
    visitor, story = at_home("second_read")
    form = look(visitor).form(SEND)
    moderation.send_back(story_id=story.pk, by=make_user())
    visitor.send(form, decision="changes", unfitting="aftercare")
    assert visitor.status == 409
    assert "Aftercare (present or missing)" in visitor.text


def test_in_welsh_they_are_read_in_welsh_and_a_tick_survives_the_switch() -> None:
    visitor, _story = at_home("second_read")
    Theme.objects.filter(slug="aftercare").update(label_cy="Gofal wedyn", definition_cy="Beth ddaeth wedyn.")
    forget_terms()
    form = look(visitor).form(SEND)
    visitor.send(form, unfitting="aftercare", switch_language="cy")
    assert "Gofal wedyn" in visitor.text
    assert "Beth ddaeth wedyn." in visitor.text
    assert "Aftercare" not in visitor.text
    assert "Oes un nad yw’n ffitio?" in visitor.text
    assert visitor.form("Anfon fy ateb").values["unfitting"] == "aftercare"


def test_once_answered_the_themes_are_said_and_nothing_is_asked() -> None:
    visitor, _story = at_home("approved")
    look(visitor)
    assert "It would be found under:" in visitor.text
    assert "Held or physically restrained" in visitor.text
    assert 'name="unfitting"' not in visitor.text
