"""The register: sealed by story, matched across a teller's stories, gone with the words it came from."""

import pytest

from common.vault.keys import destroy_key
from stories import looks
from stories.bench.decisions import Choice, undo_last
from stories.bench.layout import Group, key_of, lay_out
from stories.bench.state import open_bench
from stories.enums import RedactionAction, RedactionKind, SubmissionState, Why
from stories.erasure import erase_story
from stories.errors import StageRefused
from stories.models import RegisterEntry, Story, Submission, Trust
from stories.part_withdrawal import take_back_part
from stories.people.deciding import decide
from stories.people.merging import NothingToMerge, merge, open_people, take_out
from stories.people.offers import offers_for
from stories.people.register import open_register
from stories.redaction import RedactionRefused, safe_text
from stories.withdrawal import take_back
from tests.stories.factories import look_through, make_story, make_trust, make_user, part_of

pytestmark = pytest.mark.django_db
TEXT = "Dr Juniper Vale came. Juniper sat down with Bryony Keane. Vale laughed."
PERSON = RedactionKind.PERSON


def taken(text: str = TEXT, **wish: object) -> Story:
    story = make_story("taken", text=text, **wish)
    look_through(story)
    return story


def stand_in(
    story: Story, words: str, reads: str, *, kind: RedactionKind = PERSON, group: bool = True
) -> None:
    choice = Choice(
        words=words,
        kind=kind,
        action=RedactionAction.STAND_IN,
        replacement=reads,
        group=key_of(words) if group else "",
    )
    decide(story_id=story.pk, part_id=part_of(story).pk, choice=choice, by=story.editor)


def offered(story: Story) -> dict[str, str]:
    layout = lay_out(open_bench(story_id=story.pk))
    groups: list[Group] = list(layout.left.values())
    offers = offers_for(story_id=story.pk, layout=layout, groups=groups)
    return {group.words: offers[group.key].stand_in for group in groups if group.kind == PERSON}


def test_what_was_decided_once_is_offered_again() -> None:
    story = taken()
    names = offered(story)
    longest = max(names, key=len)
    stand_in(story, longest, names[longest])
    after = offered(story)
    assert after["Juniper"] == "Robin"
    assert after["Vale"] == "Ashdale"
    assert "Robin" not in after["Bryony Keane"]


def test_own_words_are_remembered_too() -> None:
    story = taken("Ann came. Later Ann left.")
    stand_in(story, "Ann", "Mai", group=False)
    assert open_register(story_id=story.pk).own[0].stand_in == "Mai"


def test_a_later_story_of_the_teller_is_offered_the_same() -> None:
    first = taken()
    stand_in(first, "Bryony Keane", "Noor Ebrahimi")
    second = taken("Then Bryony Keane held the door.", teller=first.submission.teller)
    assert offered(second)["Bryony Keane"] == "Noor Ebrahimi"
    stand_in(second, "Bryony Keane", "Noor Ebrahimi")
    assert len({row.who for row in RegisterEntry.objects.all()}) == 1


def test_somebody_elses_story_is_not() -> None:
    stand_in(taken(), "Bryony Keane", "Noor Ebrahimi")
    assert offered(taken("Then Bryony Keane held the door."))["Bryony Keane"] == "Robin Ashdale"


def test_a_stand_in_of_another_is_refused_and_nothing_is_hidden() -> None:
    story = taken()
    stand_in(story, "Bryony Keane", "Noor Ebrahimi")
    with pytest.raises(RedactionRefused, match="somebody or somewhere else"):
        stand_in(story, "Juniper", "Noor")
    assert "Juniper" in safe_text(part=part_of(story))


def test_numbered_stand_ins_are_different_people() -> None:
    story = taken()
    stand_in(story, "Bryony Keane", "Person 1")
    stand_in(story, "Juniper", "Person 2")
    with pytest.raises(RedactionRefused):
        stand_in(story, "Vale", "Person 2")


def test_plain_words_may_stand_for_two_people() -> None:
    story = taken()
    stand_in(story, "Bryony Keane", "a friend of mine")
    stand_in(story, "Juniper", "a friend from college")
    assert "a friend from college sat down with a friend of mine" in safe_text(part=part_of(story))


def test_a_stand_in_that_is_a_name_of_the_story_is_refused() -> None:
    story = taken()
    with pytest.raises(RedactionRefused, match="name in this story"):
        stand_in(story, "Juniper", "Bryony")


def test_merged_forms_read_as_one_and_undo_takes_back_the_same_decision() -> None:
    story = taken("Juniper came. Then Mrs Oakes sat. Juniper waved.")
    stand_in(story, "Juniper", "Kai Oyelade")
    stand_in(story, "Mrs Oakes", "Noor")
    merge(story_id=story.pk, keys={key_of("Juniper"), key_of("Mrs Oakes")}, by=story.editor)
    assert safe_text(part=part_of(story)) == "Kai came. Then Mrs Oyelade sat. Kai waved."
    [entry] = open_register(story_id=story.pk).own
    assert set(entry.forms) == {"Juniper", "Mrs Oakes"}
    undo_last(story_id=story.pk, by=story.editor)
    assert safe_text(part=part_of(story)) == "Kai came. Then Mrs Oakes sat. Kai waved."


def test_a_merged_name_that_waits_is_offered_the_one_stand_in() -> None:
    story = taken("Juniper came. Then Bryony Keane sat.")
    stand_in(story, "Juniper", "Kai Oyelade")
    merge(story_id=story.pk, keys={key_of("Juniper"), key_of("Bryony Keane")}, by=story.editor)
    assert offered(story)["Bryony Keane"] == "Kai Oyelade"


def test_taken_out_again_it_is_somebody_else() -> None:
    story = taken("Juniper came. Then Bryony Keane sat.")
    stand_in(story, "Juniper", "Kai Oyelade")
    entry = merge(story_id=story.pk, keys={key_of("Juniper"), key_of("Bryony Keane")}, by=story.editor)
    take_out(story_id=story.pk, who=entry.who, key=key_of("Bryony Keane"), by=story.editor)
    assert offered(story)["Bryony Keane"] == "Robin Ashdale"


def test_one_name_is_nothing_to_merge() -> None:
    story = taken()
    with pytest.raises(NothingToMerge):
        merge(story_id=story.pk, keys={key_of("Juniper")}, by=story.editor)


def test_a_person_and_a_ward_are_not_the_same() -> None:
    story = taken("Bryony Keane came to Larkfield Ward.")
    layout = lay_out(open_bench(story_id=story.pk))
    assert {group.kind for group in layout.left.values()} == {PERSON, RedactionKind.WARD}
    with pytest.raises(NothingToMerge, match="not the same"):
        merge(story_id=story.pk, keys=set(layout.left), by=story.editor)


def test_only_the_storys_own_editor_merges() -> None:
    story = taken()
    with pytest.raises(StageRefused):
        merge(story_id=story.pk, keys={key_of("Juniper"), key_of("Vale")}, by=make_user())


def test_what_shares_a_name_is_said() -> None:
    story = taken()
    looks.sit_down(story_id=story.pk, why=Why.ANONYMISING, by=story.editor)
    singles = open_people(story_id=story.pk, by=story.editor).singles
    like = {single.words: single.like for single in singles}
    assert any("Vale" in words and "Juniper" in others for words, others in like.items())
    assert like["Bryony Keane"] == ()


class TestItGoes:
    def test_with_the_story(self) -> None:
        story = taken()
        stand_in(story, "Bryony Keane", "Noor Ebrahimi")
        other = taken("Bryony Keane again.", teller=story.submission.teller)
        stand_in(other, "Bryony Keane", "Noor Ebrahimi")
        take_back(submission_id=story.pk)
        erase_story(submission_id=story.pk)
        assert {row.submission_id for row in RegisterEntry.objects.all()} == {other.pk}
        assert open_register(story_id=other.pk).own[0].lent == ()

    def test_at_once_when_the_story_is_taken_back(self) -> None:
        story = taken()
        stand_in(story, "Bryony Keane", "Noor Ebrahimi")
        other = taken("Bryony Keane again.", teller=story.submission.teller)
        Submission.objects.filter(pk=story.pk).update(state=SubmissionState.WITHDRAWN)
        assert open_register(story_id=other.pk).lent == ()

    def test_with_the_key_alone(self) -> None:
        story = taken()
        stand_in(story, "Bryony Keane", "Noor Ebrahimi")
        destroy_key(owner=story.pk, kind="story")
        assert open_register(story_id=story.pk).entries == ()

    def test_with_the_only_part_that_named_them(self) -> None:
        story = taken("Juniper came.", answers={"before": "Then Bryony Keane and Juniper sat."})
        parts = {part.prompt: part for part in story.submission.parts.all()}
        for words, reads in (("Bryony Keane", "Noor Ebrahimi"), ("Juniper", "Kai")):
            stand_in(story, words, reads)
        take_back_part(submission_id=story.pk, part_id=parts["before"].pk)
        assert [entry.forms for entry in open_register(story_id=story.pk).own] == [("Juniper",)]


def test_nothing_in_its_rows_can_be_read() -> None:
    story = taken()
    stand_in(story, "Bryony Keane", "Noor Ebrahimi")
    stored = bytes(RegisterEntry.objects.get().sealed)
    assert b"Bryony" not in stored
    assert b"Noor" not in stored


def test_a_trust_is_offered_by_its_region_and_whether_it_may_be_named() -> None:
    make_trust("ZZT")
    Trust.objects.filter(code="ZZT").update(
        name="Marshford Care NHS Trust", region="London", nation="England", org_type="nhs-mh-trust"
    )
    story = taken("They said Marshford Care NHS Trust would ring.", purposes=["named_pack"], trust_code="ZZT")
    layout = lay_out(open_bench(story_id=story.pk))
    [group] = [g for g in layout.left.values() if g.kind == RedactionKind.ORGANISATION]
    offer = offers_for(story_id=story.pk, layout=layout, groups=[group])[group.key]
    assert offer.general[0] == "an NHS trust in London"
    assert offer.named
