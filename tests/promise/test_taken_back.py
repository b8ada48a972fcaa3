"""A story on the site, in two editions and in a training film is taken back, found nowhere, and has its certificate."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from campaigns.enums import EditionState, HandedOver
from campaigns.models import Edition
from campaigns.packs.deliveries import hand_over
from common.jobs.run_now import drain
from stories import additions, messages
from stories.enums import Form, Purpose
from stories.models import CopyAnswer, Message, SealedPart, Story
from stories.receipts import give_receipt
from tests.campaigns.factories import let_in, make_campaign, make_edition, make_pack, make_stories, open_link
from tests.promise.recordings import make_spoken
from tests.services.pdf_words import words_of
from tests.stories.views.visitor import Visitor, come_back
from tests.transcription.clips.factories import make_clip
from tests.transcription.library.factories import Body, make_body
from tests.transcription.reels.test_press import issue
from transcription.enums import ExportFileKind
from transcription.models import Clip, LibraryEntry, Recording, ReelExport, SafeCopy, Transcript
from transcription.reels.reading import Standing, verify

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
SAID = "could not breathe"
MORE = "qzxaddedxzq"
LETTER = "qzxletterxzq"
CLIP_TITLE = "qzxcliptitlexzq"
BODY = "Open Doors Training"
SAID_FROM, SAID_TO = 14, 21  # I kept saying that I could not breathe.


def two_editions(part: SealedPart) -> list[tuple[Edition, str]]:
    """One pack that holds another story as well, and one that holds this alone."""
    story = Story.objects.get(pk=part.submission_id)
    campaign = make_campaign()
    made = []
    for stories in ([story, *make_stories(1)], [story]):
        edition = make_edition(pack=make_pack(stories=stories, campaign=campaign))
        hand_over(
            edition_id=edition.pk, recipient="Chair of the board", how=HandedOver.PAPER,
            on=timezone.localdate(), email="", by=None,
        )  # fmt: skip
        made.append((edition, open_link(edition)))
    return made


def training_film(part: SealedPart, body: Body) -> ReelExport:
    """A clip that its teller said yes to, in a real film that a trainer downloaded."""
    clip = make_clip(part=part, first=SAID_FROM, last=SAID_TO, title=CLIP_TITLE)
    export = issue(body, body.make_reel(clip.clip_id))
    film = body.client.get(body.url("download", export.pk, "film"))
    assert b"ftyp" in b"".join(film.streaming_content)[:32]
    assert (
        SAID
        in b"".join(body.client.get(body.url("download", export.pk, "captions")).streaming_content).decode()
    )
    return export


def test_it_is_found_nowhere_and_the_certificate_says_so() -> None:
    part = make_spoken(purposes=(Purpose.WEBSITE, Purpose.ANY_PACK, Purpose.TRAINING), form=Form.AUDIO)
    editions = two_editions(part)
    body = make_body()
    export = training_film(part, body)
    additions.add_words(submission_id=part.submission_id, text=f"And {MORE} came.")
    messages.write_as_teller(submission_id=part.submission_id, text=f"Was it {LETTER}?")
    places = [
        f"/stories/{part.submission_id}/",
        f"/stories/{part.submission_id}/media/{part.pk}",
        *(f"/e/{token}/" for _edition, token in editions),
    ]
    reader = Client()
    for edition, _token in editions:
        let_in(reader, edition)
    assert [reader.get(place).status_code for place in places] == [200] * 4
    assert all(SAID in reader.get(place).content.decode() for place in (places[0], *places[2:]))
    teller = come_back(give_receipt(teller=part.submission.teller))
    teller.open("/return/take-back/").press("Take it back and erase it")
    assert [reader.get(place).status_code for place in places] == [404, 404, 410, 410], "before any worker"
    nowhere_in_training(body, export)
    drain()
    look_everywhere(reader, part, places)
    nowhere_in_training(body, export)
    read_certificate(teller)


def nowhere_in_training(body: Body, export: ReelExport) -> None:
    """Not in the library, not in the reel, not in the film; and whoever downloaded it is told to destroy it."""
    for kind in ExportFileKind.values:
        again = body.client.get(body.url("download", export.pk, kind))
        assert again.status_code == 302, kind
    for page in (body.url("library"), body.url("reel", export.reel_id), body.url("preview", export.reel_id)):
        shown = body.client.get(page).content.decode()
        assert SAID not in shown, page
        assert CLIP_TITLE not in shown, page
    assert "Do not show it again." in body.client.get(body.url("export", export.pk)).content.decode()
    verdict = verify(code=export.verify_code)
    assert verdict is not None
    assert verdict.standing == Standing.WITHDRAWN


def look_everywhere(reader: Client, part: SealedPart, places: list[str]) -> None:
    assert all(reader.get(place).status_code in (404, 410) for place in places)
    for place in ("/", "/stories/", "/stories/feed/", "/sitemap.xml", f"/search/?q={SAID}"):
        assert str(part.submission_id) not in reader.get(place).content.decode(), place
    for model in (SealedPart, Message, CopyAnswer, Recording, Transcript, SafeCopy, Clip, LibraryEntry):
        kept = model.objects.all()
        if model is SealedPart:
            kept = kept.filter(submission_id=part.submission_id)
        assert not kept.exists(), model
    current = Edition.objects.get(state=EditionState.ISSUED)
    assert current.number == 2, "the pack with another story was issued again without this one"
    assert reader.get(f"/e/{open_link(current, reader)}/").status_code == 200
    assert SAID not in reader.get(f"/e/{open_link(current, reader)}/").content.decode()
    for word in (SAID, MORE, LETTER, CLIP_TITLE):
        assert not [table for table, body in every_row() if word.encode() in body], word
        assert not [file for file in every_file() if word.encode() in file.read_bytes()], word


def every_row() -> list[tuple[str, bytes]]:
    found = []
    for alias in ("default", "keyring"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connections[alias].ops.quote_name(table)}")
                rows = [b" ".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
                        for row in cursor.fetchall()]  # fmt: skip
                found.append((table, b"\n".join(rows)))
    return found


def every_file() -> list[Path]:
    return [file for file in Path(settings.SEALED_ROOT).rglob("*") if file.is_file()]


def read_certificate(teller: Visitor) -> None:
    text = teller.open("/return/certificates/").text
    stopped, beyond = text.split("What was stopped")[1].split("What we cannot call back")
    assert "Website" in stopped
    assert stopped.count("edition") + stopped.count("Edition") >= 2
    assert beyond.split("What you should know")[0].count("Chair of the board") == 2
    assert BODY in stopped, "the training body's library and its film"
    assert "was destroyed on" in text
    assert "were removed on" in text
    number = text.split("/return/certificates/")[1].split("/")[0]
    pdf = teller.client.get(f"/return/certificates/{number}/").content
    assert "Chair of the board" in words_of(pdf)
