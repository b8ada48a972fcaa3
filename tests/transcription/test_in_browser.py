"""A real browser plays what the gate gives: the sound, a place in its middle, and the captions."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.enums import Role
from common.jobs.run_now import drain
from common.jobs.service import enqueue
from stories.enums import Form, PartKind
from tests.stories.factories import make_user, read_on, sign_in, sit_down
from tests.transcription.factories import make_heard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
PHONE = {"width": 375, "height": 760}
PLAY_AT = """async (video) => {
  video.muted = true;
  await video.play();
  video.currentTime = 12.0;
  await new Promise((done) => video.addEventListener('seeked', done, { once: true }));
  await new Promise((done) => video.addEventListener('timeupdate', done, { once: true }));
  const track = video.textTracks[0];
  track.mode = 'showing';
  for (let n = 0; n < 100 && !track.cues?.length; n++) await new Promise((done) => setTimeout(done, 50));
  video.pause();
  return {
    at: video.currentTime, length: video.duration, error: video.error?.message ?? null, width: video.videoWidth,
    cues: [...track.cues].map((cue) => cue.text),
  };
}"""


def played(page: Any, selector: str) -> dict[str, Any]:
    return page.locator(selector).first.evaluate(PLAY_AT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_opens_and_plays_a_story(
    scheme: str,
    live_server: Any,
    with_model: Settings,
    new_context: Callable[..., Any],
    axe: Callable[..., None],
) -> None:
    part = make_heard("published")
    page = new_context(viewport=PHONE, color_scheme=scheme).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/stories/{part.submission_id}/")
    page.get_by_text("Read the story").click()
    assert not any(url.endswith(f"/media/{part.pk}") for url in asked), (
        "no sound is fetched before it is asked for"
    )
    page.get_by_text("Listen to this story (18 seconds)").click()
    heard = played(page, ".player video")
    assert heard["error"] is None
    assert 12.0 <= heard["at"] < 15
    assert heard["length"] == pytest.approx(18.47, abs=0.1)
    assert heard["cues"][3] == "A nurse called a nurse talked me down."
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page)


def test_a_reader_watches_a_disguised_film(
    live_server: Any, with_model: Settings, film: Any, new_context: Callable[..., Any]
) -> None:
    part = make_heard("published", source=film, kind=PartKind.VIDEO, form=Form.DISGUISED_VIDEO)
    page = new_context().new_page()
    page.goto(f"{live_server.url}/stories/{part.submission_id}/")
    page.get_by_text("Read the story").click()
    page.get_by_text("Watch this story (18 seconds)").click()
    seen = played(page, ".player video")
    assert (seen["error"], seen["width"]) == (None, 533)  # 480 stored, drawn in the film's own proportions


def test_an_editor_hears_the_original_and_the_copy(
    live_server: Any,
    with_model: Settings,
    client: Any,
    new_context: Callable[..., Any],
    axe: Callable[..., None],
) -> None:
    part = make_heard("written")
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    editor, story = make_user(Role.EDITOR), part.submission.story
    sit_down(story, editor)
    read_on(story, editor)
    sign_in(client, editor)
    context = new_context()
    context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/stories/{part.submission_id}/parts/{part.pk}/")
    page.get_by_text("Listen to the original. Opening it is logged.").click()
    length = page.locator(".recording audio").first.evaluate(
        "async (v) => { v.muted = true; await v.play(); v.pause(); return v.duration }"
    )
    assert length == pytest.approx(18.47, abs=0.1)
    assert played(page, f'video:has(source[src="/admin/stories/media/{part.pk}/safe"])')["error"] is None
    axe(page)
