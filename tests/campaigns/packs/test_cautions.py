"""What a coordinator is told before issuing."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.enums import ItemKind
from campaigns.models import Campaign, Meeting, Pack
from campaigns.packs.building import pick
from campaigns.packs.cautions import Caution, cautions_for
from campaigns.packs.layout import lay_out
from campaigns.packs.plan import plan_of_pack
from stories.enums import Purpose
from stories.models import Story, Trust
from stories.withdrawal import take_back
from tests.campaigns.factories import make_edition, make_pack, make_rule, make_stories, story_ids

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
    stops, few, *_across = cautions(pack)
    assert (stops.stops, few.stops) == (True, False)
    assert stops.message.startswith("One story you chose may not be used any more.")
    assert few.message.startswith("There are 4 stories")


def test_agreement_that_ends_before_the_meeting_is_seen():
    """Consent for packs ends after twelve months."""
    assert said(make_pack(stories=5, meeting_on=timezone.localdate() + 300 * DAY)) == []
    [only] = said(make_pack(stories=5, meeting_on=timezone.localdate() + 400 * DAY))
    assert only.startswith("The agreement of 5 tellers ends before the meeting.")


def test_a_meeting_that_was_moved_beyond_an_agreement_is_seen():
    pack = make_pack(stories=5)
    pack.meeting = pack.campaign.meetings.create(on=timezone.localdate() + 300 * DAY, title="The board")
    pack.save()
    assert said(pack) == []
    Meeting.objects.update(on=timezone.localdate() + 400 * DAY)
    [only] = said(Pack.objects.get(pk=pack.pk))
    assert only.startswith("The agreement of 5 tellers ends before the meeting.")


def test_a_meeting_that_is_over_and_a_missing_ask_are_seen():
    pack = make_pack(stories=5, meeting_on=timezone.localdate() - DAY, ask="  ")
    assert said(pack) == ["The date of the meeting has passed.", "The pack does not ask for anything yet."]


def test_a_trust_that_merged_is_said_and_its_stories_are_not_carried_over():
    pack = make_pack(stories=make_stories(5, purposes=[Purpose.NAMED_PACK]))
    code = pack.campaign.trust_code
    Trust.objects.update_or_create(code="ZZN", defaults={"name": "New Fen NHS Trust", "nation": "england"})
    Trust.objects.filter(code=code).update(status="closed", successor_code="ZZN")
    [only] = said(pack)
    assert only.startswith("This trust is part of New Fen NHS Trust now.")
    Campaign.objects.filter(pk=pack.campaign_id).update(trust_code="ZZN")
    assert said(pack)[0].startswith("5 stories you chose may not be used any more.")


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


def test_a_teller_whose_words_are_in_two_packs_already_is_seen():
    pack = make_pack(stories=5)
    story = Story.objects.get(pk=story_ids(pack)[0])
    for _ in range(2):
        make_edition(pack=make_pack(stories=[story], campaign=pack.campaign))
    assert said(pack) == [
        "One story is in 2 current packs already. Ask the editors whether its teller still wants that."
    ]
    make_edition(pack=pack)  # its own edition does not count
    assert len(said(pack)) == 1


def test_numbers_marks_and_hard_words_of_the_group_are_seen():
    hard = "Notwithstanding institutional considerations regarding proportionality, organisational representatives "
    letter = f"It was 16.5% of people. In 2019 we met at 10.30. See [f99]. {hard * 6}."
    marks, numbers, age = said(make_pack(stories=5, letter=letter))
    assert marks.startswith("Your words name what is not in this pack: [f99].")
    assert numbers == "One sentence of yours states a number and no source: “It was 16.5% of people.”"
    assert age.startswith("Your own words are for readers of about 2")


def test_a_number_with_its_source_and_plain_words_are_not():
    pack = make_pack(
        stories=5, letter="It was 16.5% of people [g90]. " + "We sat and we talked and we ate. " * 9
    )
    make_rule("g90")
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g90")
    assert said(pack) == []


def test_what_stories_share_is_seen_and_what_many_share_is_not():
    shared = make_stories(
        2, text="A fire broke out on the ward that evening and Osprey House was emptied.", hide=()
    )
    pack = make_pack(stories=[*shared, *make_stories(3)])
    found = [message for message in said(pack) if message.startswith("Stories 1, 2 both speak of")]
    assert any("osprey house" in message for message in found)
    many = make_pack(stories=make_stories(5, text="Osprey House was emptied.", hide=()))
    assert said(many) == []
