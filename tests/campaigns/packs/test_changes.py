"""What changed between editions: rules, practices, asks and sections by name; stories only by how many."""

import pytest

from campaigns.enums import ItemKind
from campaigns.packs.building import drop, pick
from campaigns.packs.changes import LONGEST, in_words, shorten
from campaigns.packs.reading import read_html
from tests.campaigns.factories import (
    make_edition,
    make_pack,
    make_practice,
    make_rule,
    make_stories,
    write_words,
)

pytestmark = pytest.mark.django_db


def test_what_the_group_took_from_the_library_is_named_and_a_story_never_is():
    make_rule("g90", text="Nobody is held face down.")
    make_rule("g91", text="Every hold is written down the same day.")
    make_practice("kinder")
    stories = make_stories(3)
    pack = make_pack(stories=stories[:2])
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g90")
    make_edition(pack=pack)
    for item in pack.items.filter(source_id__in=["g90", str(stories[0].pk)]):
        drop(pack_id=pack.pk, item_id=item.pk)
    for kind, source in (
        (ItemKind.STATEMENT, "g91"),
        (ItemKind.INITIATIVE, "kinder"),
        (ItemKind.STORY, str(stories[2].pk)),
    ):
        pick(pack_id=pack.pk, kind=kind, source_id=source)
    second = make_edition(pack=pack)
    said = in_words(second.changes)
    assert said == [
        "One example of good practice has come in: “Kinder wards”.",
        "One rule has come in: “Every hold is written down the same day”.",
        "One story has come in.",
        "One rule has been left out: “Nobody is held face down”.",
        "One story is no longer part of this pack.",
    ]
    assert all(words in read_html(edition=second) for words in said)
    kept = str(second.changes)
    assert not [each for each in stories if str(each.pk) in kept]
    assert "night" not in kept


def test_asks_and_sections_are_named():
    pack = make_pack(stories=1, ask="Stop it.\nSay when.")
    make_edition(pack=pack)
    write_words(pack, asks="Say when.\nPut up a clock.", summary="")
    edition = make_edition(pack=pack)
    assert in_words(edition.changes) == [
        "Our own words, or the order of the sections, have been changed.",
        "We ask for one more thing: “Put up a clock”.",
        "One thing is no longer asked for: “Stop it”.",
        "One section has been left out: “In two minutes”.",
    ]


def test_a_rule_that_is_gone_from_the_library_is_counted_still():
    rule = make_rule("g90")
    pack = make_pack(stories=1)
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g90")
    make_edition(pack=pack)
    rule.delete()
    drop(pack_id=pack.pk, item_id=pack.items.get(source_id="g90").pk)
    assert in_words(make_edition(pack=pack).changes) == ["One rule has been left out."]


def test_long_names_are_cut():
    assert shorten("short") == "short"
    assert len(shorten("long " * 100)) <= LONGEST
    assert shorten("long " * 100).endswith("…")


def test_what_was_picked_and_is_not_printed_has_not_come_in():
    pack = make_pack(stories=1)
    make_edition(pack=pack)
    rule = make_rule("g90")
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g90")
    rule.status = "superseded"
    rule.save()
    second = make_edition(pack=pack)
    assert second.changes == []
    assert "Nobody is held face down" not in read_html(edition=second)
