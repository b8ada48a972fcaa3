import re

import pytest

from common import slots
from pages.models import SupportLine

ADDRESSES = ["/", "/support/", "/what-happens-to-a-story/", "/privacy/", "/accessibility/", "/about/"]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("address", ADDRESSES)
def test_reading_sets_no_cookie(client, address):
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("address", "queries"), [("/", 4), ("/privacy/", 7), ("/support/", 1)])
def test_pages_cost_few_queries(client, django_assert_num_queries, monkeypatch, address, queries):
    """Without what other apps put on the first page: each of them counts its own."""
    monkeypatch.setattr(slots, "_fillers", {})
    client.get(address)  # Wagtail keeps where its sites begin
    with django_assert_num_queries(queries):
        client.get(address)


def test_support_page_shows_only_what_may_be_shown(client, support):
    hidden = SupportLine.objects.filter(shown=False).exclude(phone="")
    assert hidden.count() > 10
    words = client.get("/support/").content.decode()
    assert [line.phone for line in hidden if line.phone in words] == []
    assert "116 123" in words
    assert "Please check" not in words


def test_support_page_for_one_nation(client, support):
    words = client.get("/support/?nation=Wales").content.decode()
    assert "NHS 111 Wales" in words
    assert "NHS 111, mental health option" not in words


def test_an_unknown_nation_is_all_of_them(client, support):
    words = client.get("/support/?nation=%3Cscript%3E").content.decode()
    assert "NHS 111 Wales" in words
    assert "NHS 111, mental health option" in words
    assert "&lt;script" not in words


def test_support_page_without_any_line_still_helps(client, every_db):
    words = client.get("/support/").content.decode()
    assert SupportLine.objects.count() == 0
    assert re.findall(r'href="tel:(\d+)"', words) == ["999", "111", "116123"]


@pytest.mark.usefixtures("site")
def test_tellers_pages_have_a_way_out_and_support_beside_them(client):
    words = client.get("/what-happens-to-a-story/").content.decode()
    assert 'href="https://www.bbc.co.uk/weather" rel="noreferrer nofollow"' in words
    assert words.count('id="support-heading"') == 1
    assert 'name="robots"' not in words  # it is about telling, but anybody may find it


def test_language_switch_needs_no_cookie_and_then_keeps_one(every_db):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    response = client.post("/language/", {"language": "cy", "next": "/support/"})
    assert (response.status_code, response["Location"]) == (302, "/support/")
    assert list(response.cookies) == ["django_language"]
    assert '<html lang="cy">' in client.get("/support/").content.decode()


def test_language_switch_leads_nowhere_else(client):
    response = client.post("/language/", {"language": "cy", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_language_switch_is_only_ever_sent(client):
    assert client.get("/language/").status_code == 405
