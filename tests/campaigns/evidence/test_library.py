"""Asking the library: what may be printed, what a story's themes bring up, and people's ticks."""

import datetime as dt

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.enums import Role
from accounts.loading import load_roles
from campaigns.evidence import library
from tests.campaigns.factories import make_practice, make_rule, make_source
from tests.stories.factories import make_user, sign_in

pytestmark = pytest.mark.django_db


def slugs(rows) -> list[str]:
    return [row.slug for row in rows]


def test_a_pack_may_print_what_is_in_force_and_checked_in_its_nation():
    make_rule("g90")
    make_rule("g91", jurisdictions=["Wales"])
    make_rule("g92", status="superseded")
    make_rule("g93", checked="own")
    assert slugs(library.usable_rules(nation="England")) == ["g90"]
    assert slugs(library.usable_rules(nation="Wales")) == ["g91"]


def test_a_pack_gets_its_rules_in_its_own_order_and_without_those_that_fell():
    for slug in ("g90", "g91", "g92"):
        make_rule(slug)
    make_rule("g93", status="not-yet-in-force")
    assert slugs(library.rules_for_pack(slugs=["g92", "g93", "g90", "gone"])) == ["g92", "g90"]


def test_practice_that_answers_the_stories_comes_first_and_unverified_findings_are_known_as_such():
    make_practice("one", themes=["x"])
    make_practice("two", themes=["a"], evidence=[{"finding": "Maybe.", "checked": "own", "source": []}])
    found = library.usable_practices(themes={"a"})
    assert slugs(found) == ["two", "one"]
    assert [finding.verified for practice in found for finding in practice.findings] == [False, True]


def test_each_source_is_listed_once_in_the_order_it_is_cited():
    make_rule("g90", source="second")
    make_rule("g91", source="first")
    make_rule("g92", source="second")
    rules = library.rules_for_pack(slugs=["g91", "g90", "g92"])
    assert slugs(library.sources_of(values=rules)) == ["first", "second"]


def test_a_tick_lets_a_row_into_packs_names_who_gave_it_and_can_be_taken_back():
    rule, user = make_rule("g90", checked="own"), make_user(Role.COORDINATOR)
    assert slugs(library.rules_for_pack(slugs=["g90"])) == []
    library.confirm_row(row=rule, by=user)
    assert slugs(library.rules_for_pack(slugs=["g90"])) == ["g90"]
    assert rule.confirmed_by == user
    library.unconfirm_row(row=rule, by=user)
    assert slugs(library.rules_for_pack(slugs=["g90"])) == []
    written = ModelLogEntry.objects.for_instance(rule).order_by("pk")
    assert [(entry.action, entry.user) for entry in written] == [
        ("campaigns.tick_guidancestatement", user),
        ("campaigns.untick_guidancestatement", user),
    ]


def test_a_tick_does_not_bring_a_fallen_rule_back():
    rule = make_rule("g90", checked="own", status="superseded")
    library.confirm_row(row=rule, by=make_user(Role.EDITOR))
    assert slugs(library.rules_for_pack(slugs=["g90"])) == []


@pytest.mark.parametrize("table", ["guidancestatement", "initiative", "source", "figure"])
@pytest.mark.parametrize(
    ("role", "status"), [(Role.COORDINATOR, 200), (Role.EDITOR, 200), (Role.TRAINER, 302)]
)
def test_the_library_is_edited_in_the_admin_by_those_who_work_with_it(client: Client, table, role, status):
    load_roles()
    make_rule("g90", checked="own")
    make_practice()
    sign_in(client, make_user(role))
    answer = client.get(f"/admin/snippets/campaigns/{table}/")
    assert answer.status_code == status


def test_the_edit_page_offers_the_tick_and_keeps_what_is_changed(client: Client):
    load_roles()
    rule = make_rule("g90", checked="own")
    sign_in(client, make_user(Role.COORDINATOR))
    url = f"/admin/snippets/campaigns/guidancestatement/edit/{rule.pk}/"
    assert "I have read the source, and this is right" in client.get(url).content.decode()
    client.post(f"/admin/packs/library/guidancestatement/{rule.pk}/tick/", {"tick": "on"})
    assert "Take the tick back" in client.get(url).content.decode()
    data = {
        "text": "Changed here.",
        "section": "",
        "legal": "statute",
        "status": "in-force",
        "note": "",
        "ask": "",
        "in_force_from": "2022-03-31",
    }
    client.post(url, data)
    rule.refresh_from_db()
    assert rule.text == "Changed here."
    assert rule.in_force_from == dt.date(2022, 3, 31)
    client.post(url, data | {"in_force_until": "2022-03-30", "text": "Ends before it begins."})
    rule.refresh_from_db()
    assert rule.text == "Changed here."
    assert rule.themes == ["physical-restraint"]


def test_rows_cannot_be_added_copied_or_deleted_by_hand(client: Client):
    load_roles()
    rule = make_rule("g90")
    sign_in(client, make_user(Role.COORDINATOR))
    base = "/admin/snippets/campaigns/guidancestatement"
    for path in ("/add/", f"/copy/{rule.pk}/", f"/delete/{rule.pk}/"):
        assert client.get(base + path).status_code in (302, 403, 404)
    client.post(f"{base}/delete/{rule.pk}/")
    rule.refresh_from_db()
    assert make_source("act").statements.count() == 1
