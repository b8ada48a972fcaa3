"""From a recording to a training room and back: who cuts a clip, who hears it, and who shows it."""

from urllib.parse import urlsplit

from tests.journeys.people import Staff
from tests.services.browser import PLAY_ALL
from tests.services.processes import wait_until

CLIP = "A nurse who talked"


def cut_clip(editor: Staff, story_path: str) -> None:
    """One line of the recording, for training. The worker cuts it meanwhile."""
    editor.go(story_path)
    editor.follow("Clips for training")
    line = editor.page.locator(".clip-line", has_text="talked me down")
    assert "Alan" not in editor.page.inner_text("body")
    line.locator("input[name=first]").check()
    line.locator("input[name=last]").check()
    editor.press("Look at this stretch")
    editor.page.fill("input[name=title]", CLIP)
    editor.keep("editor-07-new-clip")
    editor.press("Cut it")


def hear_clip(second: Staff, story_path: str) -> None:
    second.go(story_path)
    second.follow("Clips for training")
    second.follow(CLIP)

    def cut() -> bool:
        second.page.reload()
        return second.page.locator(".clip-source video").count() == 1

    wait_until(cut, seconds=120, what="the clip")
    second.page.locator(".clip-source video").evaluate(PLAY_ALL)
    second.keep("editor-08-clip")
    second.press("I heard all of it, and it is safe: ask its teller")


class Trainer(Staff):
    """Finds the clip, puts it into a reel, exports and downloads it."""

    export_path: str = ""
    verify_path: str = ""

    def make_reel(self) -> None:
        self.go("/admin/training/")
        self.page.get_by_label("Words", exact=True).fill("talked")
        self.press("Search")
        self.follow(CLIP)
        self.page.get_by_text("Open the player").click()
        self.page.locator("video").evaluate(PLAY_ALL)
        self.follow("Start a new reel")
        self.page.get_by_label("Title").fill("Being talked to")
        self.press("Start it")
        self.page.get_by_label("What it speaks of").fill("Restraint on the floor.")
        self.press("Keep your words")
        self.follow("Choose clips")
        self.follow(CLIP)
        self.press("Being talked to", exact=False)
        self.keep("trainer-01-reel")

    def export(self) -> None:
        self.press("Export it")
        self.export_path = self.path
        self.page.get_by_role("link", name="Manifest").wait_for(timeout=180_000)
        self.keep("trainer-02-export")
        verify = self.page.locator("a[href*='/verify/']").first.get_attribute("href")
        self.verify_path = urlsplit(verify or "").path
        film = self.page.request.get(f"{self.base}{self.export_path}film/")
        assert film.ok
        assert b"ftyp" in film.body()[:32]
        captions = self.page.request.get(f"{self.base}{self.export_path}captions/").text()
        assert "talked me down" in captions
        assert "Alan" not in captions

    def destroy(self) -> None:
        """The teller said no: nothing of it is left here, and the copy that went out is asked back."""
        again = self.page.request.get(f"{self.base}{self.export_path}film/")
        assert b"ftyp" not in again.body()
        assert "may not be opened any more" in again.text()
        self.go("/admin/training/")
        assert self.page.get_by_role("link", name=CLIP).count() == 0
        self.go(self.export_path)
        self.page.get_by_text("Do not show it again.").wait_for()
        self.press("Every copy is destroyed")
        self.keep("trainer-03-destroyed")
