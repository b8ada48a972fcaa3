"""What a teller does in the browser, with scripts and without."""

from tests.journeys.people import ANSWER, TESTIMONY, TRUST, WORDS, Person


class Teller(Person):
    """Without an account, without JavaScript."""

    def tell(self) -> str:
        """Writes, adds a recording, answers every use, sends; gives back the receipt."""
        self.go("/tell/ward/")
        self.keep("teller-00-ward")
        self.go("/tell/")
        self.keep("teller-01-before")
        self.press("Start telling")
        self.keep("teller-02-words")
        self.page.fill("textarea[name=text]", WORDS)
        self.press("Save and go on")
        self.go("/tell/questions/")
        self.follow("What would have helped", exact=False)
        self.page.fill("textarea[name=text]", ANSWER)
        self.keep("teller-02-question")
        self.press("Save and see all questions")
        self.keep("teller-02-questions")
        self.follow("Go on")
        self.keep("teller-03-file")
        self._add_file()
        self.keep("teller-03-recording")
        self.follow("Go on")
        self.page.select_option("select[name=trust]", label=TRUST)
        self.page.fill("input[name=event_year]", "2021")
        self.keep("teller-04-where")
        self.press("Save and go on")
        self.page.check("input[name=adult]")
        self.keep("teller-05-agree")
        self.press("Ask me about the first use")
        self._answer_uses()
        self.keep("teller-07-check")
        self.press("Send my story")
        self.keep("teller-08-receipt")
        return " ".join(self.page.locator(".receipt__words li").all_inner_texts())

    def _add_file(self) -> None:
        self.page.set_input_files("input[type=file]", TESTIMONY)
        self.press("Add this file")

    def _answer_uses(self) -> None:
        self._say("1")  # counted
        self.page.check("input[name=answer][value='1']")
        self.page.select_option("select[name=trust]", label=TRUST)
        self.keep("teller-06-consent")
        self.press("Save my answer")
        self._say("no")  # any pack
        self.page.get_by_label(f"{TRUST} may be named there").check()
        self._say("2")  # website: writing, and the voice disguised
        self._say("2")  # training: writing, and the voice disguised
        self._say("no")  # press
        self._say("no")  # contact
        self.keep("teller-06-who-might-see")
        self.page.get_by_label("Staff of the one trust you chose").check()
        self.press("Save my answer and go on")
        # They left out the website and training: shown what their answers mean, they go on.
        self.follow("These answers are right: go on")

    def _say(self, answer: str) -> None:
        """ANSWER is no, or the number of the most revealing form."""
        self.page.check(f"input[name=answer][value='{answer}']")
        self.press("Save my answer")

    def say_who_they_are(self) -> None:
        self.go("/tell/about-you/")
        self.keep("teller-08-about-you")
        self.go("/tell/copy/")
        self.keep("teller-08-copy")

    def leave(self) -> None:
        self.press("I have kept them: leave and forget this device")
        self.keep("teller-09-left")
        assert self.page.context.cookies() == [] or all(
            c["name"] not in ("session", "__Host-session") for c in self.page.context.cookies()
        )

    def come_back(self, receipt: str) -> None:
        self.go("/return/")
        self.keep("teller-10-return")
        self.page.fill("input[name=words]", receipt.upper())
        self.press("Open my page")
        assert self.path == "/return/story/"

    def approve(self) -> None:
        self.keep("teller-11-asked")
        self.follow("Look at my story")
        self.keep("teller-12-look")
        shown = self.main().locator(".story__text").all_inner_texts()
        assert not any("Alan" in text or "Juniper" in text for text in shown), shown
        self.page.get_by_label("Yes, this may be used as it stands here").check()
        self.press("Send my answer")

    def approve_clip(self) -> None:
        self.go("/return/story/")
        self.follow("Listen and answer")
        shown = self.main().inner_text()
        assert "talked me down" in shown
        assert "Alan" not in shown
        self.keep("teller-12-clip")
        self.press("Yes, trainers may play it")

    def look_around(self) -> None:
        """What else there is on coming back."""
        self.go("/return/messages/")
        self.page.fill("textarea[name=text]", "When will it be on the website?")
        self.press("Send my message")
        self.keep("teller-12-messages")
        for page in ("more", "download", "where"):
            self.go(f"/return/{page}/")
            self.keep(f"teller-12-{page}")

    def end_training(self) -> None:
        self.go("/return/uses/training/")
        self._say("no")
        self.keep("teller-13-uses")

    def take_back(self) -> None:
        self.go("/return/take-back/")
        self.keep("teller-14-take-back")
        self.press("Take it back and erase it")
        assert self.path == "/return/certificates/"

    def has_certificate(self) -> bool:
        self.go("/return/certificates/")
        return self.page.get_by_text("was destroyed on").count() > 0


class TellerWithScripts(Teller):
    """The same, in a browser that runs scripts: a file goes up in pieces, and the page shows how far it is."""

    def _add_file(self) -> None:
        self.page.set_input_files("input[type=file]", TESTIMONY)
        with self.page.expect_navigation(timeout=60_000):
            self.press("Add this file", stays=True)
