"""What a coordinator is told before issuing."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.enums import ItemKind
from campaigns.models import Pack
from campaigns.packs.building import pick
from campaigns.packs.cautions import Caution, cautions_for
from campaigns.packs.layout import lay_out
from campaigns.packs.plan import plan_of_pack
from stories.withdrawal import take_back
from tests.campaigns.factories import make_pack, make_rule, story_ids

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def cautions(pack: Pack) -> list[Caution]:
    pack = Pack.objects.select_related("campaign__organisation").get(pk=pack.pk)
    plan = plan_of_pack(pack)
    layout = lay_out(pack=pack, plan=plan)
    return cautions_for(plan=plan, layout=layout)


def said(pack: Pack) -> list[str]:
    return [caution.message for caution in cautions(pack)]


def test_nothing_is_said_of_a_pack_that_is_ready():
    assert cautions(make_pack(stories=5, meeting_on=timezone.localdate() + 30 * DAY)) == []


def test_an_empty_pack_cannot_be_issued():
    [first, *_rest] = cautions(make_pack(stories=0))
    assert first.stops


def test_fewer_than_five_stories_may_be_guessed():
    assert said(make_pack(stories=4))[0].startswith("There are 4 stories in it. With fewer than five")
    assert said(make_pack(stories=1))[0].startswith("There is one story in it.")


def test_a_story_that_may_not_be_used_stops_the_issue_and_counts_no_longer():
    pack = make_pack(stories=5)
    take_back(submission_id=story_ids(pack)[0])
    stops, few = cautions(pack)
    assert (stops.stops, few.stops) == (True, False)
    assert stops.message.startswith("One story you chose may not be used any more.")
    assert few.message.startswith("There are 4 stories")


def test_agreement_that_ends_before_the_meeting_is_seen():
    """Consent for packs ends after twelve months."""
    assert said(make_pack(stories=5, meeting_on=timezone.localdate() + 300 * DAY)) == []
    [only] = said(make_pack(stories=5, meeting_on=timezone.localdate() + 400 * DAY))
    assert only.startswith("The agreement of 5 tellers ends before the meeting.")


def test_a_meeting_that_is_over_and_a_missing_ask_are_seen():
    pack = make_pack(stories=5, meeting_on=timezone.localdate() - DAY, ask="  ")
    assert said(pack) == ["The date of the meeting has passed.", "The pack does not ask for anything yet."]


def test_evidence_that_will_be_left_out_is_counted():
    pack = make_pack(stories=5)
    rules = [make_rule(slug) for slug in ("g90", "g91", "g92")]
    for rule in rules:
        pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id=rule.slug)
    rules[0].status = "superseded"
    rules[0].save()
    rules[1].delete()
    assert said(pack) == [
        "2 lines of evidence will be left out: they are not in force, or nobody has verified them."
    ]
