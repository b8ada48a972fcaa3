"""Answering a group's questions in a real browser without JavaScript, on a phone, by day and by night."""

import pytest
from django.urls import reverse

from campaigns.enums import Phase
from campaigns.models import RoundAnswer
from campaigns.organising.evaluation import open_round
from tests.campaigns.factories import make_campaign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_questions_are_answered_by_keyboard_and_without_javascript(new_context, axe, live_server, scheme):
    found = open_round(campaign=make_campaign(), phase=Phase.BEFORE, ward="Elm ward", time="in spring 2025")
    size = {"width": 375, "height": 800}
    page = new_context(java_script_enabled=False, color_scheme=scheme, viewport=size).new_page()
    page.goto(live_server.url + reverse("campaigns:questions", args=[found.token]))
    axe(page)
    assert page.get_by_role("link", name="Exit this page").is_visible()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("alert").get_by_text("Choose an answer to at least one question.").wait_for()
    axe(page)
    talk = page.get_by_role("group", name="Staff talk with people before they use force.")
    talk.get_by_label("Never").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you").wait_for()
    axe(page)
    assert RoundAnswer.objects.get().choices == {"talk": 2}
