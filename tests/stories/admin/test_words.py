"""The workbench with and without its script: looks logged, decisions made, nothing entered lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from common import audit, slots
from common.jobs.registry import replaced
from stories.anonymise.model import Proposal
from stories.anonymise.stored import keep_found
from stories.bench.layout import key_of
from stories.enums import RedactionKind, Why
from stories.models import Redaction, Story
from stories.redaction import safe_text
from tests.stories.factories import look_through, make_story, make_user, part_of, sign_in, sit_down

pytestmark = pytest.mark.django_db
Address = Callable[..., str]
TEXT = "Ann held Bo at Larch Ward. Then Ann left."
SCRIPT = {"X-Workbench": "1"}


@pytest.fixture
def story() -> Story:
    return make_story("taken", text=TEXT)


@pytest.fixture
def mine(story: Story) -> Client:
    return sign_in(Client(), story.editor)


def given(words: str, **more: Any) -> dict[str, Any]:
    return {"words": words, "kind": "person", "action": "mask"} | more


def looks(story: Story) -> int:
    return [entry.action for entry in audit.entries_for(story.pk)].count("heard.read_sealed")


def test_opening_shows_both_texts_and_is_logged(mine: Client, story: Story, address: Address) -> None:
    response = mine.get(address("words", story))
    page = response.content.decode()
    assert page.count(TEXT) == 2
    assert "no-store" in response["Cache-Control"]
    assert looks(story) == 1
    entry = audit.entries_for(story.pk).first()
    assert entry.user == story.editor
    assert entry.data == {"part": str(part_of(story).pk), "extent": "all", "why": "anonymising"}


def test_a_refused_visit_is_no_look(story: Story, address: Address) -> None:
    sign_in(Client(), make_user(Role.COORDINATOR)).get(address("words", story))
    assert looks(story) == 0


@pytest.mark.parametrize("state", ["handed", "withdrawn"])
def test_closed_words_send_back_to_the_cover(editing: Client, address: Address, state: str) -> None:
    story = make_story(state)
    response = editing.get(address("words", story))
    assert response.status_code == 302
    assert response.url == address("story", story)
    assert looks(story) == 0


def test_hiding_without_script_comes_back_to_the_page(mine: Client, story: Story, address: Address) -> None:
    response = mine.post(address("hide", story), given("Ann", everywhere="on"), follow=True)
    page = response.content.decode()
    assert "Hidden in 2 places." in page
    assert '">Ann</mark> held Bo' in page
    assert "<ins>[…]</ins> held Bo" in page
    assert safe_text(part=part_of(story)) == "[…] held Bo at Larch Ward. Then […] left."


def test_hiding_with_the_script_answers_with_the_changed_parts(
    mine: Client, story: Story, address: Address
) -> None:
    data = given("Ann", start="0", end="3", action="stand_in", replacement="Mai")
    response = mine.post(address("hide", story), data, headers=SCRIPT)
    change = response.json()
    assert change["said"] == "Hidden in 1 place."
    [(number, sealed, safe)] = change["pieces"]
    assert number == 0
    assert '">Ann</mark> held Bo' in sealed
    assert safe.startswith("<ins>Mai</ins> held Bo")
    assert ">Mai</ins>" in change["done"][0]
    assert "0 of 1 groups decided" in change["progress"], "the other Ann is flagged"
    assert "hidden elsewhere" in change["groups"][0][1]
    assert "no-store" in response["Cache-Control"]
    assert looks(story) == 0, "the decision is in the log; the words were open already"


REFUSED = [
    (given(""), "Choose words in the text, or write them here."),
    (given("Zebedee"), "whole words"),
    (given("Ann", action="stand_in"), "Write the words that should stand there instead."),
    (given("Ann", start="4", end="7"), "not where your page has them"),
    (given("Ann", kind="colour"), "Select a valid choice"),
    (given("Ann", action=""), "Press one of the four buttons."),
]


@pytest.mark.parametrize(("data", "said"), REFUSED)
def test_a_refusal_keeps_what_was_entered(
    mine: Client, story: Story, address: Address, data: dict[str, Any], said: str
) -> None:
    data = data | {"replacement": "kept as typed" if data["action"] == "mask" else ""}
    response = mine.post(address("hide", story), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert f">\n{data['words']}</textarea>" in page
    assert data["replacement"] in page
    assert not Redaction.objects.exists()


@pytest.mark.parametrize(("data", "said"), REFUSED)
def test_a_refusal_for_the_script_is_the_message_alone(
    mine: Client, story: Story, address: Address, data: dict[str, Any], said: str
) -> None:
    response = mine.post(address("hide", story), data, headers=SCRIPT)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "<textarea" not in response.content.decode(), "the script leaves alone what was entered"


def test_somebody_elses_story_is_refused_with_a_message(
    editor: User, editing: Client, story: Story, address: Address
) -> None:
    sit_down(story, editor)
    response = editing.post(address("hide", story), given("Ann"))
    assert response.status_code == 422
    assert f"{story.editor} has this story now" in response.content.decode()
    assert not Redaction.objects.exists()


def test_looking_only_shows_no_form(editor: User, editing: Client, story: Story, address: Address) -> None:
    sit_down(story, editor)
    page = editing.get(address("words", story)).content.decode()
    assert "You are looking only" in page
    assert address("hide", story) not in page
    assert address("undo", story) not in page


def test_line_ends_of_a_browser_are_understood(address: Address) -> None:
    story = make_story("taken", text="one two\n\nthree four")
    mine = sign_in(Client(), story.editor)
    mine.post(address("hide", story), given("two\r\n\r\nthree", start="4", end="14"))
    assert safe_text(part=part_of(story)) == "one […] four"


def decided(page: str) -> str:
    return re.findall(r'name="decided" value="([^"]*)"', page)[0]


def test_undoing(mine: Client, story: Story, address: Address) -> None:
    page = mine.post(address("hide", story), given("Ann", everywhere="on"), follow=True).content.decode()
    data = {"decided": decided(page)}
    page = mine.post(address("undo", story), data, follow=True).content.decode()
    assert "Undone in 2 places." in page
    assert safe_text(part=part_of(story)) == TEXT
    again = mine.post(address("undo", story), data, follow=True)
    assert "Undone in 0 places." in again.content.decode()


def test_undoing_the_last_without_naming_it(mine: Client, story: Story, address: Address) -> None:
    mine.post(address("hide", story), given("Ann", everywhere="on"))
    mine.post(address("hide", story), given("Bo", action="keep"))
    assert "Undone in 1 place." in mine.post(address("undo", story), follow=True).content.decode()
    assert mine.post(address("undo", story), headers=SCRIPT).json()["said"] == "Undone in 2 places."
    refused = mine.post(address("undo", story), headers=SCRIPT)
    assert refused.status_code == 422
    assert "nothing of yours to undo" in refused.content.decode()


def test_undoing_too_late_is_a_message(address: Address) -> None:
    story = make_story("handed")
    client = sign_in(Client(), story.editor)
    ids = [f"r{pk}" for pk in Redaction.objects.values_list("pk", flat=True)]
    page = client.post(address("undo", story), {"decided": " ".join(ids)}, follow=True).content.decode()
    assert "Nothing can be changed at the stage “Second reading”." in page
    assert Redaction.objects.count() == len(ids)


def test_nonsense_for_an_id_is_harmless(mine: Client, story: Story, address: Address) -> None:
    data = {"decided": "x -1 r k " + "9" * 30 + " r" + "9" * 30}
    assert mine.post(address("undo", story), data).status_code == 302
    assert mine.post(address("hide", story), given("Ann", group="../x")).status_code == 422


def test_a_group_fills_the_panel_without_a_word_in_an_address(
    mine: Client, story: Story, address: Address
) -> None:
    look_through(story)
    key = key_of("larch ward")
    response = mine.post(address("words", story), {"group": key})
    page = response.content.decode()
    assert ">\nLarch Ward</textarea>" in page
    assert f'name="group" value="{key}" id="id_group"' in page
    assert '<option value="ward" selected>' in page
    assert '<button class="offered offered--general" type="submit" name="general" value="the ward">' in page
    assert not Redaction.objects.exists()
    assert "Larch" not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]


def test_a_button_with_words_on_it_decides_with_them(mine: Client, story: Story, address: Address) -> None:
    look_through(story)
    data = {"words": "Larch Ward", "kind": "ward", "group": key_of("Larch Ward"), "general": "the ward"}
    mine.post(address("hide", story), data)
    assert "Bo at the ward. Then" in safe_text(part=part_of(story))
    assert Redaction.objects.get().action == "generalise"


def test_every_group_is_shown_with_its_count_kind_and_doubt(address: Address) -> None:
    story = make_story("taken", text="Juniper came. JUNIPER left. They said Hope was there.")
    keep_found(
        part=part_of(story),
        found=[
            Proposal(0, 7, RedactionKind.PERSON, 0.9),
            Proposal(14, 21, RedactionKind.PERSON, 0.9),
            Proposal(38, 42, RedactionKind.PERSON, 0.1),
        ],
    )
    page = sign_in(Client(), story.editor).get(address("words", story)).content.decode()
    listed = re.findall(r'<li data-row="[^"]*".*?</li>', page, re.DOTALL)
    assert [("Juniper" in row, "×2" in row, ">Person<" in row, "less certain" in row) for row in listed] == [
        (True, True, True, False),
        (False, False, True, True),
    ]
    assert "0 of 2 groups decided" in page


def test_it_says_that_the_patterns_miss_things(mine: Client, story: Story, address: Address) -> None:
    before = mine.get(address("words", story)).content.decode()
    look_through(story)
    after = mine.get(address("words", story)).content.decode()
    assert "They miss things" in before
    assert "We are still looking through it." in before
    assert 'data-words="Larch Ward"' not in before
    assert "We are still looking through it." not in after
    assert 'data-words="Larch Ward"' in after


@pytest.mark.parametrize("cased", [str, str.lower])
def test_it_says_when_hardly_a_word_has_a_capital(address: Address, cased: Callable[[str], str]) -> None:
    story = make_story("taken", text=cased("And then Mo said it to Ann. " * 20))
    page = sign_in(Client(), story.editor).get(address("words", story)).content.decode()
    assert ("hardly any capital letters" in page) is (cased is str.lower)


def test_markup_in_a_story_is_text(address: Address) -> None:
    story = make_story("taken", text="<script>alert(1)</script> & <b>Bo</b>")
    mine = sign_in(Client(), story.editor)
    mine.post(address("hide", story), given("Bo", action="stand_in", replacement="<i>x</i>"))
    page = mine.get(address("words", story)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<ins>&lt;i&gt;x&lt;/i&gt;</ins>" in page


def test_a_recording_without_words_yet_shows_its_slot(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils.html import format_html

    monkeypatch.setitem(
        slots._fillers, "editor_part", [lambda request, context: format_html("<p>{}</p>", context["part_id"])]
    )
    with replaced("transcribe_recording", lambda run: None):
        story = make_story("taken", text="", recording=b"sound")
    part = part_of(story)
    page = sign_in(Client(), story.editor).get(address("words", story)).content.decode()
    assert f"<p>{part.pk}</p>" in page
    assert "There are no words yet" in page


def test_what_the_teller_said_about_the_place_is_beside_the_words(address: Address) -> None:
    from stories.models import Submission
    from tests.stories.factories import make_trust

    story = make_story("taken", text=TEXT)
    Submission.objects.filter(pk=story.pk).update(trust=make_trust(), event_year=2019)
    page = sign_in(Client(), story.editor).get(address("words", story)).content.decode()
    assert "Testmoor NHS Foundation Trust" in page
    assert "2019" in page


def test_the_tellers_note_opens_with_a_look(editor: User, editing: Client, address: Address) -> None:
    story = make_story("changes", note="Please leave Wren out.")
    sit_down(story, editor, Why.MESSAGE)
    from stories.workbench import last_answer

    answer = last_answer(story_id=story.pk)
    response = editing.get(address("note", story, approval_id=answer.pk))
    assert "Please leave Wren out." in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert audit.entries_for(story.pk).first().data == {"note": answer.pk, "why": "message"}


def test_a_note_of_another_story_is_not_found(editing: Client, address: Address) -> None:
    from stories.workbench import last_answer

    other, story = make_story("changes", note="Secret."), make_story("changes")
    answer = last_answer(story_id=other.pk)
    assert editing.get(address("note", story, approval_id=answer.pk)).status_code == 404
