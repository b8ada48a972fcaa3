"""When a word ends, each reel that rests on it stops in that moment; who has a copy destroys it and says so."""

import datetime as dt
from collections.abc import Callable
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from common.jobs.models import Job
from common.jobs.run_now import drain
from common.tombstones import reapply
from common.vault.errors import KeyDestroyed
from common.vault.keys import data_key
from stories import moderation
from stories.enums import DestinationKind, Form, Purpose
from stories.erasure import erase_story
from stories.release import releases_of
from stories.signals import consent_changed, story_erased
from stories.withdrawal import take_back, take_back_purpose
from tests.promise.recordings import agree
from tests.stories.factories import at_time, make_user
from tests.transcription.clips.factories import TITLE, Made, answer, make_clip
from tests.transcription.library.factories import Body, make_body
from tests.transcription.library.test_playing import own_page
from tests.transcription.reels.test_press import current, film_in_words, issue, ledger
from transcription.clips.standing import drop_clip
from transcription.enums import ExportFileKind, ExportState
from transcription.library.terms import end_terms
from transcription.models import LibraryUse, ReelExport
from transcription.reels import press
from transcription.reels.reading import Standing, may_be_opened, verify
from transcription.reels.recall import check_training, finish_recall
from transcription.reels.telling import confirm_destroyed, tell_organisation

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def made() -> Made:
    return make_clip()


@pytest.fixture
def export(body: Body, made: Made, monkeypatch: pytest.MonkeyPatch) -> ReelExport:
    """Of one clip of the teller's own and one of somebody else; the first of its files was downloaded."""
    monkeypatch.setattr(press, "make_film", film_in_words)
    monkeypatch.setattr(press, "write_slides", lambda *, reel, to, **_how: to.write(b"slides"))
    other = make_clip(title="Somebody else")
    export = issue(body, body.make_reel(made.clip_id, other.clip_id))
    assert body.client.get(body.url("download", export.pk, "film")).status_code == 200
    mail.outbox.clear()
    return current(export)


def standing(export: ReelExport) -> Standing:
    verdict = verify(code=export.verify_code)
    assert verdict is not None
    return verdict.standing


GATES: dict[str, Callable[[Made], object]] = {
    "training taken back": lambda made: take_back_purpose(
        submission_id=made.story_id, purpose=Purpose.TRAINING
    ),
    "all taken back": lambda made: take_back(submission_id=made.story_id),
    "only written words now": lambda made: agree(made.part, Form.TEXT, purpose=Purpose.TRAINING),
    "disguised now": lambda made: agree(made.part, Form.DISGUISED_AUDIO, purpose=Purpose.TRAINING),
    "a no to this clip": lambda made: answer(made, yes=False),
    "dropped by an editor": lambda made: drop_clip(clip_id=made.clip_id, by=made.cutter),
    "held": lambda made: moderation.hold(story_id=made.story_id, by=make_user()),
}


@pytest.mark.parametrize("signals", [True, False])
@pytest.mark.parametrize("gate", GATES)
def test_no_reel_can_be_opened_once_a_gate_of_any_of_its_clips_is_shut(
    gate: str, signals: bool, body: Body, made: Made, export: ReelExport
) -> None:
    """With every signal lost and no worker alive as well: the read gate is the barrier."""
    assert may_be_opened(export=export)
    if signals:
        GATES[gate](made)
    else:
        with (
            mock.patch.object(consent_changed, "send"),
            mock.patch.object(story_erased, "send"),
            mock.patch("transcription.clips.standing.tell_left"),
            mock.patch("transcription.clips.agreeing.tell_left"),
        ):
            GATES[gate](made)
    export = current(export)
    assert (export.recalled_at is not None) == signals
    assert not may_be_opened(export=export)
    assert standing(export) == Standing.WITHDRAWN
    for kind in ExportFileKind:
        answered = body.client.get(body.url("download", export.pk, kind))
        assert answered.status_code == 302
    page = body.client.get(body.url("export", export.pk)).content.decode()
    assert "Download" not in page
    assert TITLE not in page


def test_the_whole_way_of_a_recall(body: Body, made: Made, export: ReelExport) -> None:
    take_back_purpose(submission_id=made.story_id, purpose=Purpose.TRAINING)
    assert ledger(made, DestinationKind.REEL)[0][2], "closed in the teller's own transaction"
    assert "wait for their answer" in own_page(made)
    drain()
    with pytest.raises(KeyDestroyed):
        data_key(owner=export.pk)
    assert not export.files.exists()
    [letter] = mail.outbox
    assert letter.to == [body.trainer.email]
    assert export.verify_code in letter.body
    assert "Four minutes" in letter.body
    assert body.url("export", export.pk) in letter.body
    assert not [
        word
        for word in (TITLE, "Somebody else", "nurse", made.part.submission.reference)
        if word in letter.body
    ]
    finish_recall(export_id=export.pk)
    tell_organisation(export_id=export.pk)
    assert len(mail.outbox) == 1
    assert b"Destroy these" in body.client.get(body.url("library")).content
    end_terms(organisation=body.organisation, by=body.trainer)
    stranger = make_body("Valley Training")
    assert stranger.client.post(stranger.url("destroyed", export.pk)).status_code == 404
    page = body.client.post(body.url("destroyed", export.pk), follow=True).content.decode()
    assert "Trainer of Open Doors Training confirmed on" in page, "also when its terms have ended"
    assert not confirm_destroyed(export_id=export.pk, by=stranger.trainer)
    assert "they destroyed every copy" in own_page(made)
    body.agree()
    assert b"Destroy these" not in body.client.get(body.url("library")).content


def test_anybody_can_ask_with_the_code_on_the_last_card(body: Body, made: Made, export: ReelExport) -> None:
    url = f"/verify/{export.verify_code}/"
    answer = Client().get(url)
    assert "no-store" in answer["Cache-Control"]
    assert b"Everybody in it agrees" in answer.content
    end_terms(organisation=body.organisation, by=body.trainer)
    assert b"has run out" in Client().get(url).content
    body.agree()
    assert standing(export) == Standing.CURRENT
    take_back_purpose(submission_id=made.story_id, purpose=Purpose.TRAINING)
    gone = Client().get(url).content.decode()
    assert "It has been taken back" in gone
    assert TITLE not in gone
    assert Client().get("/verify/BBBB-BBBB-BBBB/").status_code == 404


def test_consent_that_runs_out_by_its_date_is_found_by_the_daily_look(
    body: Body, made: Made, export: ReelExport
) -> None:
    LibraryUse.objects.create(
        organisation=body.organisation,
        clip_id=made.clip_id,
        story_id=made.story_id,
        form=Form.AUDIO,
        opened_at=timezone.now(),
    )
    check_training(story_id=made.story_id)
    assert current(export).recalled_at is None
    assert Job.objects.filter(kind="check_training", object_id=str(made.story_id), state="queued").exists()
    with at_time(timezone.now() + dt.timedelta(days=3 * 365)):
        Job.objects.filter(kind="check_training").delete()
        check_training(story_id=made.story_id)
    assert current(export).state == ExportState.WITHDRAWN
    assert LibraryUse.objects.get().closed_at is not None
    assert not Job.objects.filter(kind="check_training").exists()


def test_a_replaced_export_of_which_there_are_copies_is_called_back_too(
    body: Body, made: Made, export: ReelExport
) -> None:
    newer = issue(body, export.reel)
    take_back(submission_id=made.story_id)
    erase_story(submission_id=made.story_id)
    drain()
    assert [current(each).state for each in (export, newer)] == [ExportState.WITHDRAWN] * 2
    bodies = sorted(letter.body for letter in mail.outbox)
    assert len(bodies) == 2
    assert ["Nobody had downloaded it" in words for words in bodies].count(True) == 1


def test_after_a_restore_what_was_put_beyond_use_stays_so(body: Body, made: Made, export: ReelExport) -> None:
    take_back_purpose(submission_id=made.story_id, purpose=Purpose.TRAINING)
    drain()
    ReelExport.objects.filter(pk=export.pk).update(
        state=ExportState.ISSUED, recalled_at=None, destroyed_at=None
    )
    assert [each.failed for each in reapply()] == [""] * len(list(reapply()))
    again = current(export)
    assert again.state == ExportState.WITHDRAWN
    assert again.destroyed_at is not None


def test_the_others_in_it_are_not_recalled_from_the_library(made: Made, export: ReelExport) -> None:
    other = next(item.story_id for item in export.items.all() if item.story_id != made.story_id)
    take_back_purpose(submission_id=made.story_id, purpose=Purpose.TRAINING)
    rows = [row for row in releases_of(story_id=other) if row.kind == DestinationKind.REEL]
    assert [row.recalled_at is not None for row in rows] == [True], "this film is over for everybody in it"
