"""Which support lines a reader sees. A wrong number is worse than none, so the doubtful ones stay hidden."""

import pytest
import yaml

from pages.enums import Checked, LineKind
from pages.models import SupportLine
from pages.support import FILE, group_lines, lines_for, load_support_lines, urgent_lines

pytestmark = pytest.mark.usefixtures("support")
DATA = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def slugs(lines):
    return [line.slug for line in lines]


def test_every_row_of_the_file_is_loaded():
    assert SupportLine.objects.count() == len(DATA["lines"]) > 25


def test_what_was_not_checked_is_hidden():
    unchecked = {row["slug"] for row in DATA["lines"] if row["checked"] == "own"}
    held_back = set(DATA["not_for_launch_until_checked"])
    assert len(unchecked) > 10
    assert not (unchecked | held_back) & set(slugs(lines_for()))


def test_what_was_looked_up_is_shown_most_urgent_first():
    shown = slugs(lines_for())
    assert shown[:3] == ["emergency", "nhs111-mh-england", "nhs111-mh-wales"]
    assert {"samaritans", "shout", "childline", "papyrus"} < set(shown)


def test_a_nation_leaves_out_the_lines_of_others():
    welsh = slugs(lines_for(nation="Wales"))
    assert "nhs111-mh-wales" in welsh
    assert "nhs111-mh-england" not in welsh
    scottish = slugs(lines_for(nation="Scotland"))
    assert "samaritans" in scottish
    assert not {"nhs111-mh-england", "nhs111-mh-wales", "llais", "mind-infoline"} & set(scottish)


def test_the_panel_shows_only_the_urgent_kinds():
    assert {line.kind for line in urgent_lines()} == {LineKind.EMERGENCY, LineKind.CRISIS, LineKind.LISTENING}


def test_groups_hold_each_line_once_in_order_of_urgency():
    groups = group_lines()
    kinds = [kind.urgency for kind, _ in groups]
    assert kinds == sorted(set(kinds))
    assert sorted(slugs(line for _, lines in groups for line in lines)) == sorted(slugs(lines_for()))


def test_doubtful_values_go_to_the_note_and_not_to_readers():
    mind = SupportLine.objects.get(slug="mind-infoline")
    assert (mind.text, mind.hours) == ("", "")
    assert "86463 (check still on)" in mind.note
    assert SupportLine.objects.get(slug="nsun").phone == ""


def test_texting_is_said_the_way_people_do_it():
    shout = SupportLine.objects.get(slug="shout")
    assert (shout.text, shout.text_dial) == ("SHOUT to 85258", "85258")


def test_a_number_is_dialled_without_its_spaces():
    assert SupportLine.objects.get(slug="samaritans").dial == "116123"


def test_loading_again_changes_nothing():
    assert load_support_lines() == []


def test_loading_again_says_what_it_changed():
    SupportLine.objects.filter(slug="samaritans").update(phone="116 124", name="Samaritan")
    SupportLine.objects.filter(slug="shout").delete()
    assert load_support_lines() == [
        "support line samaritans: changed name, phone",
        "support line shout: added",
    ]
    assert SupportLine.objects.get(slug="samaritans").phone == "116 123"


def test_a_line_checked_here_is_left_alone():
    SupportLine.objects.filter(slug="call-wales").update(
        phone="0800 000 000", checked=Checked.HERE, shown=True
    )
    assert load_support_lines() == []
    assert "call-wales" in slugs(lines_for(nation="Wales"))


def test_hiding_a_line_here_outlasts_loading():
    SupportLine.objects.filter(slug="papyrus").update(shown=False, hours="days")
    assert load_support_lines() == ["support line papyrus: changed hours"]
    assert "papyrus" not in slugs(lines_for())


def test_the_panel_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        urgent_lines(nation="Wales")
