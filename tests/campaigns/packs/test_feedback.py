"""Readers’ answers: for the group alone until it passes them on; then tellers see them, and a promise stands."""

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.enums import Helped
from campaigns.models import Edition, Feedback
from campaigns.packs import feedback
from campaigns.packs.links import make_link
from campaigns.what_changed import keep_what_changed, what_changed
from stories.withdrawal import take_back
from tests.campaigns.factories import make_coordinator, make_edition, make_pack, story_ids
from tests.stories.factories import sign_in

pytestmark = pytest.mark.django_db
WORDS = "I will close the room by March."


@pytest.fixture
def edition() -> Edition:
    return make_edition(pack=make_pack(stories=1))


def say(edition: Edition, **fields: str) -> Feedback:
    said = {"helped": Helped.YES, "job": "Director of nursing", "will_do": WORDS} | fields
    return feedback.give_feedback(edition=edition, **said)  # type: ignore[arg-type]


def let_in(client: Client, edition: Edition) -> str:
    made = make_link(edition_id=edition.pk, by=None)
    client.post(reverse("campaigns:edition", args=[made.token]), {"passcode": made.passcode})
    return reverse("campaigns:edition_answer", args=[made.token])


def test_a_reader_answers_and_nothing_typed_is_lost(client: Client, edition: Edition):
    address = let_in(client, edition)
    assert "Tell the people who made it" in client.get(address.removesuffix("answer/")).content.decode()
    missing = client.post(address, {"job": "Matron", "will_do": WORDS})
    assert (missing.status_code, Feedback.objects.count()) == (422, 0)
    assert "Matron" in missing.content.decode()
    assert WORDS in missing.content.decode()
    given = client.post(address, {"helped": "partly", "job": "Matron", "will_do": WORDS})
    assert "Thank you" in given.content.decode()
    row = Feedback.objects.get()
    assert (row.helped, row.job, row.will_do, row.commitment) == ("partly", "Matron", WORDS, None)


def test_without_the_passcode_or_when_it_is_over_nobody_answers(client: Client, edition: Edition):
    address = let_in(client, edition)
    other = Client()
    assert other.post(address, {"helped": "yes", "job": "x"}).status_code == 302
    take_back(submission_id=story_ids(edition.pack)[0])
    assert client.post(address, {"helped": "yes", "job": "x"}).status_code == 302
    assert not Feedback.objects.exists()


def test_there_is_a_bound(client: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feedback, "MOST", 1)
    say(edition)
    with pytest.raises(feedback.TooMany):
        say(edition)
    full = client.post(let_in(client, edition), {"helped": "yes", "job": "Matron"})
    assert full.status_code == 422
    assert "many answers" in full.content.decode()


def test_tellers_see_it_once_it_is_passed_on_and_it_becomes_a_promise(client: Client, edition: Edition):
    coordinator = make_coordinator(edition.pack.campaign.organisation)
    row, [story_id] = say(edition), story_ids(edition.pack)
    [before] = what_changed(story_id=story_id)
    assert (before.said, before.promises) == ((), ())
    sign_in(client, coordinator)
    page = client.get(reverse("packs:edition", args=[edition.pk])).content.decode()
    assert WORDS in page
    settle = reverse("packs:settle", args=[edition.pk, row.pk])
    for _ in range(2):
        words = {f"said-{row.pk}-promise": WORDS, f"said-{row.pk}-owner": "Director of nursing"}
        client.post(settle, {"settle": "pass_on", **words})
    [after] = what_changed(story_id=story_id)
    assert [(each.job, each.helped) for each in after.said] == [("Director of nursing", Helped.YES)]
    assert [(each.text, each.owner) for each in after.promises] == [(WORDS, "Director of nursing")]
    assert "It helped" in str(keep_what_changed(story_id))
    client.post(settle, {"settle": "leave"})
    assert Feedback.objects.get().left_at is None


@pytest.mark.parametrize(
    "slip",
    [
        "Ask ann@trust.example",
        "Ask ann (at) trust.example",
        "Ring 020 7946 0018",
        "Ring (01632) 960–983",
        "Ring 0113/4960000",
        "Ring +44 (0)20 7946 0018",
    ],
)
def test_nothing_that_reaches_a_person_is_passed_on_and_what_was_typed_stays(
    client: Client, edition: Edition, slip: str
):
    row, [story_id] = say(edition), story_ids(edition.pack)
    sign_in(client, make_coordinator(edition.pack.campaign.organisation))
    words = {f"said-{row.pk}-promise": f"A clock by June. {slip}", f"said-{row.pk}-owner": "Matron"}
    settle = reverse("packs:settle", args=[edition.pk, row.pk])
    answer = client.post(settle, {"settle": "pass_on", **words})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Take out the e-mail address or the phone number" in shown
    assert f"A clock by June. {slip}" in shown
    [after] = what_changed(story_id=story_id)
    assert (after.said, after.promises) == ((), ())
    fixed = {**words, f"said-{row.pk}-promise": "From 01.12.2026 - 31.05.2027, 3 wards."}
    assert client.post(settle, {"settle": "pass_on", **fixed}).status_code == 302
    [after] = what_changed(story_id=story_id)
    assert [(each.text, each.owner) for each in after.promises] == [
        ("From 01.12.2026 - 31.05.2027, 3 wards.", "Matron")
    ]


def test_a_reader_who_answers_again_changes_their_own_answer_and_no_other(client: Client, edition: Edition):
    other = say(edition)
    address = let_in(client, edition)
    for helped in ("no", "yes"):
        assert client.post(address, {"helped": helped, "job": "Ward manager"}).status_code == 200
    mine = Feedback.objects.exclude(pk=other.pk).get()
    assert (mine.helped, mine.job) == (Helped.YES, "Ward manager")
    feedback.leave(feedback=mine, by=make_coordinator(edition.pack.campaign.organisation))
    client.post(address, {"helped": "no", "job": "Ward manager"})
    assert Feedback.objects.count() == 3  # what was settled stays as it was


def test_answers_that_were_settled_make_room(edition: Edition, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feedback, "MOST", 1)
    by = make_coordinator(edition.pack.campaign.organisation)
    feedback.leave(feedback=say(edition), by=by)
    assert say(edition).pk


def test_what_is_left_goes_no_further_and_a_bare_answer_makes_no_promise(edition: Edition):
    coordinator, [story_id] = make_coordinator(edition.pack.campaign.organisation), story_ids(edition.pack)
    feedback.leave(feedback=say(edition), by=coordinator)
    words = {"promise": "", "owner": "Matron", "by": coordinator}
    assert feedback.pass_on(feedback=Feedback.objects.get(), **words) is None
    assert feedback.pass_on(feedback=say(edition, will_do="", helped=Helped.NO), **words) is None
    [outcome] = what_changed(story_id=story_id)
    assert [each.helped for each in outcome.said] == [Helped.NO]
    assert outcome.promises == ()
