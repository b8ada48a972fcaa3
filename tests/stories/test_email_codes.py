"""An e-mail address in place of the receipt: tied by a code, kept nowhere, and untied again."""

import datetime as dt
import logging
import re
from threading import Event

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.http import HttpRequest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from accounts.models import User
from stories.email_codes import CODES_AN_HOUR, TRIES, CodeRefused, email_mac, finish, start
from stories.models import Teller
from tests.stories.factories import at_time, make_story, make_teller
from tests.stories.views.test_traces import everything_cached, everything_stored
from tests.stories.views.visitor import Visitor, come_back, receipt_words

pytestmark = pytest.mark.django_db
ADDRESS = "qzxmara@elsewhere.example"


def the_code() -> str:
    found = re.search(r"\b[0-9]{6}\b", mail.outbox[-1].body)
    assert found
    return found.group()


def tie(visitor: Visitor, address: str = ADDRESS) -> Visitor:
    visitor.open("/return/account/").press("Send me a code", email=address)
    return visitor.press("Go on", code=the_code())


def ask(address: str = ADDRESS) -> Visitor:
    return Visitor().open("/return/account/").press("Send me a code", email=address)


@pytest.fixture
def tied() -> tuple[Visitor, str]:
    teller, words = make_teller()
    make_story("sent", teller=teller)
    return tie(come_back(words)), words


def test_the_address_and_the_receipt_open_the_same_page(tied: tuple[Visitor, str]) -> None:
    visitor, words = tied
    people = User.objects.count()
    assert "An e-mail address opens your page" in visitor.text
    other = ask(ADDRESS.upper()).press("Go on", code=the_code())
    assert other.path == "/return/story/"
    assert other.client.session["teller"] == come_back(words).client.session["teller"]
    assert User.objects.count() == people, "no account, so nobody who could be given a role"


def test_the_mail_says_nothing_of_what_it_is_for(tied: tuple[Visitor, str]) -> None:
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Your code", [ADDRESS])
    for word in ("story", "heard", "ward", "receipt"):
        assert word not in (message.subject + message.body).lower()


def test_an_address_that_nobody_tied_gets_no_mail_and_the_same_answer(tied: tuple[Visitor, str]) -> None:
    known, unknown = ask(), ask("nobody@elsewhere.example")
    assert len(mail.outbox) == 2, "one for tying, one for the known address"
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert strip.sub("", known.text) == strip.sub("", unknown.text)
    unknown.press("Go on", code="000000")
    assert unknown.path == "/return/account/code/"


def test_a_code_is_good_for_a_few_tries_and_a_few_minutes(tied: tuple[Visitor, str]) -> None:
    visitor = ask()
    code = the_code()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(TRIES):
        assert "That is not the code" in visitor.press("Go on", code=wrong).text
    assert "That is not the code" in visitor.press("Go on", code=code).text
    late = ask()
    with at_time(timezone.now() + dt.timedelta(minutes=16)):
        assert "it is too old" in late.press("Go on", code=the_code()).text


def test_a_code_opens_nothing_in_another_browser(tied: tuple[Visitor, str]) -> None:
    ask()
    other = ask("nobody@elsewhere.example")
    other.press("Go on", code=the_code())
    assert other.path == "/return/account/code/"


def test_nobody_is_flooded_with_codes(tied: tuple[Visitor, str]) -> None:
    for _ in range(CODES_AN_HOUR + 3):
        assert ask().status == 200
    assert len(mail.outbox) == CODES_AN_HOUR


def test_a_code_that_was_mailed_to_nobody_opens_nothing(
    tied: tuple[Visitor, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stories.email_codes.secrets.randbelow", lambda _below: 123456)
    for number in range(CODES_AN_HOUR + 1):
        visitor = ask()
        visitor.press("Go on", code="123456")
        mailed = number + 1 < CODES_AN_HOUR  # one more was mailed for tying
        assert visitor.path == ("/return/story/" if mailed else "/return/account/code/")
    nobody = ask("nobody@elsewhere.example")
    assert nobody.press("Go on", code="123456").path == "/return/account/code/"
    assert nobody.press("Go on", code="x").path == "/return/account/code/"


def test_many_tries_at_once_are_many_tries(tied: tuple[Visitor, str]) -> None:
    request = HttpRequest()
    request.session = SessionStore()
    start(request=request, email=ADDRESS, tie=False)
    code = the_code()
    held = dict(request.session.items())
    for _ in range(TRIES):
        # Each reads the session as it was before any other was counted, and writes over what the other wrote.
        request.session = SessionStore()
        request.session.update(held)
        with pytest.raises(CodeRefused):
            finish(request=request, code=f"{(int(code) + 1) % 10**6:06d}")
    request.session.update(held)
    with pytest.raises(CodeRefused):
        finish(request=request, code=code)


def test_the_answer_does_not_wait_for_the_mail_server(
    tied: tuple[Visitor, str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, sent = Event(), Event()
    outcome: list[bool] = []

    def slow(*_args: object) -> int:
        outcome.append(answered.wait(20))
        sent.set()
        raise OSError(f"550 no such user {ADDRESS}")

    settings.CODES_IN_BACKGROUND = True
    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    assert ask().path == "/return/account/code/"
    answered.set()
    assert sent.wait(20)
    assert outcome == [True], "the page was there before the mail was"


def test_the_next_teller_on_this_device_gets_nothing_of_the_address_before(tied: tuple[Visitor, str]) -> None:
    teller, words = make_teller()
    make_story("sent", teller=teller)
    tie(come_back(words))
    shared = ask().press("Go on", code=the_code())
    assert shared.path == "/return/account/mine/"
    other, others_words = make_teller()
    make_story("sent", teller=other)
    shared.open("/return/").press("Open my page", words=others_words)
    assert shared.client.session["teller"] == str(other.pk)
    assert shared.open("/return/account/mine/").path == "/return/account/"


def test_an_unfinished_code_ties_nothing_to_the_next_teller() -> None:
    (first, words), (second, others_words) = make_teller(), make_teller()
    for teller in (first, second):
        make_story("sent", teller=teller)
    shared = come_back(words).open("/return/account/").press("Send me a code", email=ADDRESS)
    form = shared.form("Go on")
    shared.open("/return/").press("Open my page", words=others_words)
    assert shared.client.session["teller"] == str(second.pk)
    shared.send(form, code=the_code())
    assert set(Teller.objects.values_list("email_mac", flat=True)) == {""}


def test_asking_for_many_codes_is_slowed_like_guessing() -> None:
    visitor = Visitor()
    for _ in range(5):
        visitor.open("/return/account/").press("Send me a code", email=ADDRESS)
    visitor.open("/return/account/").press("Send me a code", email=ADDRESS)
    assert (visitor.status, visitor.page["Retry-After"]) == (429, "5")
    assert visitor.form("Try again").values["email"] == ADDRESS


def test_the_address_is_kept_nowhere(tied: tuple[Visitor, str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask()
    stored = everything_stored()
    assert Teller.objects.get().email_mac.encode() in b"".join(stored.values())
    for trace in (ADDRESS, ADDRESS.split("@", maxsplit=1)[0]):
        assert not [table for table, body in stored.items() if trace.encode() in body]
        assert trace.encode() not in everything_cached()
        assert trace not in caplog.text


def test_untied_the_address_opens_nothing_and_there_are_new_words(tied: tuple[Visitor, str]) -> None:
    visitor, words = tied
    visitor.press("Untie the address")
    assert visitor.path == "/tell/receipt/"
    new = receipt_words(visitor)
    assert new != words
    assert come_back(words).path == "/return/", "the old words are no more"
    assert come_back(new).path == "/return/story/"
    cache.clear()
    sent = len(mail.outbox)
    ask()
    assert len(mail.outbox) == sent


def test_one_address_may_open_two_stories_of_two_receipts(tied: tuple[Visitor, str]) -> None:
    teller, words = make_teller()
    second = make_story("sent", teller=teller)
    tie(come_back(words))
    visitor = ask().press("Go on", code=the_code())
    assert visitor.path == "/return/account/mine/"
    stranger = make_story("sent")
    assert stranger.reference not in visitor.text
    visitor.send(visitor.form(second.reference), button=second.reference)
    assert visitor.path == "/return/story/"
    assert second.reference in visitor.text
    form = visitor.open("/return/account/mine/").form(second.reference)
    visitor.send(form, story=str(stranger.pk))
    assert visitor.path == "/return/account/mine/", "somebody else's is not opened"


def test_pages_without_what_they_need_lead_on() -> None:
    visitor = Visitor()
    assert visitor.open("/return/account/code/").path == "/return/account/"
    assert visitor.open("/return/account/mine/").path == "/return/account/"
    visitor.send(visitor.open("/return/account/").forms()[0], email="not an address")
    assert "does not look like an e-mail address" in visitor.text


@given(st.emails())
def test_an_address_is_the_same_however_it_is_typed(email: str) -> None:
    assert email_mac(email=f" {email.upper()} ") == email_mac(email=email.lower()) or "ı" in email


def test_another_key_makes_another_mark(settings: Settings) -> None:
    mark = email_mac(email=ADDRESS)
    settings.RECEIPT_KEY = "another"
    assert email_mac(email=ADDRESS) != mark
