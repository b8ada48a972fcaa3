"""The public pages as people see them: axe finds nothing, and they fit a phone, by day and by night."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from campaigns.loading import load_evidence
from tests.campaigns.dossiers.test_dossier import naming, promise_of
from tests.campaigns.factories import make_campaign
from tests.campaigns.organising.test_information import make_request
from tests.stories.factories import make_trust

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]

PAGES = {
    "dossier": "/trusts/ZZT/",
    "dossier-few": "/trusts/ZZF/",
    "trusts": "/trusts/",
    "changed": "/campaigns/what-changed/",
    "start": "/campaigns/start-where-you-are/",
    "themes": "/themes/",
    "theme": "/themes/aftercare/",
    "counting": "/how-we-count/",
    "rules": "/rules/use-of-force-act/",
}
WINDOWS = (("phone", 375, "light"), ("desk", 1280, "light"), ("night", 1280, "dark"))


@pytest.fixture
def library() -> None:
    load_evidence()
    naming(5)
    make_trust("ZZF", name="Fewmoor University Health Board")
    campaign = make_campaign(public=True, fictional=True)
    promise_of(campaign, "A debrief is offered to every patient within three days.")
    promise_of(campaign, "Figures by ward, every quarter.", settled="broken")
    make_request(campaign, days_ago=60, reference="FOI 12", link="https://trust.example/foi/12")
    answered = {"outcome": "part", "answered_on": timezone.localdate(), "answer": "58 times in the year."}
    make_request(campaign, days_ago=90, **answered)


def test_public_pages_fit_and_have_no_accessibility_violations(
    library: None,
    live_server: Any,
    new_context: Callable[..., Any],
    axe: Callable[..., None],
) -> None:
    kept = os.environ.get("HEARD_PICTURES")
    for window, width, scheme in WINDOWS:
        page = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        for name, address in PAGES.items():
            page.goto(live_server.url + address)
            if kept:
                page.screenshot(path=str(Path(kept) / f"{name}-{window}.png"), full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} does not fit {width} pixels"
            if window != "phone":
                axe(page)
