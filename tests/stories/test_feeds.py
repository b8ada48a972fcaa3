"""The feed and the sitemap hold what is released, and nothing of anything else."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from stories import feeds
from stories.enums import Purpose
from stories.withdrawal import take_back
from tests.stories.factories import at_time, make_story

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CANARY = "qzxfeedxzq"
SHUT = ("sent", "written", "handed", "second_read", "held", "withdrawn", "erased", "expired")


def read(path: str) -> ElementTree.Element:
    response = Client().get(path)
    assert response.status_code == 200
    assert "no-cache" in response["Cache-Control"]
    return ElementTree.fromstring(response.content)


def addresses(path: str) -> list[str]:
    root = read(path)
    if path == "/sitemap.xml":
        return [each.text or "" for each in root.iter(f"{SITE}loc")]
    return [entry.find(f"{ATOM}link").get("href", "") for entry in root.iter(f"{ATOM}entry")]  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/stories/feed/", "/sitemap.xml"])
def test_only_what_is_released_is_in_it(path: str) -> None:
    for state in SHUT:
        make_story(state, text=CANARY, title=CANARY, summary=CANARY, hide=())
    make_story("approved", title=CANARY, purposes=[Purpose.COUNTED])
    assert addresses(path) == []
    shown = make_story("published")
    (address,) = addresses(path)
    assert address.endswith(f"/stories/{shown.pk}/")
    assert CANARY not in ElementTree.tostring(read(path), encoding="unicode")
    take_back(submission_id=shown.pk)
    assert addresses(path) == []


def test_an_entry_has_title_summary_and_day_and_not_the_story() -> None:
    story = make_story("published", text=f"It was {CANARY}.", hide=())
    entry = read("/stories/feed/").find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Tea from the cleaner"
    assert entry.findtext(f"{ATOM}summary") == "Nine days, and who was kind."
    assert entry.findtext(f"{ATOM}published") == f"{story.published_at:%Y-%m-%d}T00:00:00+00:00"
    assert CANARY not in ElementTree.tostring(entry, encoding="unicode")


def test_the_feed_is_of_the_newest_twenty_in_order() -> None:
    now = timezone.now()
    for age in range(22):
        with at_time(now - dt.timedelta(days=age)):
            make_story("published", title=f"Story {age}")
    titles = [entry.findtext(f"{ATOM}title") for entry in read("/stories/feed/").iter(f"{ATOM}entry")]
    assert titles == [f"Story {age}" for age in range(20)]
    assert len(addresses("/sitemap.xml")) == 22


def test_letters_that_xml_cannot_hold_end_nothing() -> None:
    make_story("published", title="A\x0cB\x08C & <b>D</b>", summary="one\x0btwo\ufffe")
    entry = read("/stories/feed/").find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "A B C & <b>D</b>"
    assert entry.findtext(f"{ATOM}summary") == "one two "


def test_the_sitemap_tells_the_day_and_no_words() -> None:
    story = make_story("published", title=CANARY)
    root = read("/sitemap.xml")
    assert [each.text for each in root.iter(f"{SITE}lastmod")] == [f"{story.published_at:%Y-%m-%d}"]
    assert CANARY not in ElementTree.tostring(root, encoding="unicode")


def test_a_story_without_a_day_has_none() -> None:
    from stories.release import read_website

    story = make_story("published")
    released = read_website(story_id=story.pk)
    assert released is not None
    feed = feeds.NewestStories()
    assert feed.item_pubdate(released) == dt.datetime.combine(story.published_at.date(), dt.time(), dt.UTC)
    assert feed.item_pubdate(type(released)(**{**vars(released), "published_on": None})) is None
