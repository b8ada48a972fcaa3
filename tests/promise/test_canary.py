"""The canary test: what may not be seen is found nowhere, at any address, by anyone whom it is not for.

Addresses come from the URL configuration, so a page that is added later is asked without anybody thinking of it.
"""

import logging
import pickle
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from accounts.enums import Role
from stories.enums import Purpose
from stories.models import Approval, Submission
from stories.tellers import SESSION_KEY
from tests.promise.addresses import every_address
from tests.promise.canaries import NOTE, REACH, Canary, canary_word, plant
from tests.promise.printed import KEPT, Printed, print_packs
from tests.services.databases import read_as_it_lies
from tests.stories.factories import make_story, make_teller, make_user, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])

VIEWERS = ("nobody", "another teller", "coordinator", "trainer", "administrator")
# Editors work with words that nobody else may see; what was taken back is closed to them as well. A second reader
# meets a story as a stranger would, so what is hidden in it is hidden from them.
TAKEN_BACK = {"withdrawn", "erased", "reprinted"}
EDITORS = {"editor": TAKEN_BACK, "second_reader": TAKEN_BACK | {"redacted"}, "safeguarding_lead": TAKEN_BACK}
LEAD = "safeguarding_lead"  # the one who may read what was written about a flag
SEEN = "The open page of a story that everyone may read."


@pytest.fixture
def printed() -> Printed:
    return print_packs()


@pytest.fixture
def planted(printed: Printed) -> list[Canary]:
    """After the packs: their workers would erase what is only just withdrawn."""
    return [*plant(), *printed.canaries]


def viewer(kind: str) -> Client:
    client = Client(raise_request_exception=False)
    if kind == "another teller":
        teller, _words = make_teller()
        make_story("published", teller=teller)
        session = client.session
        session[SESSION_KEY] = str(teller.pk)
        session.save()
    elif kind != "nobody":
        sign_in(client, make_user(Role(kind)))
    return client


def parameters(planted: Sequence[Canary], printed: Printed) -> dict[str, list[str]]:
    """What stands at the same place in two lists belongs together."""
    stories = [str(c.story_id) for c in planted]
    return printed.parameters() | {
        "story_id": stories,
        "approval_id": [str(answer_to(c.story_id)) for c in planted],
        "part_id": [str(next(iter(c.part_ids), c.story_id)) for c in planted],
        "StringConverter:pk": stories,
        "UUIDConverter:pk": stories,
        "object_id": stories,
        "purpose": [p.value for p in Purpose],
        "flag_id": [str(c.flag_id) for c in planted],
        "disclosure_id": [str(c.disclosure_id) for c in planted],
        "prompt": ["helped"],
        "question": ["religion"],
        **{key: ["stories"] for key in ("app_label", "app_name", "content_type_app_name")},
        **{key: ["story", "storyversion"] for key in ("model_name", "content_type_model_name")},
    }


def answer_to(story_id: UUID) -> int:
    """The teller's last answer, which has a note; 0 when they were never asked."""
    return Approval.objects.filter(version__story_id=story_id).values_list("pk", flat=True).last() or 0


def defaults(planted: Sequence[Canary]) -> dict[str, list[str]]:
    ids = [str(c.story_id) for c in planted]
    return {
        "UUIDConverter": ids,
        "IntConverter": ["1", "2"],
        "SlugConverter": ["stories", "story"],
        "StringConverter": [*ids[:3], "stories"],
        "PathConverter": ["stories"],
        "regex": ["1"],
    }


def whole(response: object) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return content + repr(dict(response.headers)).encode()  # type: ignore[attr-defined]


def leaks(body: bytes, planted: Sequence[Canary]) -> list[str]:
    found = [c.state for c in planted if c.word.encode() in body.lower()]
    found += ["how to reach them"] if REACH.encode() in body.lower() else []
    return [*found, "a note about a flag"] if NOTE.encode() in body.lower() else found


@pytest.mark.parametrize("kind", [*VIEWERS, *EDITORS])
def test_no_address_shows_a_canary(
    kind: str, planted: list[Canary], printed: Printed, caplog: pytest.LogCaptureFixture
) -> None:
    shown = make_story("published", title="A page to prove that pages are read", text=SEEN, hide=())
    client = viewer(kind)
    printed.let_in(client)
    closed = [c for c in planted if c.state in EDITORS.get(kind, {c.state})]
    caplog.set_level(logging.DEBUG)
    asked, wrong, broken, noted = 0, [], [], []
    for address in every_address(values=parameters(planted, printed), default=defaults(planted)):
        response = client.get(address.path)
        asked += 1
        seen = leaks(whole(response), closed)
        noted += [address.path] * ("a note about a flag" in seen)
        wrong += [(address.path, state) for state in seen if state != "a note about a flag" or kind != LEAD]
        broken += [(address.path, response.status_code)] * (address.ours and response.status_code >= 500)
    assert not wrong
    assert not broken
    assert asked > 500
    assert bool(noted) == (kind == LEAD)
    assert not leaks(caplog.text.encode(), planted)
    # The same client does see what is open to all: the search above could have found something.
    assert SEEN.encode() in whole(client.get(f"/stories/{shown.pk}/"))
    assert KEPT.encode() in whole(client.get(f"/e/{printed.kept}/"))


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_not_even_its_own_teller_is_shown_what_they_took_back(state: str, planted: list[Canary]) -> None:
    canary = next(c for c in planted if c.state == state)
    client = Client()
    session = client.session
    session[SESSION_KEY] = str(Submission.objects.get(pk=canary.story_id).teller_id)
    session.save()
    pages = [f"/return/{p}/" for p in ("story", "look", "uses", "where", "take-back", "certificates")]
    for page in (*pages, "/tell/about-you/", "/tell/about-you/religion/"):
        body = whole(client.get(page, follow=True))
        assert not leaks(body, planted), page
    assert b"C-" in whole(client.get("/return/certificates/"))


def test_search_and_filters_do_not_find_it(planted: list[Canary]) -> None:
    for client in map(viewer, VIEWERS):
        for path in ("/search/", "/stories/"):
            body = whole(client.get(path, {"q": "They called it the word", "theme": "physical-restraint"}))
            assert not leaks(body, planted)
        for canary in planted:
            found = whole(client.get("/search/", {"q": canary.word}))
            # The page repeats what was typed, so the story's own address is what must not be there.
            assert str(canary.story_id).encode() not in found


def test_the_teller_pages_of_somebody_else_stay_shut(planted: list[Canary]) -> None:
    client = viewer("another teller")
    for path in (
        "/return/story/",
        "/return/look/",
        "/return/where/",
        "/tell/words/",
        "/tell/check/",
        "/tell/about-you/religion/",
    ):
        assert not leaks(whole(client.get(path)), planted), path
    for canary in planted:
        assert client.get(f"/return/story/{canary.story_id}/").status_code == 404


@pytest.mark.parametrize("alias", ["default", "keyring"])
def test_no_table_holds_a_word(alias: str, planted: list[Canary]) -> None:
    """Logs, revisions, sessions, jobs, search, everything: sealed words are in no column of any table."""
    connection = connections[alias]
    rows = 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                rows += 1
                body = b" ".join(
                    v if isinstance(v, bytes) else bytes(v) if isinstance(v, memoryview) else str(v).encode()
                    for v in row
                )
                assert not leaks(body, planted), table
    assert rows > 10


def test_no_cache_file_or_message_holds_a_word(planted: list[Canary]) -> None:
    client = viewer("nobody")
    for canary in planted:
        client.get(f"/stories/{canary.story_id}/")
    held = b"".join(
        pickle.dumps(v) if not isinstance(v, bytes) else v for v in getattr(cache, "_cache", {}).values()
    )
    assert not leaks(held, planted)
    for folder in (settings.VAR, settings.SEALED_ROOT, settings.QUEUE_FOLDER):
        for file in Path(folder).rglob("*"):
            if file.is_file():
                assert not leaks(read_as_it_lies(file), planted), file


def test_a_story_that_ends_is_gone_from_every_page_it_was_on() -> None:
    """Published, seen, then ended in each way there is: the next look at each page does not show it."""
    from stories import moderation, withdrawal

    ways = {
        "one use": lambda pk, by: withdrawal.take_back_purpose(submission_id=pk, purpose=Purpose.WEBSITE),
        "all of it": lambda pk, by: withdrawal.take_back(submission_id=pk),
        "held": lambda pk, by: moderation.hold(story_id=pk, by=by),
        "sent back": lambda pk, by: moderation.send_back(story_id=pk, by=by),
    }
    client = Client()
    for way, end in ways.items():
        word = canary_word(way.replace(" ", ""))
        story = make_story(
            "published", text=f"It was {word}.", title=f"On {word}", summary=f"Of {word}", hide=()
        )
        pages = (
            "/stories/",
            f"/stories/{story.pk}/",
            "/stories/feed/",
            f"/search/?q={word}",
            "/themes/aftercare/",
        )
        assert sum(word in client.get(page).content.decode() for page in pages) == len(pages), way
        assert str(story.pk) in client.get("/sitemap.xml").content.decode()
        end(story.pk, make_user(Role.EDITOR))
        for page in pages[:3] + pages[4:]:
            assert word not in client.get(page).content.decode(), (way, page)
        assert str(story.pk) not in client.get(pages[3]).content.decode(), way
        assert str(story.pk) not in client.get("/sitemap.xml").content.decode(), way
        assert _raw_gone_or_sealed(story.pk, word)


def _raw_gone_or_sealed(story_id: UUID, word: str) -> bool:
    from stories.models import SealedPart

    held = SealedPart.objects.filter(submission_id=story_id).values_list("sealed_text", flat=True)
    return all(word.encode() not in bytes(value or b"") for value in held)
