"""Who is asking: ids in a session, and nothing that was not theirs."""

from importlib import import_module

import pytest
from django.conf import settings
from django.http import HttpRequest

from common.vault.keys import destroy_key
from stories import tellers
from stories.models import Teller
from tests.stories.factories import make_story, make_submission, make_teller

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of() -> HttpRequest:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    return request


def remember(request: HttpRequest, teller: Teller) -> None:
    tellers.remember_teller(request=request, teller=teller)


def test_a_teller_is_remembered_by_id_under_a_new_session(request_of: HttpRequest) -> None:
    request_of.session["before"] = 1
    request_of.session.save()
    before = request_of.session.session_key
    teller, _ = make_teller()
    remember(request_of, teller)
    assert request_of.session.session_key != before
    assert tellers.current_teller(request_of) == teller
    assert dict(request_of.session.items()) == {"before": 1, "teller": str(teller.pk)}


def test_the_next_teller_on_a_shared_device_gets_nothing_of_the_one_before(request_of: HttpRequest) -> None:
    (first, words), (second, _) = make_teller(), make_teller()
    draft, sent = make_submission(teller=first), make_story("sent", teller=first)
    remember(request_of, first)
    tellers.keep_receipt(request=request_of, words=words, owner=sent.pk)
    tellers.choose_story(request_of, draft.pk)
    tellers.choose_story(request_of, sent.pk)
    request_of.session["proved"] = request_of.session["email_code"] = "theirs"
    remember(request_of, first)
    assert request_of.session["proved"] == request_of.session["email_code"] == "theirs"
    assert tellers.kept_receipt(request=request_of) == words
    remember(request_of, second)
    assert tellers.kept_receipt(request=request_of) == ""
    assert dict(request_of.session.items()) == {"teller": str(second.pk)}


def test_nobody_is_nobody(request_of: HttpRequest) -> None:
    story = make_story("sent")
    assert tellers.current_teller(request_of) is None
    assert not tellers.teller_owns(request_of, story.pk)
    assert tellers.stories_of(request_of) == []
    assert tellers.draft_in_hand(request_of) is None
    assert tellers.choose_story(request_of, story.pk) is None
    assert tellers.kept_receipt(request=request_of) == ""


def test_a_session_with_nonsense_in_it_is_nobodys(request_of: HttpRequest) -> None:
    request_of.session["draft"] = "nonsense"
    assert tellers.draft_in_hand(request_of) is None


def test_one_owns_ones_own_and_nothing_else(request_of: HttpRequest) -> None:
    teller, _ = make_teller()
    mine, other = make_story("sent", teller=teller), make_story("sent", teller=make_teller()[0])
    remember(request_of, teller)
    assert tellers.teller_owns(request_of, mine.pk)
    assert not tellers.teller_owns(request_of, other.pk)
    assert tellers.choose_story(request_of, other.pk) is None
    assert "story" not in request_of.session
    assert [each.pk for each in tellers.stories_of(request_of)] == [mine.pk]


def test_the_story_in_hand_is_the_last_one_sent_or_the_chosen(request_of: HttpRequest) -> None:
    teller, _ = make_teller()
    remember(request_of, teller)
    first, second = make_story("sent", teller=teller), make_story("published", teller=teller)
    draft = make_submission(teller=teller)
    told = tellers.stories_of(request_of)
    assert [each.pk for each in told] == [draft.pk, second.pk, first.pk]
    assert tellers.story_in_hand(request_of, told=told) == second.submission
    tellers.choose_story(request_of, first.pk)
    assert tellers.story_in_hand(request_of, told=told) == first.submission
    tellers.choose_story(request_of, draft.pk)
    assert tellers.story_in_hand(request_of, told=told) == first.submission, "a draft is not a story yet"
    assert tellers.draft_in_hand(request_of) == draft


def test_a_form_says_which_draft_is_its_own(request_of: HttpRequest) -> None:
    teller, _ = make_teller()
    remember(request_of, teller)
    first, second, others = (make_submission(teller=who) for who in (teller, teller, make_teller()[0]))
    request_of.session["draft"] = str(second.pk)
    assert tellers.draft_in_hand(request_of) == second
    request_of.POST = {"draft": str(first.pk)}  # type: ignore[assignment]
    assert tellers.draft_in_hand(request_of) == first
    assert request_of.session["draft"] == str(first.pk), "the page that follows is about the same one"
    request_of.POST = {"draft": str(others.pk)}  # type: ignore[assignment]
    assert tellers.draft_in_hand(request_of) is None
    request_of.POST = {"draft": "nonsense"}  # type: ignore[assignment]
    assert tellers.draft_in_hand(request_of) == first


def test_a_receipt_is_kept_sealed_and_goes_with_its_key(request_of: HttpRequest) -> None:
    submission = make_submission()
    words = "acid abacus zoom yo-yo acid"
    tellers.keep_receipt(request=request_of, words=words, owner=submission.pk)
    assert not any(word in repr(dict(request_of.session.items())) for word in words.split())
    assert tellers.kept_receipt(request=request_of) == words
    destroy_key(owner=submission.pk)
    assert tellers.kept_receipt(request=request_of) == ""


def test_a_receipt_sealed_for_another_story_does_not_open(request_of: HttpRequest) -> None:
    one, other = make_submission(), make_submission()
    tellers.keep_receipt(request=request_of, words="acid", owner=one.pk)
    request_of.session["receipt"][0] = str(other.pk)
    assert tellers.kept_receipt(request=request_of) == ""


def test_forgetting_leaves_nothing(request_of: HttpRequest) -> None:
    submission = make_submission()
    remember(request_of, submission.teller)
    tellers.keep_receipt(request=request_of, words="acid", owner=submission.pk)
    tellers.forget_teller(request=request_of)
    assert dict(request_of.session.items()) == {}
