"""Error pages speak to a person, show help, and say nothing of what went wrong inside."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, connection
from django.http import HttpResponse

from common import errors

SECRET = "heron-in-the-rain"


@pytest.mark.parametrize(
    ("view", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)]
)
def test_pages_have_their_status_support_lines_and_no_inside(rf, every_db, view, status):
    response = view(rf.get(f"/{SECRET}/"), SuspiciousOperation(SECRET))
    words = response.content.decode()
    assert response.status_code == status
    assert "116 123" in words
    assert "Go to the first page" in words
    assert SECRET not in words.replace(
        f'value="/{SECRET}/"', ""
    )  # only the language form knows where it stands


def test_a_missing_page_is_answered_by_ours(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_a_form_without_its_token_is_answered_kindly(every_db):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": SECRET})
    assert response.status_code == 403
    words = response.content.decode()
    assert "Please send that again" in words
    assert SECRET not in words


def test_server_error_needs_neither_database_nor_context(rf, monkeypatch):
    def refuse(*args: object, **keywords: object) -> HttpResponse:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", refuse)
    response = errors.server_error(rf.get(f"/{SECRET}/"))
    words = response.content.decode()
    assert response.status_code == 500
    assert "116 123" in words
    assert SECRET not in words
    assert "{%" not in words


def test_an_exception_in_a_view_shows_the_server_error_page(client, monkeypatch):
    def fail(*args: object, **keywords: object) -> HttpResponse:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("pages.views.support.group_lines", fail)
    client.raise_request_exception = False
    response = client.get("/support/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert SECRET not in response.content.decode()
