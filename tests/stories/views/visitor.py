"""A browser without JavaScript: opens pages, sees what is on them, and sends the forms that are there.

    visitor = Visitor()
    visitor.open("/tell/")
    visitor.press("Start telling")
    visitor.press("Save and go on", text="It was loud.")

Hidden fields, the CSRF token and answers that were chosen before go along by themselves, as a browser sends them. A
button that is not on the page cannot be pressed.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    action: str
    multipart: bool
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)  # buttons that lead to an address of their own


class Visitor:
    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client(enforce_csrf_checks=True)
        self.page = HttpResponse()
        self.path = ""
        self.queries: dict[str, int] = {}

    def open(self, path: str) -> "Visitor":
        with ExitStack() as stack:
            asked = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections]
            response = self.client.get(path)
        if response.status_code == 200:
            self.queries[path] = sum(map(len, asked))
        return self._arrive(response, path)

    def press(self, label: str, *, files: dict[str, Any] | None = None, **values: str) -> "Visitor":
        """Send the form that has a button starting with LABEL; VALUES are what is typed and chosen in it."""
        return self.send(self.form(label), button=label, files=files, **values)

    def send(
        self, form: Form, *, button: str = "", files: dict[str, Any] | None = None, **values: str
    ) -> "Visitor":
        """Send a form that was on a page, perhaps of another tab or of a while ago."""
        pressed = [pair for label, pair in form.buttons.items() if button and label.startswith(button)]
        data: dict[str, Any] = {**form.values, **dict(pressed), **values}
        data.pop("", None)
        names = [label for label in form.buttons if button and label.startswith(button)]
        path = next((form.elsewhere[name] for name in names if name in form.elsewhere), form.action)
        if form.multipart and path == form.action:
            response = self.client.post(path, {**data, **(files or {})})
        else:
            response = self.client.post(
                path,
                urlencode(data, errors="surrogatepass"),
                content_type="application/x-www-form-urlencoded",
            )
        return self._arrive(response, path)

    def _arrive(self, response: HttpResponse, path: str) -> "Visitor":
        self.page, self.path = response, path
        if response.status_code in (301, 302, 303):
            return self.open(response["Location"])
        return self

    @property
    def text(self) -> str:
        return self.page.content.decode()

    @property
    def status(self) -> int:
        return self.page.status_code

    def form(self, label: str) -> Form:
        found = [form for form in self.forms() if any(button.startswith(label) for button in form.buttons)]
        assert found, (label, self.path, [list(form.buttons) for form in self.forms()])
        return found[0]

    def forms(self) -> list[Form]:
        reader = _Reader(self.path)
        reader.feed(self.text)
        return reader.forms

    def has_button(self, label: str) -> bool:
        return any(button.startswith(label) for form in self.forms() for button in form.buttons)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self.inside = False
        self.area = self.select = self.words = ""
        self.button: tuple[str, str] | None = None
        self.leads = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = has.get("method", "get").lower() == "post"
            if self.inside:
                multipart = has.get("enctype", "") == "multipart/form-data"
                self.forms.append(Form(has.get("action") or self.path, multipart))
        elif self.inside and hasattr(self, f"_{tag}"):
            getattr(self, f"_{tag}")(has)

    def _input(self, has: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], has.get("name", ""), has.get("type", "text")
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(has.get("value", "on"))
            if "checked" in has:
                form.values[name] = has.get("value", "on")
        elif kind != "file":
            form.values[name] = has.get("value", "")

    def _textarea(self, has: dict[str, str]) -> None:
        self.area, self.words = has.get("name", ""), ""

    def _select(self, has: dict[str, str]) -> None:
        self.select = has.get("name", "")
        self.forms[-1].values.setdefault(self.select, "")

    def _option(self, has: dict[str, str]) -> None:
        self.forms[-1].choices.setdefault(self.select, []).append(has.get("value", ""))
        if "selected" in has:
            self.forms[-1].values[self.select] = has.get("value", "")

    def _button(self, has: dict[str, str]) -> None:
        self.button, self.words = (has.get("name", ""), has.get("value", "")), ""
        self.leads = has.get("formaction", "")

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            self.forms[-1].values[self.area] = self.words.removeprefix("\n")
            self.area = ""
        elif tag == "button" and self.inside and self.button is not None:
            label, form = " ".join(self.words.split()), self.forms[-1]
            form.buttons.setdefault(label, self.button)
            if self.leads:
                form.elsewhere.setdefault(label, self.leads)
            self.button = None


WORDS = "Nobody told me why they held me.\n\nAfterwards they said qzxtellersword."


def tell_story(
    visitor: Visitor, *, words: str = WORDS, answers: dict[str, dict[str, str]] | None = None
) -> str:
    """The whole way from the first page to the receipt, whose words it gives back; "No" where ANSWERS says nothing."""
    visitor.open("/tell/").press("Start").press("Save and go on", text=words)
    visitor.open("/tell/where/").press("Save and go on").press("Ask me about the first use", adult="on")
    while "/agree/" in visitor.path:
        purpose = visitor.path.split("/")[-2]
        visitor.press("Save my answer", **(answers or {}).get(purpose, {"answer": "no"}))
    visitor.press("Send my story")
    return receipt_words(visitor)


def receipt_words(visitor: Visitor) -> str:
    visitor.open("/tell/receipt/")
    listed = visitor.text.split('class="receipt__words"')[1].split("</ol>")[0]
    return " ".join(item.split("</li>")[0] for item in listed.split("<li>")[1:])


def come_back(words: str) -> Visitor:
    """On another device, with the receipt."""
    return Visitor().open("/return/").press("Open my page", words=words)
