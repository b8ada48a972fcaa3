"""Which rules a story touches: only those in force there and then, and none where that is not known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.enums import Status, Topic
from campaigns.evidence.in_force import held, rules_touched
from campaigns.evidence.library import rules_in, suggest_rules, usable_rules
from campaigns.evidence.values import RecordField, Rule
from campaigns.loading import load_evidence
from campaigns.models import GuidanceStatement
from campaigns.packs.content import Imprint, compose
from campaigns.packs.plan import plan_of_pack
from stories.enums import Purpose
from stories.models import Trust
from stories.pack_use import PackUse
from stories.release import Happened, read_for_pack
from tests.campaigns.factories import (
    let_it_happen,
    make_pack,
    make_rule,
    make_source,
    make_stories,
    story_ids,
)
from tests.stories.factories import make_trust

FIRST, LAST = dt.date(1985, 1, 1), dt.date(2035, 12, 31)
days = st.dates(FIRST, LAST)
nations = st.sampled_from(["England", "Wales", ""])


def a_rule(**fields: object) -> Rule:
    plain = dict.fromkeys(("slug", "topic", "text", "section", "standing", "note", "ask", "successor"), "")
    known = {
        "jurisdictions": ("England",),
        "status": Status.IN_FORCE,
        "themes": ("held",),
        "checked": "search",
    }
    rest = {"record_fields": (), "verified": True, "sources": (), "since": None, "until": None, "dated": True}
    return Rule(**plain | known | rest | fields)  # type: ignore[arg-type]


@given(
    since=st.none() | days,
    until=st.none() | days,
    status=st.sampled_from(Status),
    where=nations,
    known=st.none() | st.tuples(days, days).map(sorted),
)
def test_a_rule_is_held_against_nobody_on_a_day_on_which_it_was_not_in_force(
    since, until, status, where, known
):
    """Day by day: whatever the day was on which it happened, the rule was in force on it, there."""
    rule = a_rule(since=since, until=until, status=status)
    first, last = known or (None, None)
    answer = held(rule=rule, happened=Happened(where, first, last))
    in_force = status in (Status.IN_FORCE, Status.IN_PART)
    if not known or since is None or where != "England" or not in_force:
        assert not answer
    else:
        every_day = (first, first + (last - first) / 2, last)
        assert answer == all(since <= day <= (until or LAST) for day in every_day)


@given(
    themes=st.sets(st.sampled_from(["held", "alone", "tea"])),
    speaks_of=st.sets(st.sampled_from(["held", "alone"])),
)
def test_a_rule_is_touched_only_when_it_speaks_of_what_the_story_tells(themes, speaks_of):
    rule = a_rule(themes=tuple(speaks_of), since=FIRST)
    found = rules_touched(rules=[rule], themes=themes, happened=Happened.in_year(year=2020, nation="England"))
    assert bool(found) == bool(themes & speaks_of)


@pytest.mark.parametrize("year", [None, 0, 2999])
def test_a_year_that_is_not_known_or_not_yet_begun_is_no_year(year):
    assert not Happened.in_year(year=year, nation="England").known


@pytest.mark.django_db
class TestTheRealLibrary:
    """What a story about being held, locked away and badly recorded brings up, by where and when it happened."""

    THEMES = (
        "physical-restraint",
        "seclusion",
        "records-wrong",
        "police-involvement",
        "care-plan-followed",
        "prone",
    )

    @pytest.fixture(autouse=True)
    def library(self, db: None) -> None:
        load_evidence()
        # As if people had ticked every row: a tick is about the words, and brings no rule into force.
        GuidanceStatement.objects.update(confirmed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    def touched(self, year: int | None, nation: str) -> set[str]:
        rules = [rule for topic in Topic for rule in rules_in(topic=topic)]
        happened = Happened.in_year(year=year, nation=nation)
        return {rule.slug for rule in rules_touched(rules=rules, themes=self.THEMES, happened=happened)}

    @pytest.mark.parametrize("year", [2017, 2019, 2021, 2022])
    def test_no_use_of_force_act_before_the_first_whole_year_in_force(self, year):
        found = self.touched(year, "England")
        assert not {slug for slug in found if slug.startswith("u")}
        assert "g12" not in found, "it rests on guidance under the Act"

    def test_the_use_of_force_act_from_then_on_but_no_section_that_was_never_commenced(self):
        found = self.touched(2024, "England")
        assert {"u01", "u07", "u08", "g12"} <= found
        assert not found & {"u09", "u11"}, "sections 7, 8 and 12 are not known to be in force"

    @pytest.mark.parametrize("year", [2017, 2019, 2022, 2024])
    def test_never_the_use_of_force_act_in_wales(self, year):
        found = self.touched(year, "Wales")
        assert not {slug for slug in found if slug.startswith("u")}
        assert "g10" in found, "what NICE says holds there too"
        assert ("w01" in found) == (year >= 2022), "the framework came out in July 2021"

    @pytest.mark.parametrize("year", [2017, 2019, 2022, 2024, 2026])
    @pytest.mark.parametrize("nation", ["England", "Wales"])
    def test_nothing_of_the_2025_act_that_is_not_in_force(self, year, nation):
        assert not self.touched(year, nation) & {"m01", "m02", "m03", "m04"}

    def test_guidance_counts_from_the_year_after_it_came_out_where_no_day_is_given(self):
        assert "g10" not in self.touched(2015, "England")
        assert "g10" in self.touched(2016, "England")

    def test_an_act_without_a_day_touches_nothing_until_somebody_writes_the_day_down(self):
        assert "r06" not in self.touched(2020, "England")
        GuidanceStatement.objects.filter(slug="r06").update(in_force_from=dt.date(2007, 10, 1))
        assert "r06" in self.touched(2020, "England")

    @pytest.mark.parametrize(("year", "nation"), [(None, "England"), (2024, ""), (2024, "Scotland")])
    def test_nothing_at_all_where_the_year_or_the_nation_is_not_known(self, year, nation):
        assert self.touched(year, nation) == set()

    def test_what_a_record_must_hold_leaves_out_what_was_not_commenced_when_it_is_printed(self):
        (record,) = [rule for rule in usable_rules(nation="England") if rule.slug == "u08"]
        pending = [field for field in record.record_fields if field.pending]
        assert [field.label for field in pending] == ["Death or serious injury as a result"]
        assert len(record.fields_in_force) == 15
        assert not {field.label for field in pending} & set(record.fields_in_force)


@pytest.mark.django_db
class TestDays:
    """From when a rule counts, with several sources behind it."""

    def test_the_last_of_its_sources_decides_and_one_without_a_day_leaves_it_open(self):
        early = make_source("early", legal="official-guidance", in_force_from=dt.date(2014, 4, 1))
        rule = make_rule("g90", legal="official-guidance", source="early")
        assert self.since() == early.in_force_from
        rule.sources.add(make_source("late", legal="standard", year=2018))
        assert self.since() == dt.date(2019, 1, 1)
        rule.sources.add(make_source("open", legal="regulation", year=2014))
        assert self.since() is None

    def test_papers_that_are_no_rules_are_asked_only_where_there_is_nothing_else(self):
        rule = make_rule("g90", legal="standard", source="press")  # 2018
        assert self.since() == dt.date(2019, 1, 1)
        rule.sources.add(make_source("standard", legal="standard", year=2010))
        assert self.since() == dt.date(2011, 1, 1)

    def test_the_first_of_its_ends_is_its_end(self):
        make_source("early", in_force_until=dt.date(2019, 5, 1))
        make_rule("g90", source="early", in_force_until=dt.date(2020, 5, 1))
        assert usable_rules(nation="England")[0].until == dt.date(2019, 5, 1)

    def since(self) -> dt.date | None:
        return usable_rules(nation="England")[0].since


@pytest.mark.django_db
class TestInAPack:
    @pytest.fixture
    def pack(self):
        make_trust()
        make_trust("ZZW", name="Bwrdd Prawf")
        Trust.objects.filter(code="ZZW").update(nation="Wales")
        stories = make_stories(4)
        for story, year, trust in zip(
            stories, (2017, 2024, 2024, None), ("ZZT", "ZZT", "ZZW", "ZZT"), strict=True
        ):
            let_it_happen(story.pk, year=year, trust=trust)
        return make_pack(stories=stories)

    def test_touched_by_names_only_stories_of_that_nation_while_the_rule_was_in_force(self, pack):
        make_rule("u90", in_force_from=dt.date(2022, 3, 31))
        make_rule("r90", in_force_from=dt.date(2000, 10, 2), jurisdictions=["England", "Wales"])
        pack.items.create(kind="statement", source_id="u90", position=1)
        pack.items.create(kind="statement", source_id="r90", position=2)
        stories = read_for_pack(story_ids=story_ids(pack), use=PackUse(Purpose.NAMED_PACK, "ZZT"))
        printed = compose(plan=plan_of_pack(pack), stories=stories, imprint=Imprint()).data["rules"]
        assert [(rule["slug"], rule["stories"]) for rule in printed] == [("u90", [2]), ("r90", [1, 2, 3])]

    def test_what_most_stories_touch_is_offered_first_and_nothing_that_none_of_them_does(self, pack):
        make_rule("g90", in_force_from=dt.date(2022, 3, 31))
        make_rule("g91", in_force_from=dt.date(2000, 10, 2))
        make_rule("g92", in_force_from=dt.date(2025, 1, 1))
        make_rule("g93", in_force_from=dt.date(2000, 10, 2), themes=["seclusion"])
        stories = read_for_pack(story_ids=story_ids(pack), use=PackUse(Purpose.NAMED_PACK, "ZZT"))
        offered = suggest_rules(rules=usable_rules(nation="England"), stories=stories)
        assert [rule.slug for rule in offered] == ["g91", "g90"]

    def test_when_and_where_it_happened_is_in_nothing_that_is_printed_or_written_out(self, pack):
        stories = read_for_pack(story_ids=story_ids(pack), use=PackUse(Purpose.NAMED_PACK, "ZZT"))
        assert "happened" not in repr(stories[1])
        content = compose(plan=plan_of_pack(pack), stories=stories, imprint=Imprint())
        assert "2024" not in repr(content.data["stories"])


def test_a_field_that_is_not_commenced_says_why():
    assert RecordField("Outcome").pending == ""
