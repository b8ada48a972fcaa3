"""A real Chromium, driven by Playwright, that can reach nothing but this machine; and axe-core for its pages."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from scripts.browser import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# A recording played to its end, at the greatest speed that it is still heard at.
PLAY_ALL = """async (player) => {
  player.muted = true; player.playbackRate = 8;
  const over = new Promise((done) => player.addEventListener("ended", done, { once: true }));
  await player.play(); await over;
}"""
LOCAL = re.compile(r"(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)?")
# Only transitions: an animation may go on for ever (the red dot of a recording).
TRANSITIONS_OVER = """() => Promise.all(document.getAnimations()
    .filter(each => each instanceof CSSTransition).map(each => each.finished.catch(() => null)))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


def open_again(page: Any) -> None:
    """What is there now. A page that was just asking for itself again breaks our asking off: then that one is waited
    for."""
    from playwright.sync_api import Error

    try:
        page.goto(page.url)
    except Error as broken_off:
        if "ERR_ABORTED" not in str(broken_off):
            raise
        page.wait_for_load_state()


def fits(page: Any) -> bool:
    """Nothing of PAGE sticks out to the side. Waits for a page that is on its way: it has no element yet."""
    page.wait_for_load_state()
    return bool(page.locator("html").evaluate("(html) => html.scrollWidth <= innerWidth"))


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def voice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the fake microphone hears, over and over: the testimony, as the wave file that Chromium wants."""
    from transcription.media.ffmpeg import run_ffmpeg

    heard = tmp_path_factory.mktemp("voice") / "testimony.wav"
    testimony = Path(__file__).resolve().parents[1] / "data" / "whisper" / "testimony.opus"
    wave = ("-ac", "1", "-ar", "48000", "-c:a", "pcm_s16le", str(heard))
    run_ffmpeg(["-i", str(testimony), *wave], on_progress=lambda _seconds: None)
    return heard


@pytest.fixture(scope="session")
def recording_browser(browser: "Browser", voice_file: Path) -> Iterator["Browser"]:
    """Another Chromium, with a camera and a microphone that are not there and a teller who allows both."""
    devices = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    voice = f"--use-file-for-fake-audio-capture={voice_file}"
    chromium = browser.browser_type.launch(executable_path=find(), args=[*FLAGS, *devices, voice])
    yield chromium
    chromium.close()


@pytest.fixture
def new_context(browser: "Browser") -> Iterator[Callable[..., "BrowserContext"]]:
    """new_context(java_script_enabled=False, …): a private window. A page in it that asks another machine for
    anything, or breaks its Content Security Policy, fails the test."""
    yield from watched_contexts(browser)


@pytest.fixture
def recording_context(recording_browser: "Browser") -> Iterator[Callable[..., "BrowserContext"]]:
    """The same, where a page can record."""
    yield from watched_contexts(recording_browser)


def watched_contexts(browser: "Browser") -> Iterator[Callable[..., "BrowserContext"]]:
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def note_request(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and not LOCAL.fullmatch(address.hostname or ""):
            wrong.append(f"asked for {request.url}")

    def note_message(message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            wrong.append(f"{message.page.url if message.page else message.location}: {message.text}")

    def open_context(**options: Any) -> "BrowserContext":
        context = browser.new_context(**{"locale": "en-GB", "timezone_id": "Europe/London"} | options)
        context.set_default_timeout(45_000)
        context.on("request", note_request)
        context.on("console", note_message)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
    assert not wrong, f"Pages broke their word: {sorted(set(wrong))}"


@pytest.fixture
def page(new_context: Callable[..., "BrowserContext"]) -> "Page":
    return new_context().new_page()


@pytest.fixture
def page_without_js(new_context: Callable[..., "BrowserContext"]) -> "Page":
    """As a teller may come: without JavaScript."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def axe(new_context: Callable[..., "BrowserContext"]) -> Callable[..., None]:
    """axe(page): no violation of WCAG 2.2 A or AA. A page without JavaScript is opened again in a window that has it,
    with the same cookies (axe is a script); the page itself is left alone."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: "Page", *, without: tuple[str, ...] = ()) -> None:
        subject = page if runs_scripts(page) else reopened(page, new_context)
        options: dict[str, object] = {
            "runOnly": {"type": "tag", "values": RULES},
            "resultTypes": ["violations"],
            "rules": {rule: {"enabled": False} for rule in without},
        }
        subject.evaluate(TRANSITIONS_OVER)  # a colour measured half way is nobody's colour
        results = Axe().run(subject, options=options)
        assert not results.violations_count, f"{subject.url}\n{results.generate_report()}"

    return check


def runs_scripts(page: "Page") -> bool:
    """Playwright evaluates in a page without JavaScript too, but its timers never fire, and axe needs them."""
    return bool(
        page.evaluate(
            "() => { const s = document.createElement('noscript'); s.innerHTML = '<i></i>';"
            " return s.firstElementChild === null }"
        )
    )


def reopened(page: "Page", new_context: Callable[..., "BrowserContext"]) -> "Page":
    context = new_context(storage_state=page.context.storage_state(), viewport=page.viewport_size)
    twin = context.new_page()
    twin.goto(page.url)
    return twin


@pytest.fixture
def open_as(live_server: Any, new_context: Callable[..., Any]) -> Callable[..., Any]:
    """open_as(user, address): a page in a window where USER is signed in."""
    from django.test import Client

    from tests.stories.factories import sign_in

    def open_page(user: Any, address: str, **window: Any) -> Any:
        context = new_context(**{"viewport": {"width": 1280, "height": 800}} | window)
        cookie = sign_in(Client(), user).cookies["session"].value
        context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        answer = page.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200
        return page

    return open_page
