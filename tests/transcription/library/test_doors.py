"""Every address below /admin/training/, read from its URL configuration, asked by whoever has no business there."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from tests.stories.factories import make_user, sign_in
from tests.transcription.clips.factories import TITLE, Made
from tests.transcription.library.factories import NOTE, Body, make_body
from transcription.library.playing import make_address
from transcription.library.urls import urlpatterns
from transcription.models import Reel, ReelExport, ReelItem, TrainingTerms
from transcription.reels.exporting import start_export

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
WORDS = (TITLE, NOTE, "Four minutes", "Sunniva Parekh", "holding less")


def addresses(body: Body, made: Made) -> list[str]:
    reel = body.make_reel(made.clip_id)
    export = start_export(reel_id=reel.pk, by=body.trainer)
    known = {
        "body": body.organisation.slug,
        "clip_id": made.clip_id,
        "token": make_address(clip_id=made.clip_id, organisation=body.organisation, user=body.trainer),
        "reel_id": reel.pk,
        "item_id": reel.items.get().pk,
        "export_id": export.pk,
        "kind": "film",
    }
    return [
        reverse(f"training:{p.name}", kwargs={name: known[name] for name in p.pattern.converters})
        for p in urlpatterns
    ]


def counts() -> list[int]:
    return [model.objects.count() for model in (Reel, ReelExport, ReelItem, TrainingTerms)]


@pytest.fixture
def asked(body: Body, made: Made) -> list[str]:
    return addresses(body, made)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TRAINER])
def test_other_roles_are_refused_everywhere(role: Role, asked: list[str]) -> None:
    client, before = sign_in(Client(), make_user(role)), counts()
    for url in asked:
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 403, url
            assert not [word for word in WORDS if word in answer.content.decode()], url
    assert counts() == before


def test_another_bodys_trainer_is_told_that_there_is_nothing(asked: list[str], made: Made) -> None:
    """Also below their own address, with the ids of the others."""
    stranger, before = make_body("Valley Training"), counts()
    # The clip itself is everybody's who has terms, so is the way home.
    own = [url.replace("/open-doors-training/", f"/{stranger.organisation.slug}/") for url in asked]
    theirs = [url for url in own if not url.endswith((f"{made.clip_id}/", "/reels/", "/terms/"))]
    theirs = [
        url for url in theirs if url.rstrip("/").rsplit("/", 1)[1] not in (stranger.organisation.slug, "end")
    ]
    for url in [url for url in asked if "/open-doors-training/" in url] + theirs[1:]:
        for answer in (stranger.client.get(url), stranger.client.post(url, {"action": "drop"})):
            assert answer.status_code in (404, 405), url
            assert not [word for word in WORDS if word in answer.content.decode()], url
    assert counts() == before
    assert len(asked) == len(urlpatterns) > 17


def test_who_is_not_signed_in_is_asked_to_and_crooked_requests_are_no_500(
    asked: list[str], body: Body, made: Made
) -> None:
    for url in asked:
        assert Client().get(url).status_code == 302, url
    crooked = [body.url("library") + "?before=x&length=%00&theme=../&without=x", body.url("clip", uuid4())]
    assert [body.client.get(url).status_code for url in crooked] == [200, 410]
    reel = Reel.objects.get()
    sent = [
        (body.url("add", reel.pk), {"clip": "x"}),
        (body.url("arrange", reel.pk, 0), {"action": "up"}),
        (body.url("arrange", reel.pk, 0), {"action": "?"}),
        (body.url("reels"), {"title": ""}),
        (body.url("reel", reel.pk), {"title": "", "pause": "999"}),
    ]
    answers = [body.client.post(url, data).status_code for url, data in sent]
    assert answers == [404, 404, 404, 422, 422]


def test_the_way_in_leads_on_or_says_what_to_do_first(body: Body) -> None:
    home = reverse("training:home")
    assert body.client.get(home).url == body.url("library")
    without = make_body("Valley Training", terms=False)
    page = without.client.get(home).content.decode()
    assert "Valley Training" in page
    assert without.url("terms") in page
