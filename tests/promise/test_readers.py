"""Who reads a pack decides what its tellers must have agreed to: nothing reaches other readers, in any format."""

import io
import subprocess
import zipfile

import docx
import pytest
from django.test import Client
from django.urls import reverse
from pptx import Presentation

from campaigns.enums import Audience, EditionState, Format, ItemKind
from campaigns.models import Edition, Pack, PackItem
from campaigns.packs.building import NotPickable, pick
from campaigns.packs.editions import CannotIssue, issue_edition
from campaigns.packs.reading import may_be_read, open_format, read_html
from common.jobs.run_now import drain
from stories.candidates import WantedStories, find_candidates
from stories.enums import Purpose
from stories.models import Story
from stories.release import releases_of
from stories.withdrawal import take_back_purpose
from tests.campaigns.factories import make_campaign, make_coordinator, make_edition, make_pack, reload
from tests.stories.factories import make_story, sign_in

pytestmark = pytest.mark.django_db
AGREED = {
    Audience.BOARD: {Purpose.NAMED_PACK, Purpose.ANY_PACK},
    Audience.NURSING: {Purpose.NAMED_PACK, Purpose.ANY_PACK},
    Audience.WARD: {Purpose.NAMED_PACK, Purpose.ANY_PACK},
    Audience.REGULATOR: {Purpose.ANY_PACK},
    Audience.COUNCIL: {Purpose.ANY_PACK},
    Audience.PRESS: {Purpose.PRESS},
}


def word_of(purpose: Purpose) -> str:
    return f"qzxfor{purpose.value.replace('_', '')}xzq"


def tell_for(purpose: Purpose) -> Story:
    """A story agreed to for that one use."""
    word = word_of(purpose)
    return make_story("approved", text=f"It was {word}.", title=word, hide=(), purposes=[purpose])


def told(edition: Edition) -> str:
    """Every format there is, as one text."""
    files = {each: open_format(edition=edition, wanted=each).read() for each in Format}
    pdf = subprocess.run(["pdftotext", "-", "-"], input=files[Format.PDF], capture_output=True, check=True)
    slides = Presentation(io.BytesIO(files[Format.PPTX])).slides
    with zipfile.ZipFile(io.BytesIO(files[Format.ZIP])) as bundle:
        held = [bundle.read(name).decode("utf-8", "ignore") for name in bundle.namelist()]
    return "\n".join(
        [
            read_html(edition=edition),
            pdf.stdout.decode(),
            *(paragraph.text for paragraph in docx.Document(io.BytesIO(files[Format.DOCX])).paragraphs),
            *(shape.text_frame.text for each in slides for shape in each.shapes if shape.has_text_frame),
            *(each.notes_slide.notes_text_frame.text for each in slides if each.has_notes_slide),
            *held,
        ]
    )


@pytest.mark.parametrize("audience", list(Audience))
def test_only_stories_agreed_to_for_these_readers_are_offered_taken_and_printed(audience: Audience) -> None:
    stories = {purpose: tell_for(purpose) for purpose in Purpose}
    pack = make_pack(stories=0, audience=audience)
    offered = find_candidates(wanted=WantedStories(), use=pack.use).stories
    assert {story.story_id for story in offered} == {stories[purpose].pk for purpose in AGREED[audience]}
    for purpose, story in stories.items():
        if purpose in AGREED[audience]:
            pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(story.pk))
        else:
            with pytest.raises(NotPickable):
                pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(story.pk))
    printed = told(make_edition(pack=pack))
    assert {purpose for purpose in Purpose if word_of(purpose) in printed} == AGREED[audience]


@pytest.mark.parametrize("audience", list(Audience))
def test_one_that_got_into_the_pack_all_the_same_is_never_issued(audience: Audience) -> None:
    pack = make_pack(stories=0, audience=audience)
    for place, purpose in enumerate(Purpose, start=1):
        PackItem.objects.create(
            pack=pack, kind=ItemKind.STORY, source_id=str(tell_for(purpose).pk), position=place
        )
    edition = make_edition(pack=pack)
    assert edition.state == EditionState.FAILED
    assert not edition.files.exclude(name="").exists()


def test_other_readers_are_not_given_what_was_picked_for_the_first(client: Client) -> None:
    """From the trust's own staff to the press, in a pack that nobody was given yet."""
    pack = make_pack(stories=[tell_for(Purpose.NAMED_PACK)])
    Pack.objects.filter(pk=pack.pk).update(audience=Audience.PRESS)
    sign_in(client, make_coordinator())
    shown = client.get(reverse("packs:pack", args=[pack.pk])).content.decode()
    assert "One story you chose may not be used any more." in shown
    preview = client.get(reverse("packs:preview", args=[pack.pk])).content.decode()
    assert word_of(Purpose.NAMED_PACK) not in shown + preview
    assert make_edition(pack=Pack.objects.get(pk=pack.pk)).state == EditionState.FAILED


def test_readers_that_changed_while_an_edition_was_made_get_a_pack_of_their_own() -> None:
    """Its form could not know yet that there would be one."""
    pack = make_pack(stories=[make_story("approved", hide=(), purposes=list(Purpose))])
    first = issue_edition(pack_id=pack.pk, by=None)
    Pack.objects.filter(pk=pack.pk).update(audience=Audience.PRESS)
    drain()
    assert (reload(first).state, reload(first).purpose) == (EditionState.ISSUED, Purpose.NAMED_PACK)
    with pytest.raises(CannotIssue, match="with other readers already"):
        issue_edition(pack_id=pack.pk, by=None)
    assert may_be_read(edition=reload(first))
    assert Edition.objects.count() == 1


def test_a_no_to_the_press_takes_back_what_the_press_has_and_nothing_else() -> None:
    uses = [Purpose.NAMED_PACK, Purpose.PRESS]
    stories = [make_story("approved", text=f"Night {n}.", hide=(), purposes=uses) for n in range(2)]
    campaign = make_campaign()
    for_trust = make_edition(pack=make_pack(stories=stories, campaign=campaign))
    for_press = make_edition(pack=make_pack(stories=stories, campaign=campaign, audience=Audience.PRESS))
    take_back_purpose(submission_id=stories[0].pk, purpose=Purpose.PRESS)
    assert not may_be_read(edition=reload(for_press))
    assert may_be_read(edition=reload(for_trust))
    drain()
    assert (reload(for_press).state, reload(for_trust).state) == (EditionState.REPLACED, EditionState.ISSUED)
    again = Edition.objects.get(pack=for_press.pack, state=EditionState.ISSUED)
    assert (again.number, again.purpose) == (2, Purpose.PRESS)
    assert "Night 0." not in told(again)


def test_where_it_went_is_told_by_its_readers() -> None:
    story = make_story("approved", hide=(), purposes=list(Purpose))
    campaign = make_campaign()
    for audience in (Audience.WARD, Audience.COUNCIL, Audience.PRESS):
        make_edition(pack=make_pack(stories=[story], campaign=campaign, audience=audience))
    went = releases_of(story_id=story.pk)
    assert [row.purpose for row in went][1:] == [Purpose.ANY_PACK, Purpose.PRESS]
    assert ["for a regulator, a council or Parliament" in row.destination for row in went] == [
        False,
        True,
        False,
    ]
    assert ["for newspapers, radio and television" in row.destination for row in went] == [False, False, True]


def test_whoever_prints_is_asked_to_take_care_and_nobody_else() -> None:
    story = make_story("approved", hide=(), purposes=list(Purpose))
    for audience in (Audience.BOARD, Audience.PRESS):
        printed = told(make_edition(pack=make_pack(stories=[story], audience=audience)))
        assert ("Before you print or broadcast" in printed) == (audience == Audience.PRESS)
