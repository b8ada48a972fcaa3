"""The secret page, the file below it and the verify address: for readers, through the gate, kept by nobody."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.enums import EditionState
from campaigns.models import Edition, EditionReading
from campaigns.packs import entering
from campaigns.packs.editions import fail_edition, issue_edition
from campaigns.packs.links import make_link
from campaigns.packs.press import render_edition
from campaigns.packs.reading import NotReadable, token_hash, verify
from common.jobs.run_now import drain
from common.vault.keys import destroy_key
from stories.withdrawal import take_back
from tests.campaigns.factories import let_in, make_edition, make_pack, open_link, reload, story_ids

pytestmark = pytest.mark.django_db


def secret(edition, *clients: Client) -> str:
    return open_link(edition, *clients)


def test_the_page_is_read_by_link_and_told_to_nobody(client: Client):
    token = secret(make_edition(stories=2), client)
    answer = client.get(reverse("campaigns:edition", args=[token]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The night 1" in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert answer.cookies == {}


def test_the_file_is_below_the_same_secret(client: Client):
    edition = make_edition()
    answer = client.get(reverse("campaigns:edition_pdf", args=[secret(edition, client)]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pack-edition-1.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    content = b"".join(answer.streaming_content)
    assert len(content) == edition.files.get(format="pdf").size
    assert content.startswith(b"%PDF")


@pytest.mark.parametrize("token", ["nothing", "x" * 43, "../admin", "'"])
def test_a_link_that_never_was_leads_nowhere(client: Client, token: str):
    make_edition()  # which has no link yet: an empty hash must not match
    assert client.get(f"/e/{token}/").status_code == 404
    assert client.get(f"/e/{token}/pack.pdf").status_code == 404


def test_the_link_is_kept_as_a_hash_and_the_next_closes_it(client: Client):
    edition = make_edition()
    first, second = secret(edition), secret(edition, client)
    assert reload(edition).link_sha256 == token_hash(second)
    assert client.get(f"/e/{first}/").status_code == 404
    assert client.get(f"/e/{second}/").status_code == 200


def test_a_replaced_edition_answers_kindly_that_it_is_over(client: Client):
    pack = make_pack()
    first = make_edition(pack=pack)
    token = secret(first, client)
    make_edition(pack=pack)
    for url in (f"/e/{token}/", f"/e/{token}/pack.pdf"):
        answer = client.get(url)
        assert answer.status_code == 410
        assert "This pack has been taken back" in answer.content.decode()
        assert "Test group" in answer.content.decode()
        assert "night" not in answer.content.decode()


def test_a_destroyed_key_closes_it_even_if_the_row_says_current(client: Client):
    edition = make_edition()
    token = secret(edition, client)
    destroy_key(owner=edition.pk)
    assert client.get(f"/e/{token}/").status_code == 410
    assert client.get(f"/e/{token}/pack.pdf").status_code == 410


def test_no_link_is_made_for_what_may_not_be_read():
    edition = issue_edition(pack_id=make_pack().pk, by=None)
    with pytest.raises(NotReadable):
        secret(edition)
    render_edition(edition_id=edition.pk)
    take_back(submission_id=story_ids(edition.pack)[0])
    with pytest.raises(NotReadable):
        secret(edition)


def test_who_has_the_link_alone_is_asked_for_the_passcode_and_shown_nothing(client: Client):
    edition = make_edition()
    link = make_link(edition_id=edition.pk, by=None)
    page = client.get(f"/e/{link.token}/")
    assert page.status_code == 200
    assert "Open the pack" in page.content.decode()
    assert not [word for word in ("night", "One night", "Testmoor") if word in page.content.decode()]
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert client.get(f"/e/{link.token}/pack.pdf").headers["Location"] == f"/e/{link.token}/"
    wrong = client.post(f"/e/{link.token}/", {"passcode": "BCDF-GHJK"})
    assert wrong.status_code == 422
    assert "That is not the passcode" in wrong.content.decode()
    assert not edition.readings.exists()


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{bare}"])
def test_the_passcode_lets_in_however_it_is_typed_and_only_this_browser(client: Client, typed: str):
    edition = make_edition()
    link = make_link(edition_id=edition.pk, by=None)
    code = link.passcode
    words = typed.format(code=code, lower=code.lower(), bare=code.replace("-", ""))
    answer = client.post(f"/e/{link.token}/", {"passcode": words})
    assert answer.headers["Location"] == f"/e/{link.token}/"
    [cookie] = answer.cookies.values()
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/e/{link.token}/", True, "Lax")
    assert "night" in client.get(f"/e/{link.token}/").content.decode()
    assert "Open the pack" in Client().get(f"/e/{link.token}/").content.decode()


def test_the_passcode_is_kept_as_a_hash_and_a_new_link_has_another(client: Client):
    edition = make_edition()
    first = make_link(edition_id=edition.pk, by=None)
    assert first.passcode not in str(Edition.objects.values())
    assert first.passcode not in repr(first)
    let_in(client, edition)
    second = make_link(edition_id=edition.pk, by=None)
    assert second.passcode != first.passcode
    assert "Open the pack" in client.get(f"/e/{second.token}/").content.decode()


def test_many_wrong_tries_close_a_link_for_some_minutes_and_no_other(client: Client):
    editions = [make_edition(), make_edition()]
    links = [make_link(edition_id=edition.pk, by=None) for edition in editions]
    for _ in range(entering.TRIES):
        assert client.post(f"/e/{links[0].token}/", {"passcode": "BCDF-GHJK"}).status_code == 422
    right = {"passcode": links[0].passcode}
    answer = Client().post(f"/e/{links[0].token}/", right)
    assert answer.status_code == 429
    assert "Wait ten minutes" in answer.content.decode()
    assert client.post(f"/e/{links[1].token}/", {"passcode": links[1].passcode}).status_code == 302
    cache.clear()  # the minutes have passed
    assert client.post(f"/e/{links[0].token}/", right).status_code == 302


def test_a_link_runs_out(client: Client):
    edition = make_edition()
    token = secret(edition, client)
    assert reload(edition).link_expires_on == timezone.localdate() + dt.timedelta(days=60)
    for day, status in ((timezone.localdate(), 200), (timezone.localdate() - dt.timedelta(days=1), 410)):
        Edition.objects.update(link_expires_on=day)
        answer = client.get(f"/e/{token}/")
        assert answer.status_code == status
    assert "This link has run out" in answer.content.decode()
    assert "Test group" in answer.content.decode()
    assert client.get(f"/e/{token}/pack.pdf", follow=True).status_code == 410


def test_a_link_from_before_there_were_passcodes_is_closed(client: Client):
    edition = make_edition()
    token = secret(edition, client)
    Edition.objects.update(link_passcode="", link_expires_on=None)
    assert client.get(f"/e/{token}/").status_code == 410


def test_each_reading_is_written_down_without_a_reader(client: Client):
    edition = make_edition()
    token = secret(edition, client)
    client.get(f"/e/{token}/")
    client.get(f"/e/{token}/pack.pdf")
    client.head(f"/e/{token}/")
    assert [reading.what for reading in edition.readings.order_by("id")] == ["page", "pdf"]
    fields = {field.name for field in EditionReading._meta.get_fields()}
    assert fields == {"id", "edition", "what", "at"}


def says(client: Client, edition) -> str:
    answer = client.get(reverse("campaigns:verify", args=[edition.verify_code]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_verify_says_current(client: Client):
    edition = make_edition()
    page = says(client, edition)
    assert "Current" in page
    assert edition.files.get(format="pdf").sha256 in page
    assert str(edition.issued_at.year) in page


def test_verify_says_which_edition_replaced_it_and_which_is_current(client: Client):
    pack = make_pack()
    editions = [make_edition(pack=pack) for _ in range(3)]
    assert "Edition 1 has been replaced by edition 2." in says(client, editions[0])
    assert "The current one is edition 3." in says(client, editions[0])
    assert "Edition 2 has been replaced by edition 3." in says(client, editions[1])
    assert "The current one" not in says(client, editions[1])


def test_verify_says_taken_back_until_the_next_is_there_and_never_whose_story_it_was(client: Client):
    edition = make_edition(stories=2)
    gone = story_ids(edition.pack)[0]
    take_back(submission_id=gone)
    page = says(client, edition)
    assert "Edition 1 has been taken back. A new edition is being made." in page
    drain()
    page = says(client, edition)
    assert "Edition 1 has been replaced by edition 2." in page
    assert not [word for word in ("The night", str(gone), "teller", "consent") if word in page]


def test_verify_says_withdrawn(client: Client):
    edition = make_edition(stories=1)
    take_back(submission_id=story_ids(edition.pack)[0])
    drain()
    assert "Edition 1 has been withdrawn." in says(client, edition)


def test_verify_knows_no_attempt_that_was_never_issued(client: Client):
    pack = make_pack()
    edition = issue_edition(pack_id=pack.pk, by=None)
    assert verify(code=edition.verify_code) is None
    fail_edition(edition_id=edition.pk, message="Stopped.")
    assert client.get(reverse("campaigns:verify", args=[edition.verify_code])).status_code == 404


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{lower}", "{bare}"])
def test_the_code_may_be_typed_in_as_people_type(client: Client, typed: str):
    edition = make_edition()
    code = edition.verify_code
    words = typed.format(code=code, lower=code.lower(), bare=code.replace("-", ""))
    answer = client.get(reverse("campaigns:verify_form"), {"code": words}, follow=True)
    assert "Edition 1 is the one in use." in answer.content.decode()


def test_a_code_that_is_none_is_answered_in_words(client: Client):
    answer = client.get(reverse("campaigns:verify_form"), {"code": "<script>"})
    assert "No pack carries that code." in answer.content.decode()
    assert "<script>" not in answer.content.decode()
    assert client.get("/verify/AAAA-BBBB-CCCC/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_as_often_for_three_stories_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
):
    token = secret(make_edition(stories=count), client)
    with django_assert_num_queries(4), django_assert_num_queries(1, using="keyring"):
        assert client.get(f"/e/{token}/").status_code == 200


def test_nothing_answers_to_post(client: Client):
    edition = make_edition()
    token = secret(edition)
    for url in (f"/e/{token}/pack.pdf", f"/verify/{edition.verify_code}/", "/verify/"):
        assert client.post(url).status_code == 405
    assert reload(edition).state == EditionState.ISSUED
    assert reload(edition).link_made_at <= timezone.now()
