"""The editor's table: every look logged, only the story's own editor decides, nothing in the log but codes."""

import pytest

from accounts.enums import Role
from accounts.models import User
from common import audit
from common.jobs.registry import replaced
from common.vault.keys import KeyDestroyed
from stories import moderation, workbench
from stories.enums import PartKind, RedactionAction, RedactionKind, Stage
from stories.models import Redaction, SealedPart, Story
from stories.moderation import StageRefused
from stories.redaction import RedactionRefused, safe_text
from stories.workbench import Choice
from tests.stories.factories import look_through, make_story, make_user, part_of, sit_down

pytestmark = pytest.mark.django_db
TEXT = "Ann held Bo. Then ann left. Anna stayed."


@pytest.fixture
def story() -> Story:
    return make_story("taken", text=TEXT)


def choose(words: str, **more: object) -> Choice:
    given = {"kind": RedactionKind.PERSON, "action": RedactionAction.MASK} | more
    return Choice(words=words, **given)  # type: ignore[arg-type]


def hide(story: Story, choice: Choice, by: User | None = None) -> int:
    return workbench.hide(story_id=story.pk, part_id=part_of(story).pk, choice=choice, by=by or story.editor)


def actions(story: Story) -> list[str]:
    return [entry.action for entry in audit.entries_for(story.pk)]


def test_opening_is_logged_with_the_part_only(story: Story) -> None:
    part = part_of(story)
    opened = workbench.open_words(story_id=story.pk, part_id=part.pk, by=story.editor)
    entry = audit.entries_for(story.pk).first()
    assert (entry.action, entry.user, entry.data) == (
        "heard.read_sealed",
        story.editor,
        {"part": str(part.pk), "extent": "all", "why": "anonymising"},
    )
    assert "".join(piece.words for piece in opened.pieces) == TEXT


def test_every_look_is_logged(story: Story) -> None:
    for _ in range(3):
        workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=story.editor)
    assert actions(story).count("heard.read_sealed") == 3


@pytest.mark.parametrize("state", ["handed", "withdrawn"])
def test_words_are_closed_at_the_second_reading_and_after_the_end(state: str) -> None:
    story = make_story(state)
    part = part_of(story)
    with pytest.raises(StageRefused, match=str(story.get_stage_display())):
        workbench.open_words(story_id=story.pk, part_id=part.pk, by=make_user(Role.SAFEGUARDING_LEAD))
    assert "heard.read_sealed" not in actions(story)


def test_nothing_is_left_to_open_after_an_erasure() -> None:
    story = make_story("taken")
    part = part_of(story)
    from common.vault.keys import destroy_key

    destroy_key(owner=story.pk)
    with pytest.raises(KeyDestroyed):
        workbench.open_words(story_id=story.pk, part_id=part.pk, by=story.editor)


def test_a_selection_hides_exactly_itself(story: Story) -> None:
    assert hide(story, choose("ann", start=18, end=21)) == 1
    assert safe_text(part=part_of(story)) == "Ann held Bo. Then […] left. Anna stayed."


def test_a_selection_and_everywhere(story: Story) -> None:
    assert hide(story, choose("ann", start=18, end=21, everywhere=True)) == 2
    assert safe_text(part=part_of(story)) == "[…] held Bo. Then […] left. Anna stayed."


def test_part_of_a_word_can_be_hidden_by_selecting_it(story: Story) -> None:
    assert hide(story, choose("nna", start=29, end=32, everywhere=True)) == 1
    assert safe_text(part=part_of(story)).endswith("A[…] stayed.")


def test_written_words_are_hidden_throughout_the_part(story: Story) -> None:
    choice = choose("Ann", action=RedactionAction.STAND_IN, replacement="Mai")
    assert hide(story, choice) == 2
    assert safe_text(part=part_of(story)) == "Mai held Bo. Then Mai left. Anna stayed."


def test_everywhere_reaches_every_part() -> None:
    with replaced("transcribe_recording", lambda run: None):
        story = make_story("taken", text="Ann came.", recording=b"sound", transcript="And Ann went.")
    assert hide(story, choose("Ann", everywhere=True)) == 2
    assert {safe_text(part=part) for part in SealedPart.objects.all()} == {"[…] came.", "And […] went."}


def test_only_this_part_when_not_everywhere() -> None:
    with replaced("transcribe_recording", lambda run: None):
        story = make_story("taken", text="Ann came.", recording=b"sound", transcript="And Ann went.")
    written = SealedPart.objects.get(kind=PartKind.WRITTEN)
    choice = choose("Ann")
    workbench.hide(story_id=story.pk, part_id=written.pk, choice=choice, by=story.editor)
    assert safe_text(part=SealedPart.objects.get(kind=PartKind.AUDIO)) == "And Ann went."


def test_a_decision_is_logged_without_the_words(story: Story) -> None:
    hide(story, choose("Ann", action=RedactionAction.STAND_IN, replacement="Mai", everywhere=True))
    entry = audit.entries_for(story.pk).first()
    assert entry.action == "heard.redact"
    assert entry.data == {"part": str(part_of(story).pk), "kind": "person", "places": 2}


@pytest.mark.parametrize(
    "choice",
    [
        choose("Zed", everywhere=True),
        choose("nna", everywhere=True),
        choose("Ann", start=4, end=7),
        choose("Ann", start=0, end=9_999),
        choose("Ann", action=RedactionAction.GENERALISE),
    ],
)
def test_what_cannot_be_hidden_is_refused_without_repeating_it(story: Story, choice: Choice) -> None:
    with pytest.raises(RedactionRefused) as refusal:
        hide(story, choice)
    assert choice.words not in str(refusal.value)
    assert not Redaction.objects.exists()
    assert "heard.redact" not in actions(story)


def test_hiding_twice_changes_nothing(story: Story) -> None:
    hide(story, choose("Ann", everywhere=True))
    with pytest.raises(RedactionRefused):
        hide(story, choose("Ann", everywhere=True))
    with pytest.raises(RedactionRefused):
        hide(story, choose("Ann", start=0, end=3))
    assert Redaction.objects.count() == 2


def test_showing_again_restores_exactly(story: Story) -> None:
    hide(story, choose("Ann", everywhere=True))
    ids = list(Redaction.objects.values_list("pk", flat=True))
    assert workbench.show_again(story_id=story.pk, redaction_ids=ids, by=story.editor) == 2
    assert safe_text(part=part_of(story)) == TEXT
    assert workbench.show_again(story_id=story.pk, redaction_ids=ids, by=story.editor) == 0
    assert actions(story).count("heard.unredact") == 1


def test_decisions_of_another_story_stay(story: Story) -> None:
    other = make_story("written")
    ids = list(Redaction.objects.values_list("pk", flat=True))
    assert ids
    assert workbench.show_again(story_id=story.pk, redaction_ids=ids, by=story.editor) == 0
    assert Redaction.objects.filter(part__submission_id=other.pk).count() == len(ids)


def test_somebody_else_decides_nothing(story: Story) -> None:
    stranger = make_user(Role.EDITOR)
    with pytest.raises(StageRefused, match=str(story.editor)):
        hide(story, choose("Ann"), by=stranger)
    with pytest.raises(StageRefused):
        workbench.show_again(story_id=story.pk, redaction_ids=[1], by=stranger)
    with pytest.raises(StageRefused):
        workbench.describe(story_id=story.pk, title="T", summary="", themes=[], by=stranger)


def test_nobody_decides_before_it_is_taken() -> None:
    story = make_story("sent", text=TEXT)
    with pytest.raises(StageRefused, match="Take this story"):
        hide(story, choose("Ann"), by=make_user(Role.EDITOR))


@pytest.mark.parametrize("state", ["handed", "second_read", "approved", "published", "held"])
def test_nothing_changes_once_it_is_handed_over(state: str) -> None:
    story = make_story(state)
    before = safe_text(part=part_of(story))
    with pytest.raises(StageRefused):
        hide(story, choose("nine", everywhere=True))
    assert safe_text(part=part_of(story)) == before


def test_a_hold_opens_no_words_that_the_second_reading_closed() -> None:
    reading, published = make_story("handed"), make_story("published")
    for story in (reading, published):
        moderation.hold(story_id=story.pk, by=story.editor)
    editor = sit_down(published, make_user(Role.EDITOR))
    with pytest.raises(StageRefused):
        workbench.open_words(story_id=reading.pk, part_id=part_of(reading).pk, by=editor)
    assert workbench.open_words(story_id=published.pk, part_id=part_of(published).pk, by=editor).pieces


def test_decisions_are_grouped_by_how_the_words_are_hidden(story: Story) -> None:
    hide(story, choose("Ann", action=RedactionAction.STAND_IN, replacement="Mai"))
    hide(story, choose("Bo"))
    opened = workbench.look_again(story_id=story.pk, part_id=part_of(story).pk)
    assert [(each.words, each.replacement, len(each.ids)) for each in opened.hidden] == [
        ("Ann", "Mai", 2),
        ("Bo", "", 1),
    ]


def test_what_is_hidden_is_not_proposed_any_more(story: Story) -> None:
    part_id = part_of(story).pk
    assert workbench.look_again(story_id=story.pk, part_id=part_id).proposals is None, "nobody looked yet"
    look_through(story)
    before = workbench.look_again(story_id=story.pk, part_id=part_id).proposals
    hide(story, choose("Ann", everywhere=True))
    after = workbench.look_again(story_id=story.pk, part_id=part_id).proposals
    assert "Ann" in [each.words for each in before]
    assert "Ann" not in [each.words for each in after]


def test_reading_what_is_unfinished_is_a_look_at_every_part(story: Story) -> None:
    workbench.read_unfinished(story_id=story.pk, by=story.editor)
    entry = audit.entries_for(story.pk).first()
    part = str(part_of(story).pk)
    assert entry.action == "heard.read_sealed"
    assert entry.data == {"part": part, "extent": "all", "why": "anonymising"}


def test_the_tellers_note_is_opened_with_a_look() -> None:
    story = make_story("changes", note="Please leave Wren out.")
    answer = workbench.last_answer(story_id=story.pk)
    assert answer is not None
    text = workbench.read_note(story_id=story.pk, approval_id=answer.pk, by=story.editor)
    assert text == "Please leave Wren out."
    assert audit.entries_for(story.pk).first().data == {"note": answer.pk, "why": "anonymising"}


def test_taking_over_lets_the_new_editor_decide(story: Story) -> None:
    other = make_user(Role.EDITOR)
    moderation.take(story_id=story.pk, by=other)
    assert hide(story, choose("Ann"), by=other) == 2
    story.refresh_from_db()
    assert (story.stage, story.editor) == (Stage.ANONYMISING, other)
