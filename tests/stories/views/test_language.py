"""The language can be changed on every page that takes something in, and nothing typed there is lost or sent."""

import pytest

from stories.models import Approval, ConsentRecord, SealedPart, Submission
from tests.stories.factories import make_story, make_teller, make_trust
from tests.stories.views.visitor import Form, Visitor, come_back

pytestmark = pytest.mark.django_db
TYPED = "They held the door & nobody spoke."
SWITCHES = 'form="typed"'
WHILE_TELLING = [
    ("/tell/words/", {"text": TYPED}),
    ("/tell/questions/", {}),
    ("/tell/where/", {"event_year": "nineteen", "trust": "ZZT"}),
    ("/tell/agree/", {"adult": "on"}),
    ("/tell/agree/website/", {"answer": "1"}),
    ("/tell/agree/named_pack/", {"answer": "1", "trust": "ZZT"}),
    ("/tell/agree/who-might-see/", {"words": TYPED}),
    ("/tell/receipt/typed/", {"words": "acid yo-yo"}),
    ("/tell/recording/", {}),
    ("/tell/check/", {}),
    ("/tell/later/", {}),
    ("/tell/ward/", {}),
    ("/tell/", {}),
    ("/tell/whose/?way=film", {}),
]
BACK = [
    ("/return/", {"words": "acid yo-yo"}),
    ("/return/look/", {"decision": "changes", "note": TYPED}),
    ("/return/uses/press/", {"answer": "1"}),
    ("/return/contact/", {}),
    ("/return/account/", {"email": "somebody@example.org"}),
    ("/return/messages/", {"text": TYPED}),
    ("/return/more/", {"text": TYPED}),
    ("/return/download/", {}),
    ("/return/take-back/", {}),
    ("/return/story/", {}),
    ("/tell/about-you/", {}),
]


def switch(visitor: Visitor, path: str, typed: dict[str, str]) -> None:
    """By the page's own switch, if it has a form: it is then in Welsh, with everything that was typed in its place."""
    visitor.open(path)
    assert visitor.status == 200, path
    assert (SWITCHES in visitor.text) == ('id="typed"' in visitor.text), path
    if not typed:
        return
    assert SWITCHES in visitor.text, path
    visitor.send(typed_in(visitor, typed), switch_language="cy", **typed)
    assert (visitor.status, '<html lang="cy"' in visitor.text) == (200, True), path
    shown = typed_in(visitor, typed).values
    assert {name: shown.get(name) for name in typed} == typed


def typed_in(visitor: Visitor, typed: dict[str, str]) -> Form:
    return next(f for f in visitor.forms() if set(typed) <= set(f.values) | set(f.choices))


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Approval, ConsentRecord, SealedPart, Submission))


@pytest.mark.parametrize(("path", "typed"), WHILE_TELLING)
def test_while_telling(path: str, typed: dict[str, str], visitor: Visitor) -> None:
    make_trust()
    visitor.open("/tell/").press("Start telling").press("Save and go on", text="First.")
    visitor.open("/tell/agree/").press("Ask me", adult="on")
    before = rows()
    switch(visitor, path, typed)
    assert rows() == before


@pytest.mark.parametrize(("path", "typed"), BACK)
def test_on_coming_back(path: str, typed: dict[str, str]) -> None:
    make_trust()
    teller, words = make_teller()
    make_story("second_read", teller=teller)
    visitor = come_back(words)
    before = rows()
    switch(visitor, path, typed)
    assert rows() == before


def test_the_page_keeps_to_the_story_its_form_names(visitor: Visitor) -> None:
    """Two tabs with two drafts: changing the language in the older must not turn it into the newer."""
    visitor.open("/tell/").press("Start telling")
    first = visitor.form("Save and go on")
    visitor.open("/tell/").press("Start a new one")
    visitor.send(first, switch_language="cy", text=TYPED)
    assert f'name="draft" value="{first.values["draft"]}"' in visitor.text
