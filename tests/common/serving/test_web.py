"""What the web server says when it starts."""

import logging

import pytest

from common.serving.web import is_news


@pytest.mark.parametrize(
    ("said", "news"),
    [
        ("Configuration allows spawning up to 16 Python threads, which seems quite high", False),
        ("Unexpected exit from worker-1", True),
    ],
)
def test_only_the_number_of_threads_is_no_news(said: str, news: bool) -> None:
    record = logging.LogRecord("_granian", logging.WARNING, __file__, 1, said, None, None)
    assert is_news(record) == news
