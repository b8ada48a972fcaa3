"""Whatever is typed into a teller's form: never a server error, and whatever was right in it is still there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from stories import telling
from stories.enums import Purpose
from stories.models import ConsentRecord, SealedPart, Story, Submission
from stories.tellers import SESSION_KEY
from tests.stories.factories import make_story, make_teller, make_themes, make_trust
from tests.stories.views.visitor import Form, Visitor

pytestmark = pytest.mark.django_db

ODD = st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "a\udfffb",
        "😀" * 300,
        "\u202e\u2066right to left\u2069",
        "İstanbul ﬁ ß \u0301\u0301",
        "\x1b[31m\x07\x0c\x0b\x85\u2028",
        "9" * 5000,
        "-1",
        "1e309",
        "NaN",
        "٢٠١٩",
        "2019.0",
        "no",
        "1; DROP TABLE stories_story",
        "{{ settings.SECRET_KEY }}{% debug %}",
        "<script>alert(1)</script>",
        "%00%ed%a0%80",
        "None",
        "on",
        "../../etc/passwd",
    ]
)
ANYTHING = st.one_of(ODD, st.text(max_size=300), st.integers().map(str), st.floats().map(str))
LONG = "é\n" * 100_000
many = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def telling_one(visitor: Visitor) -> Visitor:
    make_trust()
    make_themes()
    visitor.client.raise_request_exception = False
    visitor.open("/tell/").press("Start telling").press("Save and go on", text="What I wrote before.")
    visitor.open("/tell/where/").press("Save and go on", trust="ZZT", event_year="2001")
    visitor.open("/tell/agree/").press("Ask me", adult="on")
    return visitor


def open_form(visitor: Visitor, path: str, label: str) -> Form:
    form = visitor.open(path).form(label)
    assert visitor.status == 200
    return form


def kept() -> str:
    return telling.read_draft_text(submission_id=Submission.objects.get().pk)


def in_utf8(words: str) -> str:
    """What arrives when a sender breaks a letter in two: the pieces come as question marks."""
    return words.encode(errors="surrogatepass").decode(errors="replace")


def test_the_words(telling_one: Visitor) -> None:
    form = open_form(telling_one, "/tell/words/", "Save and go on")

    @many
    @given(text=ANYTHING)
    @example(text=LONG)
    @example(text="🙈" * 200_000)
    @example(text="x" * 200_001)
    def try_it(text: str) -> None:
        with rolled_back():
            telling_one.send(form, text=text)
            assert telling_one.status == 200
            if telling_one.path == "/tell/recording/":
                written = in_utf8(text).replace("\r\n", "\n")
                assert kept().split() == written.split()
            else:
                assert kept() == "What I wrote before."
                assert telling_one.has_button("Save and go on")
            assert Submission.objects.get().event_year == 2001

    try_it()


def test_where_and_when(telling_one: Visitor) -> None:
    form = open_form(telling_one, "/tell/where/", "Save and go on")

    @many
    @given(name=st.sampled_from(["trust", "setting", "event_year", "teller_role"]), value=ANYTHING)
    def try_it(name: str, value: str) -> None:
        right = {"trust": "ZZT", "event_year": "2011"}
        with rolled_back():
            telling_one.send(form, **{**right, name: value})
            assert telling_one.status == 200
            if telling_one.path == "/tell/where/":
                shown = telling_one.form("Save and go on").values
                for other, chosen in right.items():
                    assert other == name or shown[other] == chosen
                assert Submission.objects.get().event_year == 2001
            assert kept() == "What I wrote before."

    try_it()


def test_being_an_adult(telling_one: Visitor) -> None:
    form = open_form(telling_one, "/tell/agree/", "Ask me")

    @many
    @given(value=ANYTHING)
    def try_it(value: str) -> None:
        with rolled_back():
            telling_one.send(form, adult=value)
            assert telling_one.status == 200

    try_it()


@pytest.mark.parametrize("purpose", [Purpose.NAMED_PACK, Purpose.WEBSITE])
def test_an_answer_about_a_use(telling_one: Visitor, purpose: Purpose) -> None:
    form = open_form(telling_one, f"/tell/agree/{purpose.value}/", "Save my answer")

    @many
    @given(
        name=st.sampled_from(["answer", "trust", "names_trust"]),
        value=ANYTHING,
        answer=st.sampled_from(["no", "1"]),
    )
    def try_it(name: str, value: str, answer: str) -> None:
        right = {"answer": answer, "trust": "ZZT", "names_trust": "on"}
        with rolled_back():
            telling_one.send(form, **{**right, name: value})
            assert telling_one.status == 200
            if f"/{purpose.value}/" in telling_one.path:
                assert not ConsentRecord.objects.exists()
                shown = telling_one.form("Save my answer").values
                assert name == "answer" or shown["answer"] == answer
                assert name == "trust" or shown.get("trust", "ZZT") == "ZZT"

    try_it()


def test_a_receipt(visitor: Visitor) -> None:
    make_teller()
    visitor.client.raise_request_exception = False
    form = open_form(visitor, "/return/", "Open my page")

    @many
    @given(words=st.one_of(ANYTHING, st.lists(st.sampled_from(["acid", "yo-yo", "x", "1."])).map(" ".join)))
    @example(words=LONG)
    def try_it(words: str) -> None:
        visitor.send(form, words=words)
        assert visitor.status in (200, 429)
        assert visitor.path == "/return/"

    try_it()


def test_an_answer_to_the_safe_version(visitor: Visitor) -> None:
    teller, _words = make_teller()
    story = make_story("second_read", teller=teller)
    visitor.client.raise_request_exception = False
    session = visitor.client.session
    session[SESSION_KEY] = str(teller.pk)
    session.save()
    form = open_form(visitor, "/return/look/", "Send my answer")

    @many
    @given(name=st.sampled_from(["decision", "note", "sha256"]), value=ANYTHING)
    @example(name="note", value="x" * 5001)
    def try_it(name: str, value: str) -> None:
        with rolled_back():
            right = {"decision": "changes", "note": "Please change the tea."}
            visitor.send(form, **{**right, name: value})
            assert visitor.status == 200
            if visitor.path == "/return/look/":
                assert Story.objects.get().current_version_id == story.current_version_id
                shown = visitor.form("Send my answer").values
                assert name == "note" or shown["note"] == "Please change the tea."
                assert name != "note" or shown["decision"] == "changes"

    try_it()


def test_every_form_at_once_with_fields_missing_or_of_other_pages(telling_one: Visitor) -> None:
    paths = ["words", "recording", "recording/remove", "where", "agree", "agree/website", "check"]
    paths += ["agree/who-might-see", "contact", "receipt/typed"]
    token = open_form(telling_one, "/tell/words/", "Save").values["csrfmiddlewaretoken"]
    names = st.sampled_from(
        [
            "text",
            "part",
            "draft",
            "trust",
            "event_year",
            "answer",
            "adult",
            "words",
            "recording",
            "who",
            "read",
            "wording",
            "channel",
            "address",
            "avoid",
            "forget",
        ]
    )

    @many
    @given(path=st.sampled_from(paths), values=st.dictionaries(names, ANYTHING, max_size=4))
    @example(path="words", values={})
    @example(path="where", values={})
    @example(path="agree", values={})
    @example(path="agree/website", values={})
    def try_it(path: str, values: dict[str, str]) -> None:
        with rolled_back():
            telling_one.send(Form(f"/tell/{path}/", False, {"csrfmiddlewaretoken": token}), **values)
            assert telling_one.status in (200, 409)
            assert SealedPart.objects.count() <= 1
            assert Submission.objects.count() == 1

    try_it()


def test_an_empty_body_with_the_token_in_a_header(telling_one: Visitor) -> None:
    token = open_form(telling_one, "/tell/words/", "Save").values["csrfmiddlewaretoken"]
    for path in ("words", "recording", "where", "agree", "agree/website", "check"):
        answer = telling_one.client.post(f"/tell/{path}/", headers={"X-CSRFToken": token})
        assert answer.status_code in (200, 302), path
    assert telling.read_draft_text(submission_id=Submission.objects.get().pk) == "What I wrote before."


def test_an_answer_under_a_question(telling_one: Visitor) -> None:
    form = open_form(telling_one, "/tell/questions/felt/", "Save")

    @many
    @given(text=ANYTHING, then=st.one_of(ANYTHING, st.sampled_from(["list", "stop", "questions"])))
    @example(text="x" * 200_001, then="")
    def try_it(text: str, then: str) -> None:
        with rolled_back():
            telling_one.send(form, text=text, then=then)
            assert telling_one.status == 200
            assert kept() == "What I wrote before."

    try_it()


def test_the_first_page_and_whose_story_it_is(visitor: Visitor, settings: Settings) -> None:
    settings.DRAFTS_PER_HOUR = 100_000
    visitor.client.raise_request_exception = False
    start = open_form(visitor, "/tell/", "Start telling")
    whose = open_form(visitor, "/tell/whose/", "Go on")

    @many
    @given(
        form=st.sampled_from([start, whose]),
        values=st.dictionaries(st.sampled_from(["way", "whose", "agreement"]), ANYTHING),
    )
    def try_it(form: Form, values: dict[str, str]) -> None:
        with rolled_back():
            visitor.send(form, **values)
            assert visitor.status == 200
            assert Submission.objects.count() <= 1

    try_it()


def test_ward_mode(visitor: Visitor) -> None:
    visitor.client.raise_request_exception = False
    form = open_form(visitor, "/tell/ward/", "Make it")

    @many
    @given(switch=ANYTHING, nation=ANYTHING)
    def try_it(switch: str, nation: str) -> None:
        visitor.send(form, switch=switch, nation=nation)
        assert visitor.status == 200
        assert visitor.client.get("/tell/ward/", {"nation": in_utf8(nation)}).status_code == 200

    try_it()


def test_about_oneself(visitor: Visitor) -> None:
    teller, _words = make_teller()
    make_story("sent", teller=teller)
    visitor.client.raise_request_exception = False
    session = visitor.client.session
    session[SESSION_KEY] = str(teller.pk)
    session.save()
    form = open_form(visitor, "/tell/about-you/disability/", "Save")

    @many
    @given(name=st.sampled_from(["chosen", "also", "words", "then"]), value=ANYTHING)
    @example(name="words", value="x" * 501)
    def try_it(name: str, value: str) -> None:
        right = {"chosen": "none", "also": "deaf", "words": "My own."}
        with rolled_back():
            visitor.send(form, **{**right, name: value})
            assert visitor.status == 200
            if visitor.path == "/tell/about-you/disability/":
                shown = visitor.form("Save").values
                assert all(shown.get(other) == said for other, said in right.items() if other != name)

    try_it()
