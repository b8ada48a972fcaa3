"""Deciding words: only the story's own editor, whole groups or selections, and undo that restores exactly."""

import pytest

from accounts.enums import Role
from accounts.models import User
from common import audit
from common.jobs.registry import replaced
from stories import moderation, withdrawal, workbench
from stories.bench import decisions
from stories.bench.decisions import Choice
from stories.bench.layout import Group, key_of, lay_out
from stories.bench.state import open_bench
from stories.enums import PartKind, RedactionAction, RedactionKind, Stage
from stories.models import KeptPlace, Redaction, SealedPart, Story
from stories.moderation import StageRefused
from stories.redaction import RedactionRefused, safe_text
from tests.stories.factories import look_through, make_story, make_user, part_of

pytestmark = pytest.mark.django_db
TEXT = "Ann held Bo. Then ann left. Anna stayed."


@pytest.fixture
def story() -> Story:
    return make_story("taken", text=TEXT)


def choose(words: str, **more: object) -> Choice:
    given = {"kind": RedactionKind.PERSON, "action": RedactionAction.MASK} | more
    return Choice(words=words, **given)  # type: ignore[arg-type]


def hide(story: Story, choice: Choice, by: User | None = None) -> int:
    return decisions.hide(story_id=story.pk, part_id=part_of(story).pk, choice=choice, by=by or story.editor)


def actions(story: Story) -> list[str]:
    return [entry.action for entry in audit.entries_for(story.pk)]


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


def test_what_is_hidden_in_another_story_of_its_teller_is_flagged_here() -> None:
    first = make_story("taken", text=TEXT)
    hide(first, choose("Bo"))
    second = make_story("taken", text="I never saw BO again.", teller=first.submission.teller)
    stranger = make_story("taken", text="I never saw BO again.")
    flagged = {s.pk: [g.words for g in _left(s) if g.again] for s in (second, stranger)}
    assert flagged == {second.pk: ["BO"], stranger.pk: []}


def test_nothing_is_flagged_from_a_story_that_was_taken_back() -> None:
    first = make_story("taken", text=TEXT)
    hide(first, choose("Bo"))
    second = make_story("taken", text="I never saw BO again.", teller=first.submission.teller)
    withdrawal.take_back(submission_id=first.pk)
    assert [g for g in _left(second) if g.again] == []


def _left(story: Story) -> list[Group]:
    return list(lay_out(open_bench(story_id=story.pk)).left.values())


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
    decisions.hide(story_id=story.pk, part_id=written.pk, choice=choice, by=story.editor)
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
    assert decisions.show_again(story_id=story.pk, redaction_ids=ids, by=story.editor).places == 2
    assert safe_text(part=part_of(story)) == TEXT
    assert decisions.show_again(story_id=story.pk, redaction_ids=ids, by=story.editor).places == 0
    assert actions(story).count("heard.unredact") == 1


def test_decisions_of_another_story_stay(story: Story) -> None:
    other = make_story("written")
    ids = list(Redaction.objects.values_list("pk", flat=True))
    assert ids
    assert decisions.show_again(story_id=story.pk, redaction_ids=ids, by=story.editor).places == 0
    assert Redaction.objects.filter(part__submission_id=other.pk).count() == len(ids)


def test_somebody_else_decides_nothing(story: Story) -> None:
    stranger = make_user(Role.EDITOR)
    with pytest.raises(StageRefused, match=str(story.editor)):
        hide(story, choose("Ann"), by=stranger)
    with pytest.raises(StageRefused):
        decisions.show_again(story_id=story.pk, redaction_ids=[1], by=stranger)
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


def test_taking_over_lets_the_new_editor_decide(story: Story) -> None:
    other = make_user(Role.EDITOR)
    moderation.take(story_id=story.pk, by=other)
    assert hide(story, choose("Ann"), by=other) == 2
    story.refresh_from_db()
    assert (story.stage, story.editor) == (Stage.ANONYMISING, other)


def group(story: Story, words: str, **more: object) -> Choice:
    return choose(words, group=key_of(words), **more)


@pytest.fixture
def looked() -> Story:
    story = make_story("taken", text="Juniper came. JUNIPER sat. Will left; you will see. Mo met Juniper.")
    look_through(story)
    return story


def waiting(story: Story) -> dict[str, int]:
    opened = workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=story.editor)
    return {each.words: each.total for each in opened.layout.left.values()}


def test_a_group_is_decided_once_for_all_its_places(looked: Story) -> None:
    assert waiting(looked)["Juniper"] == 3
    assert hide(looked, group(looked, "Juniper", action=RedactionAction.STAND_IN, replacement="Robin")) == 3
    assert safe_text(part=part_of(looked)).count("Robin") == 3
    assert "Juniper" not in waiting(looked)
    assert len({row.decided_at for row in Redaction.objects.all()}) == 1


def test_only_the_places_shown_are_hidden_and_the_same_words_elsewhere_are_flagged(looked: Story) -> None:
    """Will is a name and a verb: what detection did not propose is never hidden with it, and never forgotten."""
    part = part_of(looked)
    place = part_text(looked).index("Will")
    hide(looked, choose("Will", start=place, end=place + 4))
    assert safe_text(part=part).endswith("you will see. Mo met Juniper.")
    change = decisions.decide(
        story_id=looked.pk, part_id=part.pk, choice=group(looked, "will", action=None), by=looked.editor
    )
    assert change.before.left[key_of("will")].again
    assert key_of("will") not in change.after.left
    assert safe_text(part=part).endswith("you will see. Mo met Juniper.")


def part_text(story: Story) -> str:
    from stories.sealing import open_part_text

    return open_part_text(part=part_of(story))


def test_keeping_changes_no_word_and_is_logged_without_one(looked: Story) -> None:
    before = safe_text(part=part_of(looked))
    assert hide(looked, group(looked, "Juniper", action=None)) == 3
    assert safe_text(part=part_of(looked)) == before
    assert "Juniper" not in waiting(looked)
    entry = audit.entries_for(looked.pk).filter(action="heard.keep").get()
    assert entry.data == {"part": str(part_of(looked).pk), "places": 3}
    assert looked.editor in looked.anonymisers.all()


def test_a_group_cannot_be_decided_twice(looked: Story) -> None:
    hide(looked, group(looked, "Juniper", action=None))
    with pytest.raises(RedactionRefused, match="decided already"):
        hide(looked, group(looked, "Juniper"))


def test_words_changed_by_hand_are_not_the_groups(looked: Story) -> None:
    choice = Choice(
        words="Mo", kind=RedactionKind.PERSON, action=RedactionAction.MASK, group=key_of("Juniper")
    )
    assert hide(looked, choice) == 1
    assert safe_text(part=part_of(looked)).endswith("[…] met Juniper.")


def test_undo_goes_back_one_decision_at_a_time(looked: Story) -> None:
    before = safe_text(part=part_of(looked)), waiting(looked)
    hide(looked, group(looked, "Juniper"))
    middle = safe_text(part=part_of(looked)), waiting(looked)
    hide(looked, group(looked, "Mo", action=None))
    undo = {"story_id": looked.pk, "by": looked.editor}
    assert decisions.undo_last(**undo).places == 1
    assert (safe_text(part=part_of(looked)), waiting(looked)) == middle
    assert decisions.undo_last(**undo).places == 3
    assert (safe_text(part=part_of(looked)), waiting(looked)) == before
    with pytest.raises(RedactionRefused, match="nothing of yours to undo"):
        decisions.undo_last(**undo)
    assert not KeptPlace.objects.exists()


def test_undo_leaves_what_another_editor_decided(looked: Story) -> None:
    hide(looked, group(looked, "Juniper"))
    other = make_user(Role.EDITOR)
    moderation.take(story_id=looked.pk, by=other)
    with pytest.raises(RedactionRefused):
        decisions.undo_last(story_id=looked.pk, by=other)
    assert Redaction.objects.count() == 3


def test_a_decision_asks_as_many_questions_for_many_places_as_for_few(
    django_assert_num_queries: object,
) -> None:
    few, many = (make_story("taken", text="Juniper came. " * times) for times in (1, 40))
    for story in (few, many):
        look_through(story)
        with django_assert_num_queries(15):  # type: ignore[operator]
            hide(story, group(story, "Juniper", action=RedactionAction.STAND_IN, replacement="Robin"))


def test_a_story_cannot_be_handed_over_while_a_group_waits() -> None:
    story = make_story("written", text="Juniper came to see me.", hide=())
    look_through(story)
    with pytest.raises(StageRefused, match="1 group of words is not decided"):
        moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)
    hide(story, group(story, "Juniper"))
    moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)


def test_a_story_cannot_be_handed_over_before_anybody_looked() -> None:
    story = make_story("written", text="Juniper came.", hide=())
    story.submission.parts.get().found.delete()
    with pytest.raises(StageRefused, match="still looking through"):
        moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)


def test_where_looking_failed_nobody_waits_for_it() -> None:
    from common.jobs.enums import JobState
    from common.jobs.models import Job

    story = make_story("written", text="Juniper came.", hide=())
    part = story.submission.parts.get()
    part.found.delete()
    Job.objects.filter(kind="find_names", object_id=str(part.pk)).update(state=JobState.FAILED)
    moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)
