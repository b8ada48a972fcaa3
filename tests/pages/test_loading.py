"""The site's own pages: made once, renewed when the file changes, and never taken from somebody who edited them."""

import re

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from pages.loading import FILE, load_pages
from pages.models import HomePage, InformationPage

pytestmark = pytest.mark.usefixtures("site")
ADDRESSES = ["/", "/what-happens-to-a-story/", "/privacy/", "/accessibility/", "/about/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_answers(client, address):
    assert client.get(address).status_code == 200


def test_wagtails_own_welcome_is_gone_and_the_site_is_ours():
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_loading_again_changes_nothing():
    assert load_pages() == []
    assert InformationPage.objects.count() == 4


def test_a_page_nobody_edited_is_renewed():
    InformationPage.objects.filter(slug="privacy").update(introduction="Old words.")
    assert load_pages() == ["page /privacy/: changed introduction"]
    assert "Old words" not in InformationPage.objects.get(slug="privacy").introduction


def test_a_page_somebody_edited_is_kept():
    page = InformationPage.objects.get(slug="about")
    page.introduction = "Our own words."
    page.save_revision().publish()
    assert load_pages() == ["page /about/: kept as edited here"]
    assert InformationPage.objects.get(slug="about").introduction == "Our own words."


def test_numbers_come_from_the_settings(client, settings):
    settings.CONSENT_MONTHS, settings.KEY_BACKUP_DAYS = 31, 9
    load_pages()
    assert "For 31 months" in client.get("/what-happens-to-a-story/").content.decode()
    assert "up to 9 days" in client.get("/privacy/").content.decode()


def test_command_says_what_changed(capsys):
    call_command("load_pages")
    assert capsys.readouterr().out == "pages and support lines: nothing changed\n"


def test_the_copy_keeps_the_house_voice():
    words = FILE.read_text(encoding="utf-8")
    assert "!" not in words
    assert not re.search(r"\b(victims?|inconvenience|service users?)\b", words, re.IGNORECASE)
