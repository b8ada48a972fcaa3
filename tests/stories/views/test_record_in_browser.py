"""Recording on our page, in a real browser with a fake camera and microphone: what is lost, and what is not.

HEARD_PICTURES=folder keeps a picture of each page.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import av
import pytest

from stories.enums import PartKind, SubmissionState
from stories.models import SealedPart, Submission
from stories.parts import open_part_media
from stories.recorded import broken_off
from tests.services.browser import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]

LOST_AT_MOST = 5.0  # seconds: the promise of docs/recording.md
SECONDS = 30.0


def picture(page: Any, name: str) -> None:
    if folder := os.environ.get("HEARD_PICTURES"):
        page.screenshot(path=Path(folder) / f"record {name}.png", full_page=True)


def begin(page: Any, address: str, way: str = "") -> None:
    page.goto(f"{address}/tell/")
    page.get_by_role("button", name="Start telling").click()
    page.goto(f"{address}/tell/record/{way}")


def said(page: Any, words: str) -> None:
    page.get_by_role("status").filter(has_text=words).wait_for()


def start(page: Any) -> float:
    page.get_by_role("button", name="Start recording").click()
    page.get_by_role("button", name="Pause").wait_for()
    return time.monotonic()


def seconds_of(part: SealedPart) -> float:
    """What is really in it: the end of the last sound that can be decoded."""
    end = 0.0
    with open_part_media(part_id=part.pk) as media, av.open(cast(Any, media)) as opened:
        for frame in opened.decode(audio=0):
            end = max(end, (frame.time or 0) + frame.samples / frame.sample_rate)
    return end


def wait_until(true: Callable[[], bool], page: Any, *, seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        page.wait_for_timeout(100)


def received() -> int:
    draft = Submission.objects.get()
    return sum(each.received for each in broken_off(submission_id=draft.pk))


def test_a_lost_connection_loses_nothing(live_server: Any, recording_context: Callable[..., Any]) -> None:
    context = recording_context()
    page = context.new_page()
    begin(page, live_server.url)
    page.get_by_label("Disguise my voice").check()
    begun = start(page)
    wait_until(lambda: received() > 0, page)
    said(page, "We can hear you.")
    said(page, "is safe with us")
    context.set_offline(True)
    said(page, "The connection is gone. Go on speaking.")
    before = received()
    page.wait_for_timeout(5000)
    assert received() == before, "it was really gone"
    context.set_offline(False)
    wait_until(lambda: received() > before, page)
    page.get_by_role("button", name="I have finished").click()
    spoken = time.monotonic() - begun
    page.get_by_role("heading", name="What you recorded").wait_for()
    part = SealedPart.objects.get(kind=PartKind.AUDIO)
    assert seconds_of(part) == pytest.approx(spoken, abs=1.5), "the whole of it, the time apart included"
    assert (part.mime, part.disguise_voice, part.hide_face) == ("audio/webm", True, False)
    assert page.get_by_label("Disguise my voice").first.is_checked()
    played = page.evaluate(
        "() => new Promise((done) => { const a = document.querySelector('audio'); a.muted = true;"
        " a.ontimeupdate = () => a.currentTime > 0.3 && done(true); a.onerror = () => done(false); a.play() })"
    )
    assert played, "it can be heard back"


def test_a_full_disk_is_said_and_what_is_spoken_meanwhile_is_kept(
    live_server: Any, recording_context: Callable[..., Any]
) -> None:
    page = recording_context().new_page()
    begin(page, live_server.url)
    full = {"now": True}

    def answer(route: Any) -> None:
        if full["now"] and route.request.method == "PATCH":
            route.fulfill(status=507, body="We have no room.", content_type="text/plain")
        else:
            route.continue_()

    page.route("**/uploads/*-*/", answer)
    start(page)
    said(page, "We have no room for more just now. What reached us is safe.")
    picture(page, "full disk")
    assert "connection" not in page.locator("[data-sent]").inner_text()
    page.get_by_role("button", name="I have finished").click()
    said(page, "We have no room for the end of your recording just now. It is on this page only.")
    full["now"] = False
    page.get_by_role("heading", name="What you recorded").wait_for()
    assert seconds_of(SealedPart.objects.get(kind=PartKind.AUDIO)) > 1.5


def test_a_closed_tab_loses_five_seconds_at_most_and_is_gone_on_with(
    live_server: Any, recording_context: Callable[..., Any]
) -> None:
    context = recording_context()
    page = context.new_page()
    begin(page, live_server.url)
    begun = start(page)
    page.wait_for_timeout(8000)
    spoken = time.monotonic() - begun
    page.close()
    page = context.new_page()
    page.goto(f"{live_server.url}/tell/record/")
    page.get_by_role("heading", name="You have a recording that broke off").wait_for()
    picture(page, "broken off")
    page.get_by_role("button", name="Keep it, and record more").click()
    page.get_by_role("heading", name="Record part 2").wait_for()
    first = SealedPart.objects.get(kind=PartKind.AUDIO)
    assert spoken - LOST_AT_MOST <= seconds_of(first) <= spoken + 0.5
    start(page)
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="I have finished").click()
    page.get_by_role("heading", name="Part 2 of your recording").wait_for()
    parts = list(SealedPart.objects.filter(kind=PartKind.AUDIO))
    assert parts[0] == first
    assert seconds_of(parts[1]) > 2


def test_a_film_is_paused_gone_on_with_and_done_again(
    live_server: Any, recording_context: Callable[..., Any]
) -> None:
    page = recording_context().new_page()
    begin(page, live_server.url, "film/")
    begun = start(page)
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="Pause").click()
    said(page, "Paused. Take all the time you need.")
    paused = time.monotonic()
    shown = page.locator("[data-time]").inner_text()
    page.wait_for_timeout(3000)
    assert page.locator("[data-time]").inner_text() == shown
    went_on = time.monotonic()
    page.get_by_role("button", name="Go on recording").click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="I have finished").click()
    spoken = (paused - begun) + (time.monotonic() - went_on)
    page.get_by_role("heading", name="What you recorded").wait_for()
    part = SealedPart.objects.get(kind=PartKind.VIDEO)
    assert spoken - 2 < seconds_of(part) < spoken + 1, "all that was said, and the pause is not in it"
    page.get_by_role("button", name="Remove it, and do it again").click()
    page.get_by_role("button", name="Start recording").wait_for()
    assert not SealedPart.objects.exclude(kind=PartKind.WRITTEN).exists()
    start(page)
    wait_until(lambda: received() > 0, page)
    page.get_by_role("button", name="Stop, and remove this recording").click()
    said(page, "That recording is removed.")
    page.reload()
    assert not page.get_by_role("heading", name="You have a recording that broke off").is_visible()
    assert received() == 0


def test_the_disguise_is_tried_out_and_nothing_is_kept_of_it(
    live_server: Any, recording_context: Callable[..., Any]
) -> None:
    page = recording_context().new_page()
    begin(page, live_server.url)
    page.get_by_text("Try it out").click()
    page.get_by_role("button", name="Record a short test").click()
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="Stop the test").click()
    page.get_by_role("button", name="Hear it disguised").click()
    said(page, "This is how others would hear you.")
    page.wait_for_function("document.querySelector('[data-test-player]').duration > 1")
    picture(page, "test")
    page.get_by_role("button", name="Remove the test").click()
    said(page, "The test is gone.")
    assert page.evaluate("document.querySelector('[data-test-player]').getAttribute('src')") is None
    assert not SealedPart.objects.exists()
    assert received() == 0


def test_a_story_sent_in_another_window_is_said_and_the_microphone_is_let_go(
    live_server: Any, recording_context: Callable[..., Any]
) -> None:
    page = recording_context().new_page()
    begin(page, live_server.url)
    start(page)
    wait_until(lambda: received() > 0, page)
    Submission.objects.update(state=SubmissionState.SENT)
    page.get_by_role("alert").filter(has_text="This story was sent or thrown away").wait_for()
    assert not page.get_by_role("button", name="Pause").is_visible()


def test_leaving_by_the_exit_asks_nothing_and_stops_the_microphone(
    live_server: Any, recording_context: Callable[..., Any]
) -> None:
    context = recording_context()
    page = context.new_page()
    begin(page, live_server.url)
    page.on("dialog", lambda _dialog: pytest.fail("somebody who had to leave was asked a question"))
    page.evaluate("document.querySelector('[data-exit]').href = '/support/'")
    start(page)
    wait_until(lambda: received() > 0, page)
    page.locator("[data-exit]").click()
    page.wait_for_url("**/support/")


LOOKS = {"dark phone": ("dark", 375, 760), "light desk": ("light", 1280, 900)}


@pytest.mark.parametrize(("look", "way"), [("dark phone", "film/"), ("light desk", "")])
def test_every_state_of_the_page_looked_at_hard(
    look: str, way: str, live_server: Any, recording_context: Callable[..., Any], axe: Callable[..., None]
) -> None:
    scheme, width, height = LOOKS[look]
    page = recording_context(color_scheme=scheme, viewport={"width": width, "height": height}).new_page()

    def check(name: str) -> None:
        axe(page)
        picture(page, f"{look} {way.strip('/') or 'sound'} {name}")
        assert fits(page)

    begin(page, live_server.url, way)
    page.get_by_text("Try it out").click()
    check("1 ready")
    start(page)
    page.wait_for_timeout(1000)
    check("2 recording")
    page.get_by_role("button", name="Pause").click()
    check("3 paused")
    page.get_by_role("button", name="I have finished").click()
    page.get_by_role("heading", name="What you recorded").wait_for()
    check("4 recorded")


REFUSALS = {
    "NotAllowedError": "This page may not use your microphone",
    "NotFoundError": "We found no microphone",
    "NotReadableError": "Another app is using your microphone",
    "UnheardOfError": "The recording could not start",
}


@pytest.mark.parametrize("name", list(REFUSALS))
def test_what_to_do_without_a_microphone(
    name: str, live_server: Any, new_context: Callable[..., Any]
) -> None:
    page = new_context().new_page()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () =>"
        f" Promise.reject(Object.assign(new Error(), {{ name: '{name}' }}))"
    )
    begin(page, live_server.url)
    page.get_by_role("button", name="Start recording").click()
    page.get_by_role("alert").filter(has_text=REFUSALS[name]).wait_for()
    assert page.get_by_role("button", name="Try again").is_visible()
    picture(page, name)


def test_the_microphone_is_asked_for_when_it_is_wanted_and_not_before(
    live_server: Any, new_context: Callable[..., Any]
) -> None:
    page = new_context().new_page()
    page.add_init_script(
        "window.asked = 0; navigator.mediaDevices.getUserMedia = () =>"
        " { window.asked += 1; return new Promise(() => {}) }"
    )
    begin(page, live_server.url)
    page.get_by_role("button", name="Start recording").wait_for()
    assert page.evaluate("window.asked") == 0
    page.get_by_role("button", name="Start recording").click()
    page.get_by_text("Your browser is asking you now").wait_for()
    assert page.evaluate("window.asked") == 1


@pytest.mark.parametrize("how", ["no script", "no recorder"])
def test_where_nothing_can_be_recorded_the_page_leads_on(
    how: str, live_server: Any, new_context: Callable[..., Any], axe: Callable[..., None]
) -> None:
    page = new_context(java_script_enabled=how != "no script").new_page()
    if how == "no recorder":
        page.add_init_script("delete window.MediaRecorder")
    begin(page, live_server.url)
    assert page.get_by_role("heading", name="This page cannot record on this device").is_visible()
    assert not page.get_by_role("button", name="Start recording").is_visible()
    picture(page, how)
    axe(page)
    page.get_by_role("link", name="Send a file").click()
    page.wait_for_url("**/tell/recording/")
