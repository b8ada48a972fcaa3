"""What readers see: released stories, and of every other one nothing at all, not even that there is one."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stories.enums import Purpose, ThemeGroup
from stories.models import Submission, Theme
from stories.themes import forget_terms
from stories.views import public
from tests.stories.factories import SUMMARY, TITLE, at_time, make_story, make_themes

pytestmark = pytest.mark.django_db

CANARY = "qzxcanarypublicxzq"
UNSEEN = (
    "sent",
    "taken",
    "written",
    "handed",
    "second_read",
    "approved",
    "held",
    "withdrawn",
    "erased",
    "expired",
)
PAGES = (
    "/stories/",
    "/themes/",
    "/how-we-count/",
    "/themes/aftercare/",
    "/search/?q=tea",
    "/stories/feed/",
    "/sitemap.xml",
)


def get(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_released_story_is_read_as_its_teller_approved_it() -> None:
    story = make_story("published")
    page = get(f"/stories/{story.pk}/")
    assert TITLE in page
    assert SUMMARY in page
    assert "a doctor held my arm" in page
    assert "Hale" not in page
    assert "Larch" not in page


def test_the_content_note_comes_before_the_words_and_the_words_are_folded() -> None:
    page = get(f"/stories/{make_story('published').pk}/")
    note, opening, words = (
        page.index("This story speaks of"),
        page.index("<details"),
        page.index("held my arm"),
    )
    assert opening < note < words
    assert "<details open" not in page


def test_without_a_content_note_nothing_is_folded() -> None:
    page = get(f"/stories/{make_story('published', themes=['aftercare']).pk}/")
    assert "This story speaks of" not in page
    assert page.count("<details") == 0


def test_markup_in_a_story_is_text() -> None:
    story = make_story(
        "published", text="<script>alert(1)</script>\n\n{{ x }}", title="<b>T</b>", summary="&amp;", hide=()
    )
    page = get(f"/stories/{story.pk}/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ x }}" in page
    assert "<b>T</b>" not in page


def test_the_trust_is_named_only_where_consent_says_so() -> None:
    named = make_story("published", purposes=[Purpose.WEBSITE, Purpose.NAMED_PACK])
    assert "Testmoor" not in get(f"/stories/{named.pk}/")


@pytest.mark.parametrize("state", UNSEEN)
def test_a_story_that_is_not_released_is_like_one_that_never_was(state: str) -> None:
    purposes = [Purpose.COUNTED] if state == "approved" else list(Purpose)
    text = f"It was {CANARY}."
    story = make_story(state, text=text, title=CANARY, summary=CANARY, hide=(), purposes=purposes)
    shown = make_story("published")
    client = Client()
    never_was = uuid4()
    refused, never = client.get(f"/stories/{story.pk}/"), client.get(f"/stories/{never_was}/")
    assert (refused.status_code, never.status_code) == (404, 404)
    assert refused.content.decode().replace(str(story.pk), str(never_was)) == never.content.decode()
    for page in PAGES:
        body = get(page)
        assert CANARY not in body, page
        assert str(story.pk) not in body, page
    assert str(shown.pk) in get("/stories/"), "the pages do show what is released"
    found = get(f"/search/?q={CANARY}")
    assert "Nothing found" in found
    assert str(story.pk) not in found


def test_the_list_goes_back_in_time_and_says_when_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "PAGE", 2)
    now = timezone.now()
    for age in range(5):
        with at_time(now - dt.timedelta(days=age)):
            make_story("published", title=f"Story {age}")
    seen, address = [], "/stories/"
    while address:
        page = get(address)
        seen += [age for age in range(5) if f"Story {age}" in page]
        address = _older(page)
    assert seen == [0, 1, 2, 3, 4]


def _older(page: str) -> str:
    if 'rel="next"' not in page:
        return ""
    return "/stories/" + page.split('rel="next" href="')[1].split('"', maxsplit=1)[0].replace("&amp;", "&")


def test_the_list_filters_by_theme_and_says_when_there_is_no_such_theme() -> None:
    one = make_story("published", themes=["physical-restraint"], title="The first one")
    other = make_story("published", themes=["kindness"], title="The second one")
    page = get("/stories/?theme=kindness")
    assert (str(other.pk) in page, str(one.pk) in page) == (True, False)
    page = get("/stories/?theme=nonsense")
    assert (str(other.pk) in page, str(one.pk) in page) == (True, True)
    assert "We do not know that theme" in page


@pytest.mark.parametrize(
    "key",
    [
        "",
        "nonsense",
        "2026-13-45",
        "2026-01-01",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "\x00",
        "９",
    ],
)
def test_any_key_of_a_page_gives_a_page(key: str) -> None:
    make_story("published")
    assert Client().get("/stories/", {"before": key}).status_code == 200
    assert Client().get("/themes/aftercare/", {"before": key}).status_code == 200


@pytest.mark.parametrize("theme", ["nonsense", "cn-restraint"])
def test_only_themes_to_browse_by_have_a_page(theme: str) -> None:
    make_themes()
    assert Client().get(f"/themes/{theme}/").status_code == 404


def test_a_story_keeps_a_theme_that_was_switched_off_and_its_way_to_others() -> None:
    story = make_story("published")
    Theme.objects.filter(slug="aftercare").update(active=False)
    forget_terms()
    page = get(f"/stories/{story.pk}/")
    assert "Aftercare (present or missing)" in page
    assert 'href="/themes/aftercare/"' in page
    assert TITLE in get("/themes/aftercare/")
    assert "/themes/aftercare/" not in get("/themes/")


@pytest.mark.parametrize("slug", ["cn-restraint", "acute-adult"])
def test_stories_are_not_looked_for_by_their_content_notes_or_by_where(slug: str) -> None:
    make_themes()
    Theme.objects.create(slug="acute-adult", group=ThemeGroup.SETTINGS, label="Adult acute ward")
    story = make_story("published", themes=("aftercare", slug))
    assert Client().get(f"/themes/{slug}/").status_code == 404
    assert "We do not know that theme" in get(f"/stories/?theme={slug}")
    assert f"/themes/{slug}/" not in get(f"/stories/{story.pk}/")


def test_labels_are_welsh_on_welsh_pages() -> None:
    story = make_story("published")
    Theme.objects.filter(slug="aftercare").update(label_cy="Gofal wedyn", definition_cy="Beth ddaeth wedyn.")
    Theme.objects.filter(slug="cn-restraint").update(label_cy="Ffrwyno")
    forget_terms()
    visitor = Client(headers={"accept-language": "cy"})
    pages = {
        address: visitor.get(address).content.decode()
        for address in (f"/stories/{story.pk}/", "/stories/", "/themes/", "/themes/aftercare/")
    }
    for address, page in pages.items():
        assert "Gofal wedyn" in page, address
        assert "Aftercare" not in page, address
    assert "Beth ddaeth wedyn." in pages["/themes/aftercare/"]
    assert "ffrwyno" in pages["/stories/"]


def test_themes_say_how_many_people_tell_of_them_in_bands_and_never_few() -> None:
    many = [make_story("approved", themes=("aftercare",)) for _ in range(6)]
    few = [make_story("approved", themes=("kindness",)) for _ in range(4)]
    Submission.objects.filter(pk__in=[story.pk for story in (*many, *few)]).update(fictional=True)
    assert "5 to 9 people who agreed to be counted" in get("/themes/aftercare/")
    assert "Too few people who agreed to be counted" in get("/themes/kindness/")
    page = get("/themes/")
    assert page.count("chip__people") == 1
    assert "5 to 9" in page
    assert "below five no number at all" in get("/how-we-count/")


def test_a_theme_that_was_switched_off_has_no_page() -> None:
    make_themes()
    Theme.objects.filter(slug="kindness").update(active=False)
    assert Client().get("/themes/kindness/").status_code == 404


def test_searching_finds_and_keeps_the_words_in_the_box() -> None:
    story = make_story("published")
    for query, shown in (("cleaners TEA", "cleaners TEA"), ("Cleaner's tea", "Cleaner&#x27;s tea")):
        page = get(f"/search/?{urlencode({'q': query})}")
        assert str(story.pk) in page
        assert f'value="{shown}"' in page
        assert "1 story" in page
    assert "Nothing found" in get("/search/?q=cleaners+coffee")
    assert "Nothing found" in get("/search/?q=Larch"), "what was hidden is not found either"


@pytest.mark.parametrize(
    "query", ['" OR 1', "tea*", "NEAR(tea)", "tokens:tea", "a" * 5000, "\x00", "<b>", "&", "🙈"]
)
def test_any_search_gives_a_page(query: str) -> None:
    make_story("published")
    response = Client().get("/search/", {"q": query})
    assert response.status_code == 200
    assert b"<b>" not in response.content.split(b"<h1>")[1]


@pytest.mark.parametrize("path", ["/stories/", "/search/", "/themes/", "/stories/feed/", "/sitemap.xml"])
def test_public_pages_are_only_looked_at(path: str) -> None:
    assert Client().post(path).status_code in (403, 405)


def every_public_page(story_id: object) -> Iterator[str]:
    yield from PAGES
    yield f"/stories/{story_id}/"
    yield f"/stories/{uuid4()}/"
    yield "/themes/nonsense/"


def test_no_public_page_sets_a_cookie_or_may_be_kept() -> None:
    story = make_story("published")
    for page in every_public_page(story.pk):
        response = Client().get(page)
        assert not response.cookies, page
        kept = response["Cache-Control"]
        assert "no-cache" in kept or "no-store" in kept, page
        assert "private" in kept, page


@pytest.mark.parametrize("stories", [1, 3])
def test_pages_ask_the_database_the_same_for_one_story_and_for_three(stories: int) -> None:
    made = [make_story("published") for _ in range(stories)]
    for page in (*PAGES, f"/stories/{made[0].pk}/"):
        get(page)
    asked = {page: queries(page) for page in (*PAGES, f"/stories/{made[0].pk}/")}
    story = asked.pop(f"/stories/{made[0].pk}/")
    assert asked | {"story": story} == {
        "story": 4,
        "/stories/": 4,
        "/themes/": 3,  # the sums were asked for a moment ago: only whether they still hold
        "/how-we-count/": 0,
        "/themes/aftercare/": 7,
        "/search/?q=tea": 4,
        "/stories/feed/": 4,
        "/sitemap.xml": 2,
    }


def queries(page: str) -> int:
    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["keyring"]) as two,
    ):
        get(page)
    return len(one) + len(two)
