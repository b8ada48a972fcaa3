"""The receipt: a card, a file, typed back once; nothing on it says what it is for."""

import pytest

from common import ward
from stories.receipts import word_list
from tests.stories.views.visitor import Visitor, come_back, receipt_words, tell_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(visitor: Visitor) -> str:
    return tell_story(visitor)


def test_the_file_holds_the_words_and_nothing_else_under_a_name_that_says_nothing(
    visitor: Visitor, words: str
) -> None:
    page = visitor.client.get("/tell/receipt/file/")
    assert page.content.decode().split() == words.split()
    assert page["Content-Type"] == "text/plain; charset=utf-8"
    assert page["Content-Disposition"] == 'attachment; filename="list.txt"'
    assert "no-store" in page["Cache-Control"]
    assert "Anyone who uses this device can read a saved file" in visitor.text


def test_typing_it_back_shows_no_word_and_says_which_one_is_wrong(visitor: Visitor, words: str) -> None:
    visitor.open("/tell/receipt/typed/")
    assert words.split(maxsplit=1)[0] not in visitor.text.split("<main")[1].split("</main>")[0].split()
    typed = words.split()
    typed[2] = next(word for word in word_list() if word != typed[2])
    visitor.press("Check my copy", words=" ".join(typed))
    assert visitor.status == 200
    assert "Word 3 is another one on your receipt" in visitor.text
    visitor.press("Check my copy", words=words.upper())
    assert "You have them" in visitor.text
    assert come_back(words).path == "/return/story/"


def test_typing_it_back_says_what_is_missing(visitor: Visitor, words: str) -> None:
    visitor.open("/tell/receipt/typed/").press("Check my copy", words=" ".join(words.split()[:3]))
    assert "A receipt has 5 words. You typed 3." in visitor.text


def test_after_leaving_there_is_nothing_to_show_save_or_type(visitor: Visitor, words: str) -> None:
    assert receipt_words(visitor) == words
    visitor.press("I have kept them: leave")
    for page in ("", "file/", "typed/"):
        visitor.open(f"/tell/receipt/{page}")
        assert visitor.path == "/return/"
        assert words not in visitor.text


def test_on_a_ward_no_file_is_left_on_the_device(visitor: Visitor, words: str) -> None:
    visitor.client.cookies[ward.COOKIE] = ward.ON
    assert "Save them as a small text file" not in visitor.open("/tell/receipt/").text
    assert "Save it as a file" not in visitor.open("/tell/copy/").text
    assert visitor.open("/tell/receipt/file/").path == "/tell/receipt/"
    assert visitor.open("/tell/copy/file/").path == "/tell/copy/"
    assert receipt_words(visitor) == words
