"""One place writes where a story stands, and nobody walks past what a stage demands."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from accounts.enums import Role
from common import audit
from stories import moderation, part_withdrawal, withdrawal
from stories.enums import Decision, Purpose, Stage
from stories.errors import StageRefused
from stories.flag_enums import FlagKind
from stories.models import Approval, SafeguardingFlag, Story, StoryVersion
from stories.stages import RULES, move_from, move_story, obstacles_at
from stories.workflow import WAY
from tests.stories.factories import make_story, make_user, part_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
WRITES = {"stage", "resume_stage"}
# The mover itself, and where a story begins.
MAY_WRITE = {
    "stories/stages.py": WRITES,
    "stories/moderation.py": {"resume_stage"},
    "stories/safeguarding.py": {"resume_stage"},
}


def written_stages(tree: ast.AST) -> Iterator[str]:
    """Fields of WRITES that are assigned on something, or given to an `update`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in WRITES:
            yield node.attr
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("update", "bulk_update"):
            yield from (keyword.arg for keyword in node.keywords if keyword.arg in WRITES)


def test_only_the_mover_writes_a_stage() -> None:
    found: dict[str, set[str]] = {}
    for app in ("stories", "transcription", "campaigns", "site"):
        for file in (ROOT / app).rglob("*.py"):
            if fields := set(written_stages(ast.parse(file.read_text(encoding="utf-8")))):
                found[file.relative_to(ROOT).as_posix()] = fields
    assert found["stories/stages.py"] == WRITES, "or this test proves nothing"
    assert {name for name, fields in found.items() if fields - MAY_WRITE.get(name, set())} == set()


@pytest.mark.parametrize("state", ["sent", "written", "handed", "second_read"])
def test_no_ruled_stage_is_walked_past(state: str) -> None:
    story = make_story(state)
    with pytest.raises(StageRefused):
        move_story(story=story, to=Stage.PUBLISHED, by=None)
    assert Story.objects.get(pk=story.pk).stage == story.stage


def test_a_hold_is_no_way_round() -> None:
    story = make_story("handed")
    moderation.hold(story_id=story.pk, by=make_user(Role.EDITOR))
    held = Story.objects.get(pk=story.pk)
    with pytest.raises(StageRefused, match="Somebody who has not worked on it"):
        move_story(story=held, to=Stage.WITH_TELLER, by=None)
    move_story(story=held, to=Stage.SECOND_READING, by=None)
    assert Story.objects.get(pk=story.pk).stage == Stage.SECOND_READING


Spoil = Callable[[Story, StoryVersion], object]
SPOILS: dict[str, tuple[str, Stage, Spoil]] = {
    "nobody read it": (
        "second_read",
        Stage.SECOND_READING,
        lambda s, v: StoryVersion.objects.filter(pk=v.pk).update(second_reader=None),
    ),
    "read by somebody who had worked on it": (
        "second_read",
        Stage.SECOND_READING,
        lambda s, v: s.anonymisers.add(v.second_reader),
    ),
    "its teller has not answered": ("approved", Stage.WITH_TELLER, lambda s, v: v.approvals.all().delete()),
    "its teller answered another version": (
        "approved",
        Stage.WITH_TELLER,
        lambda s, v: v.approvals.update(sha256="0" * 64),
    ),
    "its teller said no afterwards": (
        "approved",
        Stage.WITH_TELLER,
        lambda s, v: Approval.objects.create(
            version=v, decision=Decision.REFUSED, sha256=v.sha256, at=s.stage_since
        ),
    ),
    "consent was taken back": (
        "approved",
        Stage.READY,
        lambda s, v: withdrawal.take_back_purpose(submission_id=s.pk, purpose=Purpose.WEBSITE),
    ),
}


@pytest.mark.parametrize("why", list(SPOILS))
def test_what_each_stage_demands(why: str) -> None:
    state, stage, spoil = SPOILS[why]
    story = make_story(state)
    assert obstacles_at(stage, story=story) == []
    assert story.current_version is not None
    spoil(story, story.current_version)
    assert len(obstacles_at(stage, story=story)) == 1


def test_the_rules_are_for_stages_on_the_way() -> None:
    assert set(RULES) < set(WAY)
    assert WAY.index(Stage.TRANSCRIBING) < WAY.index(Stage.ARRIVED) < WAY.index(Stage.ANONYMISING)
    assert WAY[-1] == Stage.PUBLISHED


def test_every_move_is_in_the_log() -> None:
    story = make_story("published")
    withdrawal.take_back_purpose(submission_id=story.pk, purpose=Purpose.WEBSITE)
    withdrawal.take_back(submission_id=story.pk)
    moves = [each.data for each in audit.entries_for(story.pk) if each.action == "heard.stage"]
    assert [(move["from"], move["to"]) for move in reversed(moves)] == [
        ("arrived", "anonymising"),
        ("anonymising", "second_reading"),
        ("second_reading", "with_teller"),
        ("with_teller", "ready"),
        ("ready", "published"),
        ("published", "ready"),
        ("ready", "withdrawn"),
    ]


def test_a_machine_moves_only_from_where_it_said() -> None:
    story = make_story("taken")
    assert not move_from(story_id=story.pk, at=[Stage.TRANSCRIBING], to=Stage.ARRIVED)
    assert Story.objects.get(pk=story.pk).stage == Stage.ANONYMISING


def test_what_is_held_goes_on_from_there() -> None:
    story = make_story("published")
    moderation.hold(story_id=story.pk, by=make_user(Role.EDITOR))
    assert move_from(story_id=story.pk, at=[Stage.PUBLISHED], to=Stage.READY, live=False, published_at=None)
    held = Story.objects.get(pk=story.pk)
    assert (held.stage, held.resume_stage, held.published_at) == (Stage.HELD, Stage.READY, None)


def test_a_transcript_does_not_begin_the_wait_again() -> None:
    story = make_story("sent")
    Story.objects.filter(pk=story.pk).update(stage=Stage.TRANSCRIBING)
    move_from(story_id=story.pk, at=[Stage.TRANSCRIBING], to=Stage.ARRIVED, keep_waiting=True)
    after = Story.objects.get(pk=story.pk)
    assert (after.stage, after.stage_since) == (Stage.ARRIVED, story.stage_since)


def test_no_machine_carries_a_flagged_story_past_the_check() -> None:
    story = make_story("approved")
    SafeguardingFlag.objects.create(
        story=story, kind=FlagKind.SELF, raised_at=story.stage_since, due_at=story.stage_since
    )
    move_from(story_id=story.pk, at=[Stage.READY], to=Stage.ANONYMISING)
    after = Story.objects.get(pk=story.pk)
    assert (after.stage, after.resume_stage) == (Stage.SAFEGUARDING, Stage.ANONYMISING)


def test_a_part_that_goes_takes_the_story_back_to_its_editors() -> None:
    story = make_story("approved", answers={"what-helped": "Wren did."})
    part_withdrawal.take_back_part(submission_id=story.pk, part_id=part_of(story).pk)
    assert Story.objects.get(pk=story.pk).stage == Stage.ANONYMISING
    last = audit.entries_for(story.pk).filter(action="heard.stage").first()
    assert last.data == {"from": "ready", "to": "anonymising"}
