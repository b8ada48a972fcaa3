"""Answering through the link, as somebody who has no account and no JavaScript."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from campaigns.enums import Phase
from campaigns.models import Campaign, Round, RoundAnswer
from campaigns.organising.evaluation import close_round, open_round
from campaigns.organising.questions import QUESTIONS
from tests.campaigns.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    cache.clear()
    campaign = make_campaign(name="Secret campaign", aim="Secret aim")
    return open_round(campaign=campaign, phase=Phase.BEFORE, ward="Elm ward", time="in spring 2025")


def url(found: Round) -> str:
    return reverse("campaigns:questions", args=[found.token])


def test_the_page_says_what_becomes_of_answers_and_asks_for_no_name(client: Client, round_: Round):
    shown = client.get(url(round_)).content.decode()
    assert "Elm ward: in spring 2025" in shown
    assert "Nobody asks who you are" in shown
    assert shown.count("<fieldset") == len(QUESTIONS) == 8
    assert shown.count('type="radio"') == 48
    assert 'type="text"' not in shown
    assert "checked" not in shown
    assert "Secret" not in shown
    assert "noindex" in shown


def test_what_was_chosen_is_kept_without_anything_of_who_sent_it(client: Client, round_: Round):
    answer = client.post(url(round_), {"talk": "4", "safe": "0"}, follow=True)
    assert answer.redirect_chain == [(reverse("campaigns:questions_thanks"), 302)]
    assert "Your answers are in." in answer.content.decode()
    assert RoundAnswer.objects.get().choices == {"talk": 4, "safe": 0}


@pytest.mark.parametrize(
    ("data", "words"),
    [({}, "Choose an answer to at least one question."), ({"talk": "7"}, "Choose one of these.")],
)
def test_what_cannot_be_counted_is_said_and_nothing_is_kept(client: Client, round_: Round, data, words):
    answer = client.post(url(round_), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not RoundAnswer.objects.exists()


def test_one_browser_cannot_fill_a_round_by_itself_and_loses_nothing(client: Client, round_: Round):
    answers = [client.post(url(round_), {"talk": "1"}) for _ in range(8)]
    last = answers[-1]
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0
    assert 'value="1" id="id_talk_0" checked' in " ".join(last.content.decode().split())
    assert RoundAnswer.objects.count() < 8


@pytest.mark.parametrize("why", ["closed", "ended", "unknown"])
def test_a_link_that_leads_nowhere_says_so(client: Client, round_: Round, why):
    if why == "closed":
        close_round(round_id=round_.pk)
    if why == "ended":
        Campaign.objects.update(ended_on="2026-01-01")
    token = "nothing" if why == "unknown" else round_.token
    answer = client.get(reverse("campaigns:questions", args=[token]))
    assert answer.status_code == 404
    assert "These questions are closed" in answer.content.decode()
    assert client.post(reverse("campaigns:questions", args=[token]), {"talk": "1"}).status_code == 404


def test_it_is_there_in_welsh(client: Client, round_: Round):
    with override("en-gb"):  # and back to it: the next test may be in this thread
        shown = client.get(url(round_), headers={"accept-language": "cy"}).content.decode()
    assert "Mae staff yn siarad â phobl cyn defnyddio grym." in shown
    assert "Bob amser" in shown
