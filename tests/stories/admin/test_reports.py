"""The reports' pages: for whom they are, the same queries for one row and three, and spreadsheets without a word."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from stories import safeguarding, workbench
from stories.admin.reports import ALL, Report, plain_cell
from stories.flag_enums import FlagKind
from tests.stories.factories import make_story, make_user, part_of, sign_in, sit_down

pytestmark = pytest.mark.django_db
EACH = pytest.mark.parametrize("report", ALL, ids=lambda report: report.slug)
CANARY = "Brackenmoor"
QUERIES = {"story-stages": 11, "with-tellers": 11, "flags-open": 11, "looks": 12, "consents-ending": 11}


def address(report: Report) -> str:
    return reverse(f"story_reports:{report.slug}")


def a_row_for_each() -> None:
    words = {"text": f"They called me {CANARY}. Nobody came.", "hide": (), "title": f"Of {CANARY}"}
    make_story("second_read", **words)
    story = make_story("taken", **words)
    lead = sit_down(story, make_user(Role.SAFEGUARDING_LEAD))
    workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=lead)
    safeguarding.raise_flag(story_id=story.pk, kind=FlagKind.SELF, by=lead, note=f"About {CANARY}")


@EACH
@pytest.mark.parametrize("role", Role)
def test_only_for_whom_it_is(client: Client, report: Report, role: Role) -> None:
    for export in ("", "?export=csv"):
        answer = sign_in(client, make_user(role)).get(address(report) + export)
        assert answer.status_code == (200 if role in report.roles else 403)


@EACH
def test_nobody_without_signing_in(client: Client, report: Report) -> None:
    assert client.get(address(report)).status_code == 302


@EACH
def test_the_same_queries_at_one_and_at_three(
    client: Client, django_assert_num_queries: Callable[..., Any], report: Report
) -> None:
    sign_in(client, make_user(report.roles[-1] if len(report.roles) == 1 else report.roles[0]))
    for more in (1, 2):
        for _ in range(more):
            a_row_for_each()
        client.get(address(report))
        with django_assert_num_queries(QUERIES[report.slug]):
            client.get(address(report))


@EACH
def test_spreadsheets_hold_no_word(client: Client, report: Report) -> None:
    a_row_for_each()
    sign_in(client, make_user(report.roles[0]))
    text = b"".join(client.get(address(report) + "?export=csv").streaming_content).decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) > 1 or report.slug == "consents-ending"
    assert CANARY not in text
    answer = client.get(address(report) + "?export=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert cells
    assert not any(CANARY in cell for cell in cells)
    assert CANARY not in client.get(address(report)).content.decode()


@pytest.mark.parametrize("name", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1"])
def test_a_name_is_never_a_formula(name: str) -> None:
    assert plain_cell(name) == f"'{name}"


def test_a_persons_name_that_is_a_formula(client: Client) -> None:
    story = make_story("taken")
    lead = sit_down(story, make_user(Role.SAFEGUARDING_LEAD, name="=HYPERLINK(1)"))
    workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=lead)
    report = next(each for each in ALL if each.slug == "looks")
    text = b"".join(sign_in(client, lead).get(address(report) + "?export=csv").streaming_content).decode()
    assert "'=HYPERLINK(1)" in text


def test_the_menu_shows_what_is_theirs(client: Client) -> None:
    page = sign_in(client, make_user(Role.EDITOR)).get(reverse("wagtailadmin_home")).content.decode()
    assert address(ALL[0]) in page
    assert "/reports/stories/looks/" not in page
