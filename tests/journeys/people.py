"""What each person does in the browser, in the words that they see."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.services.browser import PLAY_ALL
from tests.services.processes import wait_until
from tests.services.template import ROOT
from tests.stories.reading import ALL_WELL

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

WORDS = "A nurse called Alan sat with me on Juniper Ward.\n\nI never told anybody until now."
ANSWER = "Somebody could have asked me what I needed."
TESTIMONY = ROOT / "tests" / "data" / "whisper" / "testimony.opus"
# A message that fades in is pale for a moment: colours are judged when everything stands still. (Waiting for the end of
# each animation takes 25 seconds on a page of Wagtail's admin.)
SETTLE = """() => document.getAnimations().forEach(each => {
  if (each.effect.getComputedTiming().endTime === Infinity) each.cancel()
  else each.finish()
})"""
# What of the sealed words no decision hides yet.
UNHIDDEN = """node => {
  const copy = node.cloneNode(true)
  copy.querySelectorAll(".m--gone").forEach(mark => mark.remove())
  return copy.textContent
}"""
PICTURES = Path(os.environ.get("HEARD_PICTURES", ROOT / "var" / "pictures"))
TITLE = "Somebody who sat with me"
TRUST = "Wexmoor and Vale NHS Foundation Trust"


@dataclass
class Person:
    """A page with a way to keep a picture of it, checked by axe-core each time."""

    page: "Page"
    base: str
    axe: "Callable[[Page], None]"
    folder: Path = PICTURES
    kept: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status < 400, (path, answer.status)

    def press(self, name: str, *, exact: bool = True, stays: bool = False) -> None:
        """Press a button and wait for the page that answers, unless a script answers on this one (STAYS)."""
        button = self.page.get_by_role("button", name=name, exact=exact).first
        if stays:
            button.click()
            return
        with self.page.expect_navigation():
            button.click()

    def follow(self, name: str, *, exact: bool = True) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=exact).first.click()

    def keep(self, name: str) -> None:
        """A picture in var/pictures, and no violation of WCAG 2.2 AA on the page."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.page.evaluate(SETTLE)
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)
        self.kept.append(name)
        self.axe(self.page)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def main(self) -> "Locator":
        return self.page.locator("#main")


class Reader(Person):
    """Anybody."""

    part_id: str = ""

    def find_story(self) -> str:
        """Through the list and its filter; gives back the story's path."""
        self.go("/stories/?theme=staff-who-talk")
        self.keep("reader-01-list")
        self.follow(TITLE)
        self.keep("reader-02-note")
        assert not self.page.locator(".story__text").first.is_visible()
        self.page.locator("details.gate > summary").click()
        self.keep("reader-03-story")
        shown = self.page.inner_text("main")
        assert "A nurse called Robin sat with me on the ward." in shown
        assert "Alan" not in shown
        return self.path

    def hear_it(self, story_path: str) -> None:
        """The disguised sound, by range, with captions that hide what the words hide."""
        source = self.page.locator(".player source").first
        address = source.get_attribute("src") or ""
        self.part_id = address.rstrip("/").split("/")[-1]
        part = self.page.request.get(self.base + address, headers={"Range": "bytes=0-99"})
        assert (part.status, len(part.body())) == (206, 100)
        captions = self.page.request.get(f"{self.base}{story_path}media/{self.part_id}/captions.vtt").text()
        assert captions.startswith("WEBVTT")
        assert "Alan" not in captions
        assert "Juniper" not in captions
        assert "Four staff held me on the floor." in captions

    def read_edition(self, link: str, passcode: str, verify: str) -> None:
        self.go(link)
        assert TITLE not in self.page.content()
        self.keep("reader-03-passcode")
        self.page.get_by_label("The passcode").fill(passcode)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("link", name="Download this pack as a PDF").wait_for()
        self.keep("reader-04-edition")
        assert TITLE in self.page.content()
        assert "Alan" not in self.page.content()
        pdf = self.page.request.get(f"{self.base}{link}pack.pdf")
        assert pdf.body().startswith(b"%PDF")
        self.go(verify)
        self.keep("reader-05-verify")
        assert "current" in self.main().inner_text().lower()

    def read(self, path: str) -> str:
        """What is sent, not what is drawn: Chromium draws XML with styles of its own, against any page's policy."""
        answer = self.page.request.get(self.base + path)
        assert answer.ok, (path, answer.status)
        return str(answer.text())

    def main_of(self, path: str) -> str:
        self.go(path)
        return str(self.main().inner_text())

    def status(self, path: str) -> int:
        return self.page.request.get(self.base + path).status


class Staff(Person):
    """Somebody with a demo sign-in."""

    def sign_in(self, email: str, password: str) -> None:
        self.go("/account/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        with self.page.expect_navigation():
            self.page.locator("form:has(input[name=password]) button[type=submit]").first.click()
        assert "/login" not in self.path


class Editor(Staff):
    story_path: str = ""

    def open_story(self, reference: str) -> None:
        self.go("/admin/stories/queue/")
        self.follow(reference)

    def anonymise(self, reference: str) -> None:
        self.go("/admin/stories/queue/")
        self.keep("editor-01-queue")
        assert "Alan" not in self.page.inner_text("body")
        self.follow(reference)
        self.story_path = self.path
        self.keep("editor-02-cover")
        self.press("Take this story", exact=False)
        for number in range(self.page.get_by_role("link", name="Open the sealed words", exact=False).count()):
            with self.page.expect_navigation():
                self.page.get_by_role("link", name="Open the sealed words", exact=False).nth(number).click()
            self._say_why()
            self._wait_for_names()
            self._hide("Alan", "stand_in", "Robin")
            self._hide("Juniper Ward", "generalise", "the ward")
            self.keep(f"editor-03-words-{number}")
            self._keep_the_rest()
            self._listen_and_confirm()
            self.open_story(reference)
        self.follow("Write its title and summary", exact=False)
        self.page.fill("input[name=title]", TITLE)
        self.page.fill("textarea[name=summary]", "One person stayed, and it made the difference.")
        for slug in ("physical-restraint", "staff-who-talk", "cn-restraint"):
            self._tick(slug)
        self.keep("editor-04-describe")
        self.press("Keep it")
        self.open_story(reference)
        self.press("Hand to a second reader", exact=False)

    def _listen_and_confirm(self) -> None:
        """Of a recording: the player plays all of it, at the greatest speed that browsers have."""
        link = self.page.get_by_role("link", name="Listen, correct and confirm its words")
        if not link.count():
            return
        with self.page.expect_navigation():
            link.click()
        self.page.locator("[data-transcript][data-ready]").wait_for()
        self.page.locator("[data-player]").evaluate(PLAY_ALL)
        self.page.get_by_role("button", name="Confirm what I have listened to").click()
        self.page.wait_for_function("() => document.querySelector('[data-progress]').value === 1")
        self.keep("editor-03-transcript")

    def _wait_for_names(self) -> None:
        """The worker looks for them meanwhile; nothing is handed over before."""

        def looked() -> bool:
            if looking := self.page.get_by_text("We are still looking through it").count():
                self.page.reload()
            return not looking

        wait_until(looked, seconds=60, what="the names")

    def _say_why(self) -> None:
        """Asked once in a sitting; a part of some length then shows its first lines."""
        if self.page.get_by_role("button", name="Open it").count():
            self.keep("editor-02-why")
            assert self.page.get_by_label("To make it anonymous").is_checked()
            self.press("Open it")
        if self.page.get_by_role("button", name="Open the rest").count():
            self.keep("editor-02-first-lines")
            self.press("Open the rest")

    def _hide(self, words: str, action: str, replacement: str) -> None:
        """In the part that is open, if these words are in it and not hidden yet."""
        if words not in self.page.locator("#sealed").evaluate(UNHIDDEN):
            return
        self.page.fill("#decide [name=words]", words)
        self.page.fill("#decide [name=replacement]", replacement)
        self.page.check("#decide [name=everywhere]")
        self.page.locator(f"#decide button[name=action][value={action}]").click()
        self.page.locator("#sealed .m--gone", has_text=words).first.wait_for()

    def _keep_the_rest(self) -> None:
        """What else was found, group by group and by keyboard alone."""
        self.page.locator("[data-ready]").wait_for()
        while left := self.page.locator("#groups .group").count():
            self.page.keyboard.press("Escape")
            self.page.locator("#sealed").focus()
            self.page.keyboard.press("n")
            self.page.keyboard.press("k")
            self.page.wait_for_function(
                "left => document.querySelectorAll('#groups .group').length < left", arg=left
            )

    def _tick(self, slug: str) -> None:
        box = self.page.locator(f"input[type=checkbox][value={slug}]").first
        box.evaluate("node => { const d = node.closest('details'); if (d) d.open = true }")
        box.check()

    def publish(self, reference: str) -> None:
        self.go("/admin/stories/queue/?stage=ready")
        self.follow(reference)
        self.press("Put it on the website")
        self.keep("editor-06-published")


class SecondReader(Staff):
    def accept(self, reference: str) -> None:
        self.go("/admin/stories/queue/?stage=second_reading")
        self.follow(reference)
        self.follow("Read it for the second time")
        assert "Alan" not in self.page.inner_text("body")
        self._listen()
        for point, reply in ALL_WELL.items():
            self.page.locator(f"input[name=answer_{point}][value={reply.answer}]").check()
            self.page.locator(f"textarea[name=note_{point}]").fill(reply.note)
        self.keep("editor-05-reading")
        self.press("Accept it: ask the teller")

    def _listen(self) -> None:
        """The safe copy is made meanwhile: no second reading ends before it was played."""

        def made() -> bool:
            self.page.reload()
            return self.page.locator(".recording video").count() == 1

        wait_until(made, seconds=120, what="the safe copy")
        self.page.locator(".recording video").evaluate("video => { video.muted = true; return video.play() }")


class Coordinator(Staff):
    """Makes a campaign and a pack, and issues an edition. `link` is the secret one, shown once."""

    link: str = ""

    def start_campaign(self, name: str) -> None:
        self.go("/admin/packs/")
        self.follow("Start a campaign")
        self.page.fill("input[name=name]", name)
        self.page.fill("textarea[name=aim]", "Somebody sits with everyone who is frightened.")
        self.page.select_option("select[name=trust_code]", "ZZ1")
        self.keep("coordinator-01-campaign")
        self._send()

    def _send(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("main form.desk__form button.button:not(.button-secondary)").last.click()

    def start_pack(self, title: str, campaign: str) -> None:
        self.go("/admin/packs/")
        card = self.page.locator(
            "section", has=self.page.get_by_role("heading", name=campaign, exact=False)
        ).last
        with self.page.expect_navigation():
            card.get_by_role("link", name="Start a pack", exact=False).click()
        self.page.fill("input[name=title]", title)
        self.page.fill("textarea[name=summary]", "One story of being stayed with, and what the rules say.")
        self.page.fill("textarea[name=ask]", "Ask each ward to say who will sit with somebody.")
        self.keep("coordinator-02-pack")
        self._send()

    def pick_story(self, title: str) -> None:
        self.follow("Choose stories")
        self.keep("coordinator-03-stories")
        assert "Alan" not in self.page.inner_text("body")
        with self.page.expect_navigation():
            self.page.locator(".offer", has_text=title).locator("form button").first.click()
        self.follow("Back to the pack")

    def pick_rule(self) -> None:
        self.follow("Choose rules")
        with self.page.expect_navigation():
            self.page.locator("form:has(input[name=kind]) button").first.click()
        self.keep("coordinator-04-rules")
        self.follow("Back to the pack")

    def issue(self, number: int) -> None:
        self.keep("coordinator-05-pack")
        self.press(f"Issue edition {number}")
        self.page.get_by_role("button", name="Make a secret link").wait_for(timeout=120_000)
        self.press("Make a secret link")
        self.link = self.page.locator("input.secret").input_value()
        self.passcode = self.page.locator("code.passcode").inner_text()
        self.keep("coordinator-06-edition")

    def hand_over(self, recipient: str) -> None:
        self.page.fill("input[name=recipient]", recipient)
        self.page.select_option("select[name=how]", "paper")
        self.press("Write it down")
        self.keep("coordinator-07-handed-over")

    @property
    def verify_path(self) -> str:
        return urlsplit(
            self.page.get_by_role("link", name="/verify/", exact=False).get_attribute("href") or ""
        ).path
