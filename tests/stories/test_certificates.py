"""The certificate says what was done, what was stopped, and honestly what cannot be called back: and not more."""

import datetime as dt
import io
from uuid import uuid4

import pikepdf
import pytest
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from common.jobs.run_now import drain
from stories.certificates import Certificate, certificate_of, certificate_pdf, certificates_of
from stories.enums import Purpose
from stories.models import Story
from stories.pack_use import PackUse
from stories.release import recall_edition, record_delivery, release_for_edition
from stories.withdrawal import take_back, take_back_purpose
from tests.services.pdf_words import words_of
from tests.stories.factories import at_time, make_story

pytestmark = pytest.mark.django_db

CANARY = "qzxcertificatexzq"


def been_everywhere() -> Story:
    """On the website, in an edition, and in two copies handed over, one of them on paper."""
    story = make_story("published", text=f"It was {CANARY}.", title=CANARY, summary=CANARY, hide=())
    edition_id = uuid4()
    release_for_edition(
        edition_id=edition_id,
        story_ids=[story.pk],
        use=PackUse(Purpose.NAMED_PACK, "ZZT"),
        destination="A pack, edition 1",
        by=None,
    )
    for destination, recallable in (("The board, by link", True), ("The board, on paper", False)):
        record_delivery(edition_id=edition_id, destination=destination, recallable=recallable, by=None)
    recall_edition(edition_id=edition_id)
    return story


def only(story: Story) -> Certificate:
    (found,) = certificates_of(submission_id=story.pk)
    return found


def test_everything_that_stopped_and_everything_that_could_not() -> None:
    story = been_everywhere()
    take_back(submission_id=story.pk)
    drain()
    found = only(story)
    assert found.finished
    assert found.reference == story.reference
    assert found.title == "Your story was taken back and erased"
    assert [line.split(":")[0] for line in found.stopped] == [
        "Website",
        "A pack, edition 1",
        "The board, by link",
    ]
    assert len(found.beyond_recall) == 1
    assert found.beyond_recall[0].startswith("The board, on paper, on ")
    assert "cannot call this copy back" in found.beyond_recall[0]
    assert len(found.erased) == 2
    assert CANARY not in repr(found)


def test_before_the_worker_came_it_claims_no_erasing() -> None:
    story = make_story("published")
    take_back(submission_id=story.pk)
    found = only(story)
    assert (found.finished, found.erased) == (False, ())
    assert len(found.stopped) == 1, "that it stopped is true already"


def test_one_use_tells_of_that_use_alone() -> None:
    story = been_everywhere()
    made = take_back_purpose(submission_id=story.pk, purpose=Purpose.WEBSITE)
    assert made is not None
    found = only(story)
    assert found.title == "You ended one use of your story: This website"
    assert [line.split(":")[0] for line in found.stopped] == ["Website"]
    assert (found.erased, found.beyond_recall, found.finished) == ((), (), True)
    assert not any("Backup" in note for note in found.notes)


def test_how_long_backups_of_the_key_last_is_what_is_set(settings: Settings) -> None:
    settings.KEY_BACKUP_DAYS = 5
    story = make_story("erased")
    assert any("gone 5 days after the key" in note for note in only(story).notes)


def test_dates_are_those_of_the_acts_in_local_time() -> None:
    with at_time(dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)):
        story = make_story("published")
        take_back(submission_id=story.pk)
    found = only(story)
    assert found.asked == "1 July 2026, 00:30"
    assert "1 July 2026" in found.stopped[0]


def test_a_number_is_for_its_own_story() -> None:
    one, other = make_story("withdrawn"), make_story("withdrawn")
    number = only(one).number
    assert certificate_of(submission_id=one.pk, number=number) == only(one)
    for submission_id, asked in (
        (other.pk, number),
        (one.pk, "C-2222-2222"),
        (one.pk, ""),
        (uuid4(), number),
    ):
        assert certificate_of(submission_id=submission_id, number=asked) is None


@pytest.mark.parametrize("uses", [[Purpose.PRESS], [Purpose.PRESS, Purpose.TRAINING, Purpose.WEBSITE]])
def test_they_are_read_in_two_questions_however_many(
    uses: list[Purpose],
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    story = make_story("published")
    for purpose in uses:
        take_back_purpose(submission_id=story.pk, purpose=purpose)
    with django_assert_num_queries(2):
        assert len(certificates_of(submission_id=story.pk)) == len(uses)


def test_without_one_there_is_none(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    story = make_story("published")
    with django_assert_num_queries(1):
        assert certificates_of(submission_id=story.pk) == []


def test_the_pdf_says_the_same_and_meets_its_standard() -> None:
    story = been_everywhere()
    take_back(submission_id=story.pk)
    drain()
    pdf = certificate_pdf(certificate=only(story), language="en")
    text = " ".join(words_of(pdf).split())
    for line in (*only(story).stopped, *only(story).beyond_recall, *only(story).erased, *only(story).notes):
        assert "".join(line.split()) in "".join(text.split())
    assert CANARY not in text
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.open_metadata()["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert bool(document.Root.MarkInfo.Marked)


def test_what_a_destination_is_called_is_text_and_never_source() -> None:
    story = make_story("published")
    edition_id = uuid4()
    odd = '#read("/etc/passwd") <b> $x$ *not bold* \\ "quoted"'
    release_for_edition(
        edition_id=edition_id,
        story_ids=[story.pk],
        use=PackUse(Purpose.NAMED_PACK, "ZZT"),
        destination=odd,
        by=None,
    )
    recall_edition(edition_id=edition_id)
    take_back(submission_id=story.pk)
    text = words_of(certificate_pdf(certificate=only(story), language="en"))
    assert "root:" not in text
    assert '#read("/etc/passwd")' in text


def test_its_language_is_the_one_asked_for() -> None:
    story = make_story("withdrawn")
    with translation.override("cy"):
        pdf = certificate_pdf(certificate=only(story), language="cy")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "cy"
    assert timezone.now().year >= 2026
