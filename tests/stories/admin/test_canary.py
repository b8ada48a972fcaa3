"""A phrase that is nowhere else, planted in sealed words: it is seen where words are open, and nowhere else."""

import logging
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Revision

from common.jobs.models import Job
from tests.stories.factories import make_story, sign_in

pytestmark = pytest.mark.django_db
CANARY = "Zanzibar-Quillfeather"
WITHOUT_WORDS = ("queue", "story")


def test_the_canary_is_seen_only_where_words_are_open(
    address: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    story = make_story(
        "written",
        text=f"Nurse {CANARY} came. {CANARY} stayed.",
        title=f"About {CANARY}",
        summary=f"{CANARY} stays.",
        hide=(),
    )
    client = sign_in(Client(), story.editor)
    data = {"words": CANARY, "kind": "person", "action": "stand_in", "replacement": f"not {CANARY}"}
    pages = [
        client.get(address("words", story)),
        client.post(address("words", story), {"words": CANARY}),
        client.post(address("hide", story), data | {"kind": "nonsense"}),
        client.post(address("hide", story), data | {"everywhere": "on"}, follow=True),
        client.get(address("describe", story)),
    ]
    assert all(CANARY in page.content.decode() for page in pages), "or this test proves nothing"
    client.post(address("step", story, slug="hand-over"), follow=True)
    story.save_revision(user=story.editor)

    lists = ["wagtailsnippets_stories_story:list", "consents:index", "releases:index", "wagtailadmin_home"]
    closed = [address("queue"), address("story", story), *(reverse(name) for name in lists)]
    for page in closed:
        assert CANARY not in client.get(page).content.decode(), page
    report = client.get(reverse("wagtailadmin_reports:site_history"))
    assert CANARY not in report.content.decode()

    assert CANARY not in caplog.text
    assert CANARY not in str(list(ModelLogEntry.objects.values()))
    assert CANARY not in str(list(Revision.objects.values()))
    assert CANARY not in str(list(Job.objects.values()))
    assert CANARY not in str([session.get_decoded() for session in Session.objects.all()])
    assert CANARY not in str(getattr(cache, "_cache", {}))
    for cookie in client.cookies.values():
        assert CANARY not in cookie.value


def test_no_address_ever_carries_words(address: Callable[..., str]) -> None:
    """What is in an address is in every access log."""
    story = make_story("written", text=f"Nurse {CANARY} came.")
    client = sign_in(Client(), story.editor)
    page = client.get(address("words", story)).content.decode()
    assert CANARY in page
    for attribute in ("href", "action", "src"):
        for value in page.split(f'{attribute}="')[1:]:
            assert CANARY not in value.split('"', 1)[0]
