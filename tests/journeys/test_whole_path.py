"""The main job, end to end, in a real browser against a real site: from the first page to the certificate."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.journeys.people import TITLE, Coordinator, Editor, Reader, SecondReader
from tests.journeys.site import Site
from tests.journeys.tellers import Teller, TellerWithScripts
from tests.journeys.training import Trainer, cut_clip, hear_clip
from tests.services.processes import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.browser]

EDITOR, SECOND_READER = "ines.calloway@example.org", "mairwen.hopcyn@example.org"
COORDINATOR, TRAINER = "bridie.makepeace@example.org", "sunniva.parekh@example.org"


def test_the_whole_path_on_one_machine(
    start_site: Callable[..., Site],
    new_context: "Callable[..., BrowserContext]",
    axe: Callable[..., None],
    axe_in_both_languages: Callable[..., None],
) -> None:
    """What `make run` gives: SQLite, a private folder, the embedded queue. The teller has a phone without scripts."""
    phone = {"java_script_enabled": False, "viewport": {"width": 375, "height": 760}}
    teller = Teller(page=new_context(**phone).new_page(), base="", axe=axe_in_both_languages)
    walk(start_site(), new_context, axe, teller)


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.s3
def test_the_whole_path_scaled_out(
    start_site: Callable[..., Site],
    new_context: "Callable[..., BrowserContext]",
    axe: Callable[..., None],
    make_postgres: Callable[[], str],
    redis_url: str,
    s3_url: str,
) -> None:
    """PostgreSQL, Redis for the queue and the cache, an S3-compatible store: what a group of machines gives. The teller
    has a computer, with JavaScript."""
    site = start_site(
        DATABASE_URL=make_postgres(),
        KEYRING_DATABASE_URL=make_postgres(),
        CELERY_BROKER_URL=redis_url,
        CACHE_URL=redis_url,
        STORAGE_URL=s3_url,
    )
    walk(site, new_context, axe, TellerWithScripts(page=new_context().new_page(), base="", axe=axe))


def walk(
    site: Site, new_context: "Callable[..., BrowserContext]", axe: Callable[..., None], teller: Teller
) -> None:
    def person(kind: type, **options: object) -> object:
        return kind(page=new_context(**options).new_page(), base=site.base, axe=axe)

    teller.base = site.base
    receipt = teller.tell()
    teller.say_who_they_are()
    teller.go("/return/story/")
    reference = teller.main().locator(".overline").first.inner_text()
    teller.go("/tell/receipt/")
    teller.leave()

    editor: Editor = person(Editor)  # type: ignore[assignment]
    editor.sign_in(EDITOR, site.password)
    wait_until(lambda: transcribed(editor, reference), seconds=120, what="the transcript")
    editor.anonymise(reference)

    second: SecondReader = person(SecondReader)  # type: ignore[assignment]
    second.sign_in(SECOND_READER, site.password)
    second.accept(reference)

    teller.come_back(receipt)
    teller.approve()
    teller.look_around()
    editor.publish(reference)

    reader: Reader = person(Reader)  # type: ignore[assignment]
    story_path = reader.find_story()
    reader.hear_it(story_path)

    coordinator: Coordinator = person(Coordinator)  # type: ignore[assignment]
    coordinator.sign_in(COORDINATOR, site.password)
    assert coordinator.page.goto(f"{site.base}/admin/stories/queue/").status in (403, 404)  # type: ignore[union-attr]
    coordinator.start_campaign("Somebody to sit with")
    coordinator.start_pack("Stay with us", "Somebody to sit with")
    coordinator.pick_story(TITLE)
    coordinator.pick_rule()
    coordinator.issue(1)
    coordinator.hand_over("Director of nursing")
    verify, link = coordinator.verify_path, urlsplit(coordinator.link).path
    reader.read_edition(link, coordinator.passcode, verify)

    cut_clip(editor, editor.story_path)
    hear_clip(second, editor.story_path)
    teller.approve_clip()
    trainer: Trainer = person(Trainer)  # type: ignore[assignment]
    trainer.sign_in(TRAINER, site.password)
    trainer.make_reel()
    trainer.export()
    assert "current" in reader.main_of(trainer.verify_path).lower()

    teller.end_training()
    trainer.destroy()
    assert "current" not in reader.main_of(trainer.verify_path).lower()
    teller.take_back()
    # The very next look, whatever the workers have done by now.
    assert reader.status(story_path) == 404
    assert reader.status(f"{story_path}media/{reader.part_id}") == 404
    assert reader.status(link) == 410
    assert reader.status(link + "pack.pdf") == 410
    for page in ("/stories/", "/stories/feed/", "/search/?q=sat+with+me", "/sitemap.xml", "/"):
        assert story_path not in reader.read(page), page
    wait_until(lambda: teller.has_certificate(), seconds=120, what="the certificate")
    teller.keep("teller-15-certificate")
    words = teller.main().inner_text()
    assert re.search(r"key to your words and recordings was destroyed on \d", words)
    assert (
        "Director of nursing" in words.split("What we cannot call back")[1].split("What you should know")[0]
    )
    reader.go(verify)
    reader.keep("reader-06-verify-after")
    assert re.search("withdrawn|replaced", reader.main().inner_text().lower())
    assert TITLE not in reader.page.content()
    assert reference not in site.log or "Alan" not in site.log
    assert "Juniper" not in site.log
    assert "never told anybody" not in site.log


def transcribed(editor: Editor, reference: str) -> bool:
    editor.open_story(reference)
    return editor.page.get_by_text("Transcript ready").count() > 0
