"""A story taken back while a pack that holds it is issued, replaced or handed over: see test_races."""

from uuid import UUID

import pytest

from campaigns.enums import EditionState, ItemKind
from campaigns.models import Edition
from campaigns.packs.building import pick
from campaigns.packs.editions import issue_edition
from campaigns.packs.press import render_edition
from stories import release, withdrawal
from tests.campaigns.factories import make_edition, make_pack, make_stories, reload
from tests.promise.racing import (
    REFUSALS,
    assert_gone,
    canary,
    handing_over,
    pack_with,
    readable,
    rendering,
    taking_back,
)
from tests.promise.threads import escaped, one_within_the_other

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keyring"]),
    pytest.mark.usefixtures("engine"),
]


ISSUING = ["campaigns.packs.press.seal_files", "campaigns.packs.press._release"]


@pytest.mark.parametrize("step", [*ISSUING, "campaigns.packs.press.build_manifest"])
def test_taken_back_while_an_edition_is_issued(step: str) -> None:
    story = canary()
    edition = pack_with(story)
    outcomes = one_within_the_other(rendering(edition), taking_back(story), after=step)
    assert escaped(outcomes) == []
    assert_gone(story)
    assert "The night 0" in readable(current(edition.pack_id))


def current(pack_id: UUID) -> Edition:
    """The one that readers get: there is one, and it was made without the story that is gone."""
    if not Edition.objects.filter(pack_id=pack_id, state=EditionState.ISSUED).exists():
        # The first attempt was refused, so no edition was recalled: its coordinator is told, and issues again.
        assert Edition.objects.get(pack_id=pack_id).message
        make_edition(pack=Edition.objects.filter(pack_id=pack_id).first().pack)  # type: ignore[union-attr]
    return reload(Edition.objects.get(pack_id=pack_id, state=EditionState.ISSUED))


@pytest.mark.parametrize("step", ["stories.withdrawal.withdraw_consent", "stories.withdrawal.announce"])
def test_an_edition_issued_while_a_story_is_taken_back(step: str) -> None:
    story = canary()
    edition = pack_with(story)
    outcomes = one_within_the_other(taking_back(story), rendering(edition), after=step)
    assert escaped(outcomes) == []
    assert_gone(story)


def test_taken_back_while_a_copy_is_handed_over() -> None:
    story = canary()
    edition = pack_with(story)
    render_edition(edition_id=edition.pk)
    outcomes = one_within_the_other(
        handing_over(edition), taking_back(story), after="campaigns.packs.deliveries.may_be_read"
    )
    assert escaped(outcomes) == []
    rows = release.releases_of(story_id=story.pk)
    assert [row.kind for row in rows] == ["edition", "delivery"]
    assert all(row.recalled_at for row in rows)
    assert_gone(story)


def test_a_copy_handed_over_while_the_story_is_taken_back() -> None:
    story = canary()
    edition = pack_with(story)
    render_edition(edition_id=edition.pk)
    outcomes = one_within_the_other(
        taking_back(story), handing_over(edition), after="stories.withdrawal.withdraw_consent"
    )
    assert escaped(outcomes, allowed=REFUSALS) == []
    assert all(row.recalled_at for row in release.releases_of(story_id=story.pk))
    assert_gone(story)


def test_a_copy_handed_over_while_the_next_edition_takes_its_place() -> None:
    story = canary()
    edition = pack_with(story)
    render_edition(edition_id=edition.pk)
    following = issue_edition(pack_id=edition.pack_id, by=None)
    outcomes = one_within_the_other(
        rendering(following), handing_over(edition), after="campaigns.packs.press.recall_edition"
    )
    assert escaped(outcomes, allowed=REFUSALS) == []
    assert reload(following).state == EditionState.ISSUED
    assert reload(edition).state == EditionState.REPLACED
    withdrawal.take_back(submission_id=story.pk)
    assert_gone(story)


def test_an_edition_that_was_replaced_is_not_called_withdrawn_a_moment_later() -> None:
    """Its only story is taken back while the next edition, without it, is already on its way: one or the other."""
    story = canary()
    edition = make_edition(pack=make_pack(stories=[story]))
    pack = edition.pack
    pack.items.all().delete()
    pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(make_stories(1)[0].pk))
    following = issue_edition(pack_id=pack.pk, by=None)
    outcomes = one_within_the_other(
        taking_back(story), rendering(following), after="campaigns.packs.recall.still_releasable"
    )
    assert escaped(outcomes) == []
    assert reload(following).state == EditionState.ISSUED
    replaced, withdrawn = (EditionState.REPLACED, following.pk), (EditionState.WITHDRAWN, None)
    assert (reload(edition).state, reload(edition).replaced_by_id) in (replaced, withdrawn)
    assert_gone(story)
