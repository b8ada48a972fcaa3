"""The 4Pi check on its pages."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.campaigns.factories import make_coordinator, make_group
from tests.stories.factories import sign_in

pytestmark = pytest.mark.django_db


def test_a_check_is_filled_in_printed_changed_and_removed(client: Client):
    hill = make_group("Hill")
    sign_in(client, make_coordinator(hill))
    new = reverse("packs:new_check", args=[hill.pk])
    assert client.get(new).content.decode().count("<fieldset") == 14
    words = {"on": "2026-11-01", "why": "yes", "why_note": "Soup <b>first</b>", "money": "not_yet"}
    sheet = client.post(new, words, follow=True).content.decode()
    for expected in ("1 November 2026", "Soup &lt;b&gt;first", "<strong>Not yet</strong>", "Yes to 1 of 2."):
        assert expected in sheet
    check = hill.involvement_checks.get()
    change = reverse("packs:check", args=[hill.pk, check.pk])
    form = " ".join(client.get(change).content.decode().split())
    assert 'name="why" value="yes" id="id_why_0" checked' in form
    assert "Soup &lt;b&gt;first" in form
    assert client.post(change, {"on": "2026-11-02", "why": "maybe"}).status_code == 200
    assert client.post(change, {"on": "2026-11-02", "why": "partly"}).status_code == 302
    check.refresh_from_db()
    assert (check.on.day, check.answers["why"]["answer"]) == (2, "partly")
    assert "2 November 2026" in client.get(reverse("packs:group", args=[hill.pk])).content.decode()
    client.post(change, {"remove": "yes"})
    assert not hill.involvement_checks.exists()
