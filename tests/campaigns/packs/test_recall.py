"""A teller changes their mind: editions stop in that transaction, workers finish, and everything is done once."""

import datetime as dt
from unittest import mock

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from campaigns.enums import EditionState, HandedOver, ItemKind
from campaigns.models import Edition, PackItem
from campaigns.packs import recall, retiring, telling
from campaigns.packs.building import pick
from campaigns.packs.deliveries import hand_over
from campaigns.packs.editions import issue_edition
from campaigns.packs.files import names_of
from campaigns.packs.press import render_edition
from campaigns.packs.reading import NotReadable, open_pdf, read_html, verify
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.models import Tombstone
from common.storages import sealed_storage
from common.tombstones import reapply
from common.vault.keys import data_keys
from stories import moderation
from stories.enums import Purpose
from stories.release import releases_of
from stories.withdrawal import take_back, take_back_purpose
from tests.campaigns.factories import (
    make_edition,
    make_pack,
    make_stories,
    open_link,
    reload,
    story_ids,
    write_words,
)
from tests.stories.factories import make_user

pytestmark = pytest.mark.django_db
YEARS = dt.timedelta(days=3 * 365)


def give(edition: Edition, *, email: str = "", recipient: str = "Director of nursing"):
    return hand_over(
        edition_id=edition.pk,
        recipient=recipient,
        how=HandedOver.LINK,
        on=timezone.localdate(),
        email=email,
        by=None,
    )


def lost_story(edition: Edition):
    return story_ids(edition.pack)[0]


def newest(edition: Edition) -> Edition:
    return reload(Edition.objects.numbered().filter(pack_id=edition.pack_id).order_by("-number").first())


def test_the_page_and_the_file_are_closed_before_any_worker_runs():
    edition = make_edition(stories=2)
    reader = Client()
    token = open_link(edition, reader)
    page, file = reverse("campaigns:edition", args=[token]), reverse("campaigns:edition_pdf", args=[token])
    assert reader.get(page).status_code == 200
    take_back(submission_id=lost_story(edition))
    for url in (page, file):
        answer = reader.get(url)
        assert answer.status_code == 410
        assert b"night" not in answer.content
    assert reload(edition).state == EditionState.REPLACED


def test_nothing_stops_when_the_taking_back_is_rolled_back():
    edition = make_edition(stories=2)
    with transaction.atomic():
        take_back(submission_id=lost_story(edition))
        assert reload(edition).state == EditionState.REPLACED
        transaction.set_rollback(True)
    assert reload(edition).state == EditionState.ISSUED
    assert "night" in read_html(edition=reload(edition))


def test_the_gate_alone_closes_an_edition_even_if_no_signal_was_heard():
    edition = make_edition(stories=2)
    reader = Client()
    token = open_link(edition, reader)
    with mock.patch("campaigns.receivers.recall_editions_of"):
        take_back(submission_id=lost_story(edition))
    assert reload(edition).state == EditionState.ISSUED  # the lost signal
    assert reader.get(reverse("campaigns:edition", args=[token])).status_code == 410
    with pytest.raises(NotReadable):
        open_pdf(edition=reload(edition))
    assert not verify(code=edition.verify_code).is_current


def test_the_workers_issue_the_next_edition_without_the_story_and_destroy_the_old_one():
    edition = make_edition(stories=3)
    names, gone = names_of(edition_id=edition.pk), lost_story(edition)
    take_back(submission_id=gone)
    drain()
    first, second = reload(edition), newest(edition)
    assert (second.number, second.state) == (2, EditionState.ISSUED)
    html = read_html(edition=second)
    assert "The night 0" not in html
    assert "The night 1" in html
    assert "One story is no longer part of this pack." in html
    assert (first.state, first.replaced_by_id) == (EditionState.REPLACED, second.pk)
    assert first.sealed_html is None
    assert len(names) == 4
    assert not any(map(sealed_storage().exists, names))
    assert names_of(edition_id=first.pk) == set()
    assert data_keys(owners=[first.pk]) == {}
    assert Tombstone.objects.filter(owner=first.pk, kind="edition").exists()
    assert not PackItem.objects.filter(source_id=str(gone)).exists()


def test_doing_it_again_changes_nothing():
    edition = make_edition(stories=2)
    give(edition, email="nurse@trust.invalid")
    take_back(submission_id=lost_story(edition))
    drain()
    before = list(Edition.objects.order_by("created_at").values())
    for _ in range(2):
        recall.finish_recall(edition_id=edition.pk)
        drain()
    assert list(Edition.objects.order_by("created_at").values()) == before
    assert len(mail.outbox) == 1


def test_several_signals_about_one_story_make_one_next_edition():
    edition = make_edition(stories=2)
    take_back(submission_id=lost_story(edition))  # sends one for each purpose, and one more
    assert Job.objects.filter(kind="reissue_pack").count() == 1
    drain()
    assert Edition.objects.filter(pack=edition.pack).count() == 2


def test_an_edition_whose_last_story_goes_is_withdrawn_and_no_other_is_made():
    edition = make_edition(stories=1)
    take_back(submission_id=lost_story(edition))
    assert reload(edition).state == EditionState.WITHDRAWN
    drain()
    assert Edition.objects.count() == 1
    assert verify(code=edition.verify_code).state == EditionState.WITHDRAWN
    assert reload(edition).destroyed_at is not None


def test_a_use_that_has_nothing_to_do_with_packs_stops_no_edition():
    edition = make_edition(stories=2)
    take_back_purpose(submission_id=lost_story(edition), purpose=Purpose.TRAINING)
    take_back_purpose(
        submission_id=lost_story(edition), purpose=Purpose.NAMED_PACK
    )  # any pack is still agreed to
    assert reload(edition).state == EditionState.ISSUED
    take_back_purpose(submission_id=lost_story(edition), purpose=Purpose.ANY_PACK)
    assert reload(edition).state == EditionState.REPLACED


def test_editions_without_the_story_are_left_alone():
    other = make_edition(stories=2)
    edition = make_edition(pack=make_pack(stories=2, campaign=other.pack.campaign))
    take_back(submission_id=lost_story(edition))
    assert reload(other).state == EditionState.ISSUED
    assert reload(edition).state == EditionState.REPLACED


def test_the_next_edition_is_made_from_the_recalled_one_and_not_from_a_half_edited_pack():
    edition = make_edition(stories=2, summary="As it was issued.")
    pack = edition.pack
    write_words(pack, summary="Half a sentence")
    pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(make_stories(1, title="Not yet")[0].pk))
    take_back(submission_id=lost_story(edition))
    drain()
    html = read_html(edition=newest(edition))
    assert "As it was issued." in html
    assert "Half a sentence" not in html
    assert "Not yet" not in html


def test_those_who_left_an_address_are_told_once_and_hear_nothing_of_any_story():
    edition = make_edition(stories=2)
    give(edition, email="nurse@trust.invalid")
    give(edition, recipient="Chair of the board")
    take_back(submission_id=lost_story(edition))
    drain()
    [message] = mail.outbox
    assert message.to == ["nurse@trust.invalid"]
    assert edition.verify_code in message.body
    assert "Edition 1 of “One night”" in message.body
    assert not [word for word in ("story", "night 0", "teller", "consent") if word in message.body.lower()]
    assert message.extra_headers["Message-ID"].startswith(f"<recall-{edition.pk}-")
    assert edition.deliveries.get(email="nurse@trust.invalid").told_at
    assert edition.deliveries.get(email="").told_at is None


def test_a_mailbox_that_refuses_does_not_keep_the_others_from_being_told(monkeypatch):
    edition = make_edition(stories=2)
    for number in range(3):
        give(edition, email=f"person{number}@trust.invalid")
    take_back(submission_id=lost_story(edition))
    real = telling.EmailMessage.send

    def refuse_one(self, *args, **kwargs):
        if self.to == ["person1@trust.invalid"]:
            raise OSError("The mail server is away.")
        return real(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(telling.EmailMessage, "send", refuse_one)
        with pytest.raises(telling.NotTold):
            recall.finish_recall(edition_id=edition.pk)
    assert sorted(m.to[0] for m in mail.outbox) == ["person0@trust.invalid", "person2@trust.invalid"]
    recall.finish_recall(edition_id=edition.pk)
    assert sorted(m.to[0] for m in mail.outbox) == [f"person{number}@trust.invalid" for number in range(3)]


@pytest.mark.parametrize("step", ["retire_edition", "reissue", "tell_recipients"])
def test_killed_before_any_step_and_started_again_it_ends_the_same(step, monkeypatch):
    edition = make_edition(stories=2)
    give(edition, email="nurse@trust.invalid")
    take_back(submission_id=lost_story(edition))
    with monkeypatch.context() as patch:
        patch.setattr(recall, step, mock.Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            recall.finish_recall(edition_id=edition.pk)
    drain()
    assert newest(edition).number == 2
    assert newest(edition).state == EditionState.ISSUED
    assert reload(edition).destroyed_at is not None
    assert len(mail.outbox) == 1


def test_a_second_story_lost_while_the_next_edition_is_made_is_left_out_of_the_one_after_that():
    edition = make_edition(stories=3)
    first, second, third = story_ids(edition.pack)
    take_back(submission_id=first)
    recall.finish_recall(
        edition_id=edition.pk
    )  # edition 2 is frozen with the other two, and not rendered yet
    take_back(submission_id=second)
    drain()
    current = newest(edition)
    assert current.state == EditionState.ISSUED
    assert [item.source_id for item in current.items.filter(kind=ItemKind.STORY)] == [str(third)]
    assert reload(edition).replaced_by_id == current.pk
    failed = Edition.objects.get(state=EditionState.FAILED)
    assert data_keys(owners=[failed.pk]) == {}


def test_an_edition_that_is_being_made_takes_the_place_of_a_recalled_one():
    edition = make_edition(stories=2)
    pack = edition.pack
    pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(make_stories(1)[0].pk))
    gone = lost_story(edition)
    making = issue_edition(pack_id=pack.pk, by=None)  # holds the story too
    take_back(submission_id=gone)
    recall.finish_recall(edition_id=edition.pk)
    assert Edition.objects.filter(pack=pack).count() == 2  # left to the one in hand
    render_edition(edition_id=making.pk)
    assert reload(making).state == EditionState.FAILED
    drain()  # which asks for the re-issue again
    current = newest(edition)
    assert current.state == EditionState.ISSUED
    assert str(gone) not in {item.source_id for item in current.items.all()}


def test_copies_of_an_edition_replaced_long_ago_are_called_back_too():
    edition = make_edition(stories=2)
    give(edition, email="nurse@trust.invalid")
    pack = edition.pack
    make_edition(pack=pack)
    drain()
    assert mail.outbox == []
    take_back(submission_id=lost_story(edition))
    drain()
    assert [message.to for message in mail.outbox] == [["nurse@trust.invalid"]]
    assert reload(edition).recalled_at is not None
    assert newest(edition).number == 3


def test_consent_that_ends_by_its_date_is_found_by_the_daily_look():
    edition = make_edition(stories=2)
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + YEARS):
        with pytest.raises(NotReadable):
            read_html(edition=reload(edition))
        recall.check_edition(edition_id=edition.pk)
        assert reload(edition).state == EditionState.WITHDRAWN


def test_the_daily_look_plans_the_next_one_and_stops_with_the_edition():
    edition = make_edition(stories=1)
    Job.objects.all().delete()
    recall.check_edition(edition_id=edition.pk)
    assert Job.objects.filter(kind="check_edition").count() == 1
    take_back(submission_id=lost_story(edition))
    Job.objects.filter(kind="check_edition").delete()
    recall.check_edition(edition_id=edition.pk)
    assert not Job.objects.filter(kind="check_edition").exists()


@pytest.mark.parametrize("step", [moderation.send_back, moderation.hold])
def test_a_story_that_an_editor_takes_in_again_leaves_the_edition_too(step):
    edition = make_edition(stories=2)
    step(story_id=lost_story(edition), by=make_user(Role.EDITOR))
    assert reload(edition).state == EditionState.REPLACED
    drain()
    assert "The night 0" not in read_html(edition=newest(edition))


def test_the_ledger_of_the_story_says_when_each_copy_was_called_back():
    edition = make_edition(stories=2)
    give(edition)
    kept, gone = story_ids(edition.pack)[1], lost_story(edition)
    take_back(submission_id=gone)
    rows = releases_of(story_id=gone)
    assert [row.recalled_at is not None for row in rows if row.kind == "edition"] == [True]
    drain()
    assert [bool(r.recalled_at) for r in releases_of(story_id=kept) if r.kind == "edition"] == [True, False]


def test_after_a_restore_an_edition_put_beyond_use_does_not_come_back():
    edition = make_edition(stories=2)
    restored = {name: getattr(edition, name) for name in ("sealed_html", "state", "recalled_at")}
    take_back(submission_id=lost_story(edition))
    drain()
    Edition.objects.filter(pack=edition.pack).exclude(pk=edition.pk).delete()
    Edition.objects.filter(pk=edition.pk).update(destroyed_at=None, replaced_by=None, **restored)
    Tombstone.objects.filter(owner=edition.pk).delete()  # the backup knows nothing of it; the keyring does
    assert [done.failed for done in reapply() if done.owner == edition.pk] == [""]
    back = reload(edition)
    assert back.state == EditionState.WITHDRAWN
    assert back.sealed_html is None
    assert retiring.reapply_retirement(owner=edition.pk) is False
