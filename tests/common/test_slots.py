import pytest
from django.template import Context, Template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import slots


@pytest.fixture(autouse=True)
def _empty_slots(monkeypatch):
    monkeypatch.setattr(slots, "_fillers", type(slots._fillers)(list))


def draw(rf, **context):
    return Template('{% load slots %}<{% slot "story_media" %}>').render(
        Context({"request": rf.get("/"), **context})
    )


def test_a_slot_nobody_fills_is_empty(rf):
    assert draw(rf) == "<>"


def test_every_filler_is_asked_in_order_and_sees_the_context(rf):
    slots.fill("story_media", lambda request, context: format_html("[{}]", context["story"]))
    slots.fill("story_media", lambda request, context: format_html("({})", request.path))
    assert draw(rf, story="a & b") == "<[a &amp; b](/)>"


def test_filling_twice_counts_once(rf):
    def filler(request, context):
        return SafeString("x")

    slots.fill("story_media", filler)
    slots.fill("story_media", filler)
    assert draw(rf) == "<x>"


def test_words_that_are_not_marked_safe_are_escaped(rf):
    slots.fill("story_media", lambda request, context: "<b>")
    assert draw(rf) == "<&lt;b&gt;>"


def test_slots_do_not_mix(rf):
    slots.fill("home_stories", lambda request, context: SafeString("home"))
    assert draw(rf) == "<>"
