"""What each kind of page tells a browser, a cache and a search engine."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse

from common.middleware import mark_privacy


def marked(path, **headers):
    response = HttpResponse("", headers=headers)
    mark_privacy(path, response)
    return response


@pytest.mark.parametrize(
    "path", ["/tell/", "/tell/consent/", "/return/", "/me/", "/account/login/", "/admin/", "/e/abc/"]
)
def test_private_pages_are_kept_by_nobody(path):
    response = marked(path, **{"Cache-Control": "max-age=600"})
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_the_admins_icons_keep_what_wagtail_says_of_them():
    assert (
        marked("/admin/sprite/", **{"Cache-Control": "max-age=31536000"})["Cache-Control"]
        == "max-age=31536000"
    )
    assert marked("/admin/sprites-of-a-story/")["Cache-Control"] == "no-store, private"


def test_public_pages_may_be_found_but_are_asked_for_again_each_time():
    response = marked("/stories/")
    assert response["Cache-Control"] == "no-cache, private"
    assert "X-Robots-Tag" not in response


def test_a_verify_page_may_be_read_but_not_listed():
    assert "noindex" in marked("/verify/abc/")["X-Robots-Tag"]


def test_a_view_keeps_its_own_headers_on_public_pages():
    response = marked("/stories/feed/", **{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"


def test_a_path_that_only_begins_alike_is_public():
    assert "X-Robots-Tag" not in marked("/every-story/")


def test_camera_and_microphone_are_for_telling_alone():
    telling = marked("/tell/record/")["Permissions-Policy"]
    reading = marked("/stories/")["Permissions-Policy"]
    assert re.findall(r"(\w[\w-]*)=\(self\)", telling) == ["camera", "microphone"]
    assert "self" not in reading
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(reading.split(", "))


@pytest.fixture
def policy(client):
    def of(path):
        header = client.get(path)["Content-Security-Policy"]
        return {part.split()[0]: part.split()[1:] for part in header.split("; ")}

    return of


def test_public_policy_allows_nothing_inline_and_nothing_from_elsewhere(policy):
    public = policy("/support/")
    assert public["default-src"] == ["'none'"]
    assert public["script-src"] == public["style-src"] == ["'self'"]
    assert not [
        word for words in public.values() for word in words if word.startswith(("http", "*", "'unsafe"))
    ]


def test_admin_has_its_own_policy_and_no_other_page_has_it(policy):
    admin = policy("/admin/login/")
    assert admin["script-src"] == settings.ADMIN_CSP["script-src"]
    assert "'unsafe-inline'" in admin["script-src"]
    assert admin["frame-ancestors"] == ["'self'"]
    assert "'unsafe-inline'" not in policy("/administration/")["script-src"]


def test_headers_are_on_the_real_answers(client):
    response = client.get("/support/")
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-16", "latin-1"])
@pytest.mark.parametrize("path", ["/search/?q=\\ud800+2AA-", "/stories/?theme=%ff", "/tell/"])
def test_a_charset_that_smuggles_letters_in_is_refused(client, db, charset, path):
    response = client.get(path, headers={"content-type": f"text/plain; charset={charset}"})
    assert response.status_code == 400
    assert "Content-Security-Policy" in response


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_our_own_charset_is_taken(client, db, charset):
    response = client.get("/search/?q=%ed%a0%80", headers={"content-type": f"text/plain; charset={charset}"})
    assert response.status_code == 200
