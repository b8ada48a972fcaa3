"""A teller's wish for one recording: noted before it is sent, and afterwards only ever for more disguise."""

from uuid import UUID, uuid4

import pytest

from common.jobs.registry import replaced
from stories.enums import Form, PartKind, Purpose
from stories.models import SealedPart
from stories.signals import consent_changed
from stories.views.consent import forms_offered
from stories.wishes import NO_WISH, TooLate, Wish, forms_of, most_revealing, wish_for
from tests.stories.factories import make_story, make_submission

pytestmark = pytest.mark.django_db

VOICE, FACE, BOTH = Wish(disguise_voice=True), Wish(hide_face=True), Wish(True, True)
SOUND = b"not really sound" * 100


@pytest.fixture(autouse=True)
def nobody_transcribes() -> object:
    with replaced("transcribe_recording", lambda run: None), replaced("make_safe_copy", lambda run: None):
        yield


def draft_part(**wish: object) -> SealedPart:
    return make_submission(recording=SOUND, **wish).parts.get(kind=PartKind.AUDIO)


def wish_of(part: SealedPart) -> Wish:
    part.refresh_from_db()
    return Wish(part.disguise_voice, part.hide_face)


@pytest.mark.parametrize(
    ("kind", "wish", "forms"),
    [
        (PartKind.AUDIO, NO_WISH, [Form.DISGUISED_AUDIO, Form.AUDIO]),
        (PartKind.AUDIO, VOICE, [Form.DISGUISED_AUDIO]),
        (PartKind.AUDIO, FACE, [Form.DISGUISED_AUDIO, Form.AUDIO]),
        (PartKind.VIDEO, NO_WISH, [Form.DISGUISED_AUDIO, Form.AUDIO, Form.DISGUISED_VIDEO, Form.VIDEO]),
        (PartKind.VIDEO, VOICE, [Form.DISGUISED_AUDIO, Form.DISGUISED_VIDEO]),
        (PartKind.VIDEO, FACE, [Form.DISGUISED_AUDIO, Form.AUDIO, Form.DISGUISED_VIDEO]),
        (PartKind.VIDEO, BOTH, [Form.DISGUISED_AUDIO, Form.DISGUISED_VIDEO]),
        (PartKind.WRITTEN, NO_WISH, []),
        (PartKind.PICTURE, NO_WISH, []),
    ],
)
def test_what_may_ever_be_made_of_a_part(kind: PartKind, wish: Wish, forms: list[Form]) -> None:
    part = SealedPart(kind=kind, disguise_voice=wish.disguise_voice, hide_face=wish.hide_face)
    assert list(forms_of(part=part)) == forms


def test_several_answers_allow_what_any_of_them_covers() -> None:
    film = SealedPart(kind=PartKind.VIDEO)
    assert most_revealing(part=film, agreed=[Form.DISGUISED_VIDEO, Form.AUDIO]) == Form.DISGUISED_VIDEO
    assert most_revealing(part=film, agreed=[Form.TEXT]) is None
    assert most_revealing(part=film, agreed=[]) is None


def test_a_draft_is_wished_for_freely_and_its_consent_pages_offer_no_more() -> None:
    part = draft_part()
    offered = {}
    for wish in (NO_WISH, VOICE, NO_WISH):
        wish_for(submission_id=part.submission_id, part_id=part.pk, wish=wish)
        assert wish_of(part) == wish
        offered[wish] = forms_offered(submission=part.submission, purpose=Purpose.WEBSITE)
    assert offered[NO_WISH] == [Form.TEXT, Form.DISGUISED_AUDIO, Form.AUDIO]
    assert offered[VOICE] == [Form.TEXT, Form.DISGUISED_AUDIO]
    assert forms_offered(submission=part.submission, purpose=Purpose.ANY_PACK) == [Form.TEXT]


def test_after_sending_a_wish_only_grows() -> None:
    story = make_story("published", text="", recording=SOUND, transcript="Heard.", hide=())
    part = SealedPart.objects.get(submission_id=story.pk)
    told: list[UUID] = []

    def listen(story_id: UUID, **_: object) -> None:
        told.append(story_id)

    consent_changed.connect(listen)
    wish_for(submission_id=story.pk, part_id=part.pk, wish=VOICE)
    assert (wish_of(part), told) == (VOICE, [story.pk])
    for less in (NO_WISH, FACE):
        with pytest.raises(TooLate):
            wish_for(submission_id=story.pk, part_id=part.pk, wish=less)
    assert wish_of(part) == VOICE
    wish_for(submission_id=story.pk, part_id=part.pk, wish=BOTH)
    assert wish_of(part) == BOTH


def test_nothing_is_wished_for_the_part_of_another_nor_for_writing() -> None:
    mine, theirs = draft_part(), draft_part()
    written = mine.submission.parts.get(kind=PartKind.WRITTEN)
    for part_id in (theirs.pk, written.pk, uuid4()):
        wish_for(submission_id=mine.submission_id, part_id=part_id, wish=BOTH)
    assert {wish_of(part) for part in (mine, theirs, written)} == {NO_WISH}
