"""Ward mode: short, forgetful, and silent in the tab, on every page of the site; and off again."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from common import ward
from pages.models import SupportLine
from pages.support import load_support_lines
from stories import telling
from stories.models import Submission
from tests.stories.factories import at_time, make_story
from tests.stories.views.visitor import Visitor, receipt_words, tell_story

pytestmark = pytest.mark.django_db


def short_stay(visitor: Visitor, nation: str = "") -> Visitor:
    visitor.open(f"/tell/ward/?nation={nation}").press("Make it a short stay")
    assert "A short stay is on" in visitor.text
    return visitor


def titles(visitor: Visitor, *paths: str) -> set[str]:
    return {visitor.open(path).text.split("<title>")[1].split("</title>")[0] for path in paths}


def test_every_tab_says_nothing_and_nothing_is_stored(visitor: Visitor) -> None:
    story = make_story("published", title="A title that tells")
    pages = (
        "/tell/",
        "/tell/ward/",
        "/return/",
        "/stories/",
        f"/stories/{story.pk}/",
        "/support/",
        "/search/",
    )
    assert len(titles(visitor, *pages)) > 4
    short_stay(visitor)
    assert titles(visitor, *pages) == {"Page"}
    for path in (*pages, "/nothing-here/"):
        page = visitor.client.get(path)
        assert page["Cache-Control"] == "no-store, private"
        assert "favicon" not in page.content.decode()
    visitor.open("/tell/ward/").press("Turn the short stay off")
    assert "Page" not in titles(visitor, *pages)


def test_no_cookie_outlives_the_browser(visitor: Visitor) -> None:
    visitor.open("/tell/").press("Start telling")
    assert visitor.client.cookies["session"]["max-age"], "as it is otherwise"
    short_stay(visitor)
    visitor.open("/tell/words/").press("Save and go on", text="Kept.")
    assert {"session", "form", "quiet"} <= set(visitor.client.cookies)
    for name in ("session", "form", "quiet"):
        cookie = visitor.client.cookies[name]
        assert (cookie["max-age"], cookie["expires"]) == ("", ""), name
    assert "ward" not in str(visitor.client.cookies).lower(), "nor does a cookie's name tell"


def test_the_session_ends_after_a_short_quiet_time_and_loses_nothing_sent(visitor: Visitor) -> None:
    short_stay(visitor)
    visitor.open("/tell/").press("Start telling").press("Save and go on", text="Kept.")
    form = visitor.open("/tell/words/").form("Save and go on")
    left = Session.objects.get().expire_date - timezone.now()
    assert dt.timedelta(minutes=14) < left <= dt.timedelta(minutes=15)
    with at_time(timezone.now() + dt.timedelta(minutes=10)):
        visitor.open("/tell/words/")
    with at_time(timezone.now() + dt.timedelta(minutes=20)):
        assert "We have lost your place" not in visitor.open("/tell/words/").text, "each page starts it again"
    with at_time(timezone.now() + dt.timedelta(minutes=50)):
        visitor.send(form, text="Typed meanwhile.")
        assert visitor.status == 409
        assert "so it forgot you after 15 minutes of quiet" in visitor.text
        assert "Typed meanwhile." in visitor.text
    assert telling.read_draft_text(submission_id=Submission.objects.get().pk) == "Kept."


def test_turning_it_off_gives_the_usual_time_back(visitor: Visitor) -> None:
    short_stay(visitor)
    visitor.open("/tell/").press("Start telling").open("/tell/ward/").press("Turn the short stay off")
    visitor.open("/tell/words/").press("Save and go on", text="Kept.")
    assert Session.objects.get().expire_date - timezone.now() > dt.timedelta(hours=11)
    assert "Short stay:" not in visitor.text


def test_a_draft_goes_on_when_it_is_turned_on_in_the_middle(visitor: Visitor) -> None:
    visitor.open("/tell/").press("Start telling").press("Save and go on", text="Kept.")
    short_stay(visitor)
    assert visitor.open("/tell/words/").form("Save").values["text"] == "Kept."
    assert "Short stay:" in visitor.text


def test_leaving_asks_the_browser_to_forget_everything(visitor: Visitor) -> None:
    visitor.open("/tell/").press("Start telling")
    plain = visitor.client.post(
        "/tell/leave/", {"csrfmiddlewaretoken": visitor.form("Save").values["csrfmiddlewaretoken"]}
    )
    assert "Clear-Site-Data" not in plain
    short_stay(visitor).open("/tell/").press("Start telling")
    form = visitor.open("/tell/later/").form("I have the words")
    gone = visitor.client.post("/tell/leave/", form.values)
    assert gone["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert {name: gone.cookies[name].value for name in ("session", "form", "quiet")} == dict.fromkeys(
        ("session", "form", "quiet"), ""
    )
    assert not Session.objects.exists()


def test_exit_this_page_forgets_as_well_so_that_back_shows_nothing(visitor: Visitor) -> None:
    short_stay(visitor).open("/tell/").press("Start telling").press("Save and go on", text="qzxback")
    assert 'href="/tell/exit/"' in visitor.open("/tell/words/").text
    gone = visitor.client.get("/tell/exit/")
    assert (gone.status_code, gone["Location"]) == (302, ward.WEATHER)
    assert gone["Clear-Site-Data"]
    assert "qzxback" not in visitor.open("/tell/words/").text
    assert "We have lost your place" in visitor.text


def test_without_it_exit_goes_straight_to_the_weather_and_ends_nothing(visitor: Visitor) -> None:
    visitor.open("/tell/").press("Start telling").press("Save and go on", text="Kept.")
    assert f'href="{ward.WEATHER}"' in visitor.text
    assert visitor.client.get("/tell/exit/")["Location"] == ward.WEATHER
    assert visitor.open("/tell/words/").form("Save").values["text"] == "Kept."


def test_who_can_stand_beside_them_by_nation(visitor: Visitor) -> None:
    load_support_lines()
    SupportLine.objects.filter(slug__in=("cqc-mha", "hiw", "llais", "imha")).update(shown=True)
    england = visitor.open("/tell/ward/?nation=england").text
    assert "Care Quality Commission" in england
    assert "03000 616161" in england
    assert "0300 062 8163" not in england
    wales = visitor.open("/tell/ward/?nation=wales").text
    assert "0300 062 8163" in wales
    assert "Llais" in wales
    assert "03000 616161" not in wales
    assert "Choose where the ward is" in visitor.open("/tell/ward/?nation=moon").text


def test_a_number_that_nobody_checked_is_not_shown_and_the_words_still_help(visitor: Visitor) -> None:
    load_support_lines()
    assert "03000 616161" not in visitor.open("/tell/ward/?nation=england").text
    assert "Independent Mental Health Advocate" in visitor.text


def test_the_nation_chosen_goes_along_to_every_page(visitor: Visitor) -> None:
    load_support_lines()
    assert "NHS 111 Wales" in visitor.open("/tell/").text
    assert "NHS 111, mental health option" in visitor.text
    short_stay(visitor, "wales").open("/tell/")
    assert "NHS 111 Wales" in visitor.text
    assert "NHS 111, mental health option" not in visitor.text
    visitor.client.cookies["quiet"] = "<script>"
    assert "NHS 111, mental health option" in visitor.open("/tell/").text


def test_a_reader_without_it_still_gets_no_cookie() -> None:
    assert not Client().get("/stories/").cookies
    assert not Client().get("/tell/exit/").cookies


def test_the_receipt_still_opens_it_afterwards(visitor: Visitor) -> None:
    short_stay(visitor).open("/tell/").press("Start telling")
    assert len(receipt_words(visitor).split()) == 5


def test_while_a_recording_is_sent_the_short_stay_goes_on(visitor: Visitor) -> None:
    short_stay(visitor)
    visitor.open("/tell/").press("Start telling")
    with at_time(timezone.now() + dt.timedelta(minutes=10)):
        visitor.client.options("/uploads/", headers={"Tus-Resumable": "1.0.0"})
    with at_time(timezone.now() + dt.timedelta(minutes=20)):
        assert "We have lost your place" not in visitor.open("/tell/words/").text


def test_everything_is_not_saved_on_a_ward(visitor: Visitor) -> None:
    tell_story(visitor)
    assert visitor.open("/return/download/").has_button("Save it on this device")
    form = visitor.form("Save it on this device")
    short_stay(visitor)
    assert not visitor.open("/return/download/").has_button("Save it on this device")
    visitor.send(form)
    assert (visitor.path, visitor.page["Content-Type"].split(";")[0]) == ("/return/download/", "text/html")
