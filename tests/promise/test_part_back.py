"""One part taken back: it is nowhere from that moment on, and nothing else is used until its teller agrees afresh."""

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from campaigns.enums import EditionState
from campaigns.models import Edition
from common.jobs.run_now import drain
from common.models import Tombstone
from common.storages import sealed_storage
from common.tombstones import reapply
from stories import additions, moderation, part_withdrawal
from stories.certificates import certificates_of
from stories.enums import PartKind, Purpose, Stage
from stories.models import SealedPart, Story, StoryVersion, Withdrawal
from stories.receipts import give_receipt
from stories.release import read_website
from tests.campaigns.factories import make_campaign, make_edition, make_pack
from tests.promise.recordings import make_spoken
from tests.stories.factories import STEPS, Wish, make_story, make_user
from tests.stories.views.visitor import come_back
from transcription.models import Recording, SafeCopy, Transcript
from transcription.release import preview_media

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
GONE = "qzxpartxzq"


def two_parts(state: str = "published") -> tuple[Story, SealedPart]:
    """A story of two written parts; the second has the word."""
    story = make_story("sent", purposes=tuple(Purpose))
    part = additions.add_words(submission_id=story.pk, text=f"They called it {GONE}.")
    wish = Wish(hide=(), summary=f"Of {GONE}")
    for step in ("taken", "written", "handed", "second_read", "approved", "published"):
        STEPS[step](story.submission, wish)
        if step == state:
            break
    story.refresh_from_db()
    return story, part


@pytest.mark.parametrize("state", ["taken", "handed", "second_read", "approved", "published"])
def test_from_any_stage_nothing_stands_that_held_it(state: str) -> None:
    story, part = two_parts(state)
    number = part_withdrawal.take_back_part(submission_id=story.pk, part_id=part.pk)
    assert number is not None
    story.refresh_from_db()
    assert (story.stage, story.current_version, story.approved_version) == (Stage.ANONYMISING, None, None)
    assert read_website(story_id=story.pk) is None
    assert not SealedPart.objects.filter(pk=part.pk).exists()
    assert all(not bytes(version.sealed) for version in StoryVersion.objects.all())
    assert GONE not in str(moderation.safe_document(story=story))
    assert part_withdrawal.take_back_part(submission_id=story.pk, part_id=part.pk) == number, "asked twice"


def test_it_leaves_the_site_and_an_edition_and_comes_back_only_without_it() -> None:
    story, part = two_parts()
    pack = make_pack(stories=[story], campaign=make_campaign())
    edition = make_edition(pack=pack)
    assert GONE in Client().get(f"/stories/{story.pk}/").content.decode()
    part_withdrawal.take_back_part(submission_id=story.pk, part_id=part.pk)
    assert Client().get(f"/stories/{story.pk}/").status_code == 404
    edition.refresh_from_db()
    assert edition.state != EditionState.ISSUED
    assert edition.recalled_at is not None
    drain()
    wish = Wish(hide=(), summary="Of something", editor=story.editor, second=make_user(Role.SECOND_READER))  # type: ignore[arg-type]
    for step in ("written", "handed", "second_read", "approved", "published"):
        STEPS[step](story.submission, wish)
    shown = Client().get(f"/stories/{story.pk}/")
    assert shown.status_code == 200
    assert GONE not in shown.content.decode()
    assert StoryVersion.objects.latest("number").number == 2, "numbers are not used twice"
    assert not Edition.objects.filter(pack=pack, state=EditionState.ISSUED).exists()


def test_a_recording_goes_with_its_transcript_its_copy_and_its_files() -> None:
    part = make_spoken("second_read")
    additions.add_words(submission_id=part.submission_id, text="Written as well.")
    names = [part.file_name, SafeCopy.objects.get().file_name]
    assert all(sealed_storage().exists(name) for name in names)
    visitor = come_back(give_receipt(teller=part.submission.teller))
    visitor.open("/return/take-back/")
    assert f"/return/part/{part.pk}/" in visitor.text
    visitor.open(f"/return/part/{part.pk}/").press("Take this part back")
    assert visitor.path == "/return/certificates/"
    assert not Transcript.objects.exists()
    for name in ("teller_media", "original"):
        assert visitor.client.get(reverse(f"transcription:{name}", args=[part.pk])).status_code in (302, 404)
    drain()
    assert not any(sealed_storage().exists(name) for name in names)
    assert not Recording.objects.exists()
    assert not SafeCopy.objects.exists()
    text = visitor.open("/return/certificates/").text
    assert "You took back one part of your story: Sound recording" in text
    assert "Its sealed files were removed on" in text
    assert "that key stays while the rest of your story does" in text


def test_of_one_part_alone_it_is_the_whole_story() -> None:
    story = make_story("published")
    part = SealedPart.objects.get(submission_id=story.pk)
    with pytest.raises(part_withdrawal.OnlyPart):
        part_withdrawal.take_back_part(submission_id=story.pk, part_id=part.pk)
    visitor = come_back(give_receipt(teller=story.submission.teller))
    visitor.open(f"/return/part/{part.pk}/")
    assert not visitor.has_button("Take this part back")
    assert read_website(story_id=story.pk) is not None


def test_nobody_elses_part() -> None:
    story, part = two_parts()
    other = make_story("published")
    visitor = come_back(give_receipt(teller=other.submission.teller))
    assert visitor.client.get(f"/return/part/{part.pk}/").status_code == 404
    assert part_withdrawal.take_back_part(submission_id=other.pk, part_id=part.pk) is None
    assert read_website(story_id=story.pk) is not None


def test_held_it_stays_held_and_waits_for_its_editors() -> None:
    story, part = two_parts()
    moderation.hold(story_id=story.pk, by=make_user(Role.SAFEGUARDING_LEAD))
    part_withdrawal.take_back_part(submission_id=story.pk, part_id=part.pk)
    story.refresh_from_db()
    assert (story.stage, story.resume_stage) == (Stage.HELD, Stage.ANONYMISING)
    moderation.resume(story_id=story.pk, by=make_user(Role.EDITOR))
    assert read_website(story_id=story.pk) is None


def test_a_restored_backup_does_not_bring_it_back() -> None:
    story, part = two_parts()
    rows = {model: list(model.objects.all()) for model in (SealedPart, StoryVersion)}
    part_withdrawal.take_back_part(submission_id=story.pk, part_id=part.pk)
    drain()
    assert Tombstone.objects.filter(owner=part.pk, kind="part").exists()
    for model, kept in rows.items():  # as a backup from before has them
        for row in kept:
            model.objects.filter(pk=row.pk).delete()
            row.save(force_insert=True)
    assert SealedPart.objects.filter(pk=part.pk).exists()
    Withdrawal.objects.all().delete()
    assert [each.kind for each in reapply() if each.erased] == ["part"]
    assert not SealedPart.objects.filter(pk=part.pk).exists()
    assert all(not bytes(version.sealed) for version in StoryVersion.objects.all())
    told = Withdrawal.objects.get()
    assert (told.part_id, told.part_kind, told.submission_id) == (part.pk, part.kind, story.pk)
    assert told.finished_at is None
    drain()
    told.refresh_from_db()
    assert told.finished_at is not None
    assert [row.number for row in certificates_of(submission_id=story.pk)] == [told.number]


def test_the_job_may_be_done_again_from_any_point(monkeypatch: pytest.MonkeyPatch) -> None:
    part = make_spoken("handed")
    additions.add_words(submission_id=part.submission_id, text="Written as well.")
    part_withdrawal.take_back_part(submission_id=part.submission_id, part_id=part.pk)
    made = Withdrawal.objects.get()
    for step in ("bury", "destroy_key", "delete_file"):
        with monkeypatch.context() as broken:
            broken.setattr(part_withdrawal, step, lambda **_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                part_withdrawal.erase_part(withdrawal_id=made.pk)
        assert Withdrawal.objects.get().finished_at is None
    for _ in range(2):
        part_withdrawal.erase_part(withdrawal_id=made.pk)
        assert not sealed_storage().exists(part.file_name)
    first = Withdrawal.objects.get().finished_at
    assert first is not None


def test_no_table_names_what_it_was_but_its_kind() -> None:
    story, part = two_parts()
    part_withdrawal.take_back_part(submission_id=story.pk, part_id=part.pk)
    made = Withdrawal.objects.get()
    assert (made.part_kind, made.erase, made.purpose) == (PartKind.WRITTEN, False, "")
    assert preview_media(part_id=part.pk) is None
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM stories_redaction WHERE part_id = %s", [part.pk.hex])
        assert cursor.fetchone() == (0,)


def test_what_is_in_no_version_takes_nothing_else_with_it() -> None:
    story = make_story("published")
    part = additions.add_words(submission_id=story.pk, text=f"They called it {GONE}.")
    before = read_website(story_id=story.pk)
    visitor = come_back(give_receipt(teller=story.submission.teller))
    visitor.open(f"/return/part/{part.pk}/")
    assert "the rest of your story stays as it is" in visitor.text
    visitor.press("Take this part back")
    assert read_website(story_id=story.pk) == before
    assert not SealedPart.objects.filter(pk=part.pk).exists()
    drain()
    text = visitor.open("/return/certificates/").text
    assert "Nobody but the editors can have seen it" in text
    assert "Nothing had to be stopped." in text
