"""Search: whole words by their stem, in an index that holds none of them, and that no query can speak to."""

from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from stories.models import Story
from stories.release import read_website
from stories.search import MAX_QUERY_WORDS, blind_tokens, index_story, search_stories, unindex_story
from tests.stories.factories import make_story

pytestmark = pytest.mark.django_db


def tell(text: str, **wish: object) -> UUID:
    return make_story("published", text=text, hide=(), **wish).pk


def found(query: str) -> set[UUID]:
    return set(search_stories(query=query))


def index_bytes() -> bytes:
    """Every column of every table of the index, FTS5's own ones too."""
    held = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("stories_search"):
                cursor.execute(f"SELECT * FROM {table}")
                for row in cursor.fetchall():
                    held += b" ".join(
                        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row
                    )
    return held


@pytest.mark.parametrize("query", ["restraining", "Restrained", "RESTRAIN", "restrains"])
def test_a_word_is_found_by_its_stem(query: str) -> None:
    story = tell("They restrained me.", title="T", summary="S", themes=["kindness"])
    tell("Nobody did.", title="T", summary="S", themes=["kindness"])
    assert found(query) == {story}


def test_title_summary_and_themes_are_found_too() -> None:
    story = tell("Words.", title="About herons", summary="Of kettles", themes=["kindness"])
    for query in ("heron", "kettle", "words", "kindness"):
        assert found(query) == {story}


def test_all_words_must_be_there_in_any_order() -> None:
    both = tell("A kettle and a heron.")
    tell("A kettle.")
    assert found("heron kettle") == found("kettle, heron!") == {both}
    assert found("heron kettle otter") == set()


def test_what_was_hidden_is_not_found() -> None:
    story = make_story("published").pk
    assert found("cleaner") == {story}
    for hidden in ("Hale", "Larch", "Wren"):
        assert found(hidden) == set()


def test_a_part_of_a_word_is_not_found() -> None:
    tell("They restrained me.")
    for query in ("restr", "restr*", "*", "strain"):
        assert found(query) == set()


@pytest.mark.parametrize("words", ["don't", "don’t", "DON'T"])
def test_either_apostrophe_will_do(words: str) -> None:
    assert found(words) == set()
    story = tell("I said: don’t.")
    assert found(words) == {story}


@pytest.mark.parametrize("text", ["ŵylo", "straße", "naïve", "日本語"])
def test_other_letters_are_letters(text: str) -> None:
    story = tell(f"It was {text}.")
    assert found(text) == {story}


def test_the_one_that_says_it_more_comes_first() -> None:
    once = tell("A heron. " + "Other words here. " * 20)
    often = tell("A heron. " * 20)
    assert search_stories(query="heron") == [often, once]
    assert search_stories(query="heron", limit=1) == [often]


def test_the_index_holds_no_word_and_no_order_of_words() -> None:
    text = "Qzxheron swallowed the qzxkettle because nobody was listening on Larch Ward."
    story = tell(text, title="Qzxtitle", summary="Qzxsummary")
    held = index_bytes().lower()
    assert str(story).encode() in held or story.bytes in held, "the index was read"
    for word in ("qzxheron", "qzxkettl", "swallow", "larch", "listen", "qzxtitl", "qzxsummari"):
        assert word.encode() not in held
    tokens = blind_tokens(text=text)
    positions = [held.find(token.encode()) for token in tokens]
    assert positions != sorted(positions), "and the tokens are not in the order of the words"


def test_the_index_is_of_no_use_without_the_key(settings: Settings) -> None:
    tell("A heron.")
    ours = blind_tokens(text="heron")
    settings.RECEIPT_KEY = "another key altogether, of some length"
    assert blind_tokens(text="heron") != ours
    assert found("heron") == set()


@pytest.mark.parametrize("end", ["unindexed", "again"])
def test_a_story_is_in_the_index_once_or_not_at_all(end: str) -> None:
    story = tell("A heron.")
    if end == "unindexed":
        unindex_story(story_id=story)
        unindex_story(story_id=story)
        assert found("heron") == set()
        assert str(story).encode() not in index_bytes()
        return
    released = read_website(story_id=story)
    assert released is not None
    index_story(story=released)
    assert search_stories(query="heron") == [story]


OPERATORS = [
    '"', "'", '" OR "', "heron OR kettle", "NOT heron", "heron NOT kettle", "NEAR(heron kettle)", "tokens:heron",
    "story_id:x", "^heron", "heron*", "(", "()", "{heron}", "-heron", "+", "heron & !kettle", "heron | kettle",
    "heron <-> kettle", "heron:*", "\\", "%", "_", "--", ";", "/*", "\x00", "&", ":", "'; DROP TABLE stories_search",
]  # fmt: skip


@pytest.mark.parametrize("query", OPERATORS)
def test_an_operator_is_a_word_or_nothing(query: str) -> None:
    heron, kettle = (tell(f"A {word}.", themes=["kindness"]) for word in ("heron", "kettle"))
    words = {"heron": {heron}, "kettle": {kettle}}
    typed = [word.lower() for word in ("heron", "kettle") if word in query]
    result = found(query)
    others = set(blind_tokens(text=query)) - {t for word in typed for t in blind_tokens(text=word)}
    expected = set.intersection(*[words[word] for word in typed]) if typed and not others else set()
    assert result == expected
    assert Story.objects.count() == 2
    assert found("heron") == {heron}


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.text(max_size=200))
def test_any_query_has_an_answer(query: str) -> None:
    assert search_stories(query=query) == []


def test_a_query_of_thousands_of_words_is_cut() -> None:
    words = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(40)]
    story = tell(" ".join(words[:MAX_QUERY_WORDS]))
    assert found(" ".join(words)) == {story}
    assert found(" ".join(["heron", *words])) == set()
    assert found("otter " * 5000) == set()


def test_no_words_find_nothing() -> None:
    tell("A heron.")
    for query in ("", " ", "!?", "…"):
        assert found(query) == set()


def test_a_very_long_story_can_be_found() -> None:
    story = tell("heron " + "word " * 30_000 + " ".join(f"unlike{n}" for n in range(6000)))
    assert found("heron unlike5999") == {story}
