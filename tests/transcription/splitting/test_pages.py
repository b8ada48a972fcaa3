"""The pages: who may open them, what they say, what they cost, and that nothing typed into them is lost."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.enums import Role
from accounts.models import User
from common.audit import entries_for
from common.jobs.run_now import drain
from stories.models import Story
from tests.stories.factories import make_user, sign_in
from tests.transcription.splitting.tapes import ask, make_group, split
from transcription.enums import CardState, RipState
from transcription.models import Rip, RipCard
from transcription.splitting.bringing import bring_rip

pytestmark = pytest.mark.django_db
OTHERS = sorted(set(Role) - {Role.EDITOR, Role.SAFEGUARDING_LEAD})
OWN = (("0", "4", "1"), ("4", "8", "2"), ("8", "12", "3"))


def address(rip: Rip, name: str = "rip") -> str:
    return reverse(f"splitting:{name}", args=[rip.pk])


@pytest.fixture
def at(editor: User) -> Client:
    return sign_in(Client(), editor)


@pytest.fixture
def tape(editor: User) -> Rip:
    return make_ready(editor)


def make_ready(editor: User) -> Rip:
    made = bring_rip(organisation=make_group(), by=editor)
    Rip.objects.filter(pk=made.pk).update(
        state=RipState.READY, duration_ms=60_000, has_picture=True, proxy_size=1, cut_places=[5000, 61_500]
    )
    made.refresh_from_db()
    return made


def typed(*rows: tuple[str, str, str], edits: int = 0, **more: str) -> dict[str, object]:
    start, end, who = zip(*rows, strict=True)
    return {"start": list(start), "end": list(end), "who": list(who), "edits": edits, **more}


@pytest.mark.parametrize("role", [None, *OTHERS])
def test_it_is_closed_to_everybody_else(role: Role | None, rip: Rip) -> None:
    split(rip, *OWN)
    client = Client() if role is None else sign_in(Client(), make_user(role))
    card = rip.cards.first()
    assert card is not None
    pages = [reverse("splitting:rips"), *(address(rip, name) for name in ("rip", "play", "take", "destroy"))]
    posts = [address(rip, name) for name in ("save", "take", "destroy", "complete", "files", "file_out")]
    posts += [reverse(f"splitting:{name}", args=[rip.pk, card.pk]) for name in ("words", "handed")]
    wrong = 302 if role is None else 403
    assert {client.get(page).status_code for page in pages} == {wrong}
    assert {client.post(post, {"sure": "on"}).status_code for post in posts} == {wrong}
    rip.refresh_from_db()
    assert (rip.state, rip.stretches.count()) == (RipState.READY, 3)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SAFEGUARDING_LEAD])
def test_each_look_is_logged_once_in_ten_minutes(role: Role, rip: Rip) -> None:
    cache.clear()
    user = make_user(role)
    client = sign_in(Client(), user)
    assert client.get(address(rip)).status_code == 200
    assert not entries_for(rip.pk).filter(action="heard.rip_played").exists(), (
        "the page plays nothing by itself"
    )
    first = client.get(address(rip, "play"), headers={"Range": "bytes=4-7"})
    assert (first.status_code, b"".join(first.streaming_content)) == (206, b"ftyp")  # type: ignore[attr-defined]
    assert "sandbox" in first["Content-Security-Policy"]
    assert first["Cache-Control"] == "no-store, private"
    b"".join(client.get(address(rip, "play")).streaming_content)  # type: ignore[attr-defined]
    looks = entries_for(rip.pk).filter(action="heard.rip_played")
    assert [(look.user, look.label) for look in looks] == [(user, rip.reference)]


def test_it_is_brought_for_a_group_and_says_when_it_goes(at: Client, editor: User) -> None:
    group = make_group()
    assert at.post(reverse("splitting:rips"), {"organisation": ""}).status_code == 422
    made = at.post(reverse("splitting:rips"), {"organisation": str(group.pk)})
    rip = Rip.objects.get()
    assert made["Location"] == address(rip)
    assert (rip.organisation, rip.brought_by, rip.state) == (group, editor, RipState.ARRIVING)
    page = at.get(address(rip)).text
    day = f"{rip.destroy_at:%B %Y}"
    assert f"at the latest until {rip.destroy_at.day} {day}" in page
    assert [entry.action for entry in entries_for(rip.pk)] == ["heard.rip_brought"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(
    count: int, at: Client, editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        split(make_ready(editor), ("0", "10", "1"), ("10", "20", "2"))
        gone = make_ready(editor)
        Rip.objects.filter(pk=gone.pk).update(state=RipState.DESTROYED)
    at.get(reverse("splitting:rips"))
    with django_assert_num_queries(14):
        page = at.get(reverse("splitting:rips")).text
    assert page.count("Ready to be split") == count
    assert page.count("Destroyed here") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_people(
    count: int, at: Client, tape: Rip, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    split(tape, *((str(n * 10), str(n * 10 + 9), str(n + 1)) for n in range(count)))
    at.get(address(tape))
    with django_assert_num_queries(15):
        page = at.get(address(tape)).text
    assert page.count("<h4>Person ") == count
    assert "0:00:05" in page, "a place where it is silent"


def test_at_first_all_of_it_is_one_persons(at: Client, tape: Rip) -> None:
    page = at.get(address(tape)).text
    assert 'value="0:00:00"' in page
    assert 'value="0:01:00"' in page
    assert '<option value="1" selected>' in page


def test_stretches_are_saved_from_typed_times(at: Client, tape: Rip) -> None:
    saved = at.post(address(tape, "save"), typed(("0", "0:10", "1"), ("0:10", "40", "2"), ("", "", "")))
    assert saved["Location"] == address(tape)
    spans = [(each.start_ms, each.end_ms, each.card.number) for each in tape.stretches.select_related("card")]
    assert spans == [(0, 10_000, 1), (10_000, 40_000, 2)]
    onward = at.post(address(tape, "save"), typed(("0", "10", "1"), edits=1, take="1"))
    assert onward["Location"] == address(tape, "take")


def test_what_is_wrong_comes_back_as_it_was_typed(at: Client, tape: Rip) -> None:
    refused = at.post(
        address(tape, "save"), typed(("0", "10", "1"), ("9", "about ten", "2"), ("5", "70", "2"))
    )
    assert refused.status_code == 422
    page = refused.text
    assert 'value="about ten"' in page
    assert "Write both times as" in page
    assert "ends after the recording does" in page
    assert page.count('aria-invalid="true"') == 4
    assert not tape.stretches.exists()


def test_somebody_elses_work_is_not_written_over(at: Client, tape: Rip) -> None:
    at.post(address(tape, "save"), typed(("0", "10", "1")))
    late = at.post(address(tape, "save"), typed(("20", "33.3", "2")))
    assert late.status_code == 422
    assert "Somebody else saved" in late.text
    assert 'value="33.3"' in late.text
    assert at.post(address(tape, "save"), typed(("20", "33.3", "2"), edits=1)).status_code == 302, (
        "now they know"
    )


@pytest.mark.parametrize("edits", ["", "-1", "one", "9" * 30])
def test_a_forged_form_is_no_error_of_ours(edits: str, at: Client, tape: Rip) -> None:
    assert at.post(address(tape, "save"), {"edits": edits, "start": "0"}).status_code == 422
    assert at.post(address(tape, "take"), {"person": ["1", "x", "²"], "sure": "on"}).status_code == 422


def test_taking_asks_what_has_to_be_asked_and_keeps_what_was_ticked(at: Client, tape: Rip) -> None:
    split(tape, ("0", "10", "1"), ("20", "30", "2"))
    page = at.get(address(tape, "take")).text
    assert "what is given to nobody: 40 seconds" in page
    some = {"person": ["1", "2"], "adult-1": "on", "language-1": "cy", "language-2": "en"}
    refused = at.post(address(tape, "take"), some)
    assert refused.status_code == 422
    assert "Say that everything that is to be kept" in refused.text
    assert 'name="adult-1" checked' in refused.text
    assert '<option value="cy" selected>' in refused.text
    assert "person 2" in at.post(address(tape, "take"), some | {"sure": "on"}).text
    assert not RipCard.objects.filter(state=CardState.ASKED).exists()
    done = at.post(address(tape, "take"), some | {"sure": "on", "adult-2": "on"})
    assert done["Location"] == address(tape)
    assert [(card.language, card.state) for card in tape.cards.all()] == [("cy", "asked"), ("en", "asked")]
    assert "Nothing can be changed until that is done" in at.get(address(tape)).text


def test_words_are_shown_on_asking_logged_and_gone_once_handed_on(at: Client, rip: Rip, editor: User) -> None:
    split(rip, *OWN[:1])
    ask(rip, 1, by=editor)
    drain()
    card = rip.cards.get()
    words = reverse("splitting:words", args=[rip.pk, card.pk])
    assert at.get(words)["Location"] == address(rip), "an address that is opened ahead shows nothing"
    shown = at.post(words)
    assert shown["Cache-Control"] == "no-store, private"
    assert card.story_reference in shown.text
    assert next(entry.action for entry in entries_for(rip.pk)) == "heard.rip_words"
    at.post(reverse("splitting:handed", args=[rip.pk, card.pk]))
    assert "nowhere here any more" in at.post(words, follow=True).text
    page = at.get(address(rip)).text
    assert "Show the words" not in page
    assert "Destroyed here on" in page
    assert card.story_reference in page


def test_a_card_of_another_disc_is_not_found(at: Client, tape: Rip, editor: User) -> None:
    split(tape, ("0", "10", "1"))
    other, card = make_ready(editor), tape.cards.get()
    assert at.post(reverse("splitting:words", args=[other.pk, card.pk])).status_code == 404
    assert at.post(reverse("splitting:handed", args=[other.pk, card.pk])).status_code == 404


def test_destroying_takes_two_steps(at: Client, rip: Rip) -> None:
    page = at.get(address(rip, "destroy"))
    assert "Destroy it now" in page.text
    rip.refresh_from_db()
    assert rip.state == RipState.READY
    at.post(address(rip, "destroy"))
    assert "It is being destroyed" in at.get(address(rip)).text
    assert at.get(address(rip, "play")).status_code == 404
    drain()
    assert "Destroyed here on" in at.get(address(rip)).text
    assert at.post(address(rip, "destroy"), follow=True).status_code == 200
    assert next(entry.action for entry in entries_for(rip.pk)) == "heard.rip_destroyed"
    assert not Story.objects.exists()


def test_there_is_a_page_at_every_stage(at: Client, editor: User) -> None:
    rip = bring_rip(organisation=make_group(), by=editor)
    assert at.get(address(rip)).status_code == 200
    for state in RipState:
        Rip.objects.filter(pk=rip.pk).update(state=state, duration_ms=10_000)
        assert at.get(address(rip)).status_code == 200, state


def test_the_menu_leads_there_for_those_who_may(at: Client) -> None:
    item = f'"url": "{reverse("splitting:rips")}"'
    assert item in at.get(reverse("wagtailadmin_home")).text
    coordinator = sign_in(Client(), make_user(Role.COORDINATOR))
    assert item not in coordinator.get(reverse("wagtailadmin_home")).text
