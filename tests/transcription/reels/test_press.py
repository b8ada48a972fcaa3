"""An export is made whole or not at all, through the gate in the transaction that issues it."""

import io
import subprocess
import zipfile
from unittest import mock

import pytest

from common.audit import entries_for
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.storages import sealed_storage
from common.vault.errors import KeyDestroyed
from common.vault.files import seal_file
from common.vault.keys import data_key
from stories.enums import DestinationKind, Form, Purpose
from stories.release import releases_of
from stories.withdrawal import take_back_purpose
from tests.transcription.clips.factories import TITLE, Made, answer, make_clip
from tests.transcription.library.factories import Body, make_body
from transcription.clips.standing import drop_clip
from transcription.enums import ExportFileKind, ExportState
from transcription.library.finding import NoTerms
from transcription.library.terms import end_terms
from transcription.models import ExportFile, ReelExport
from transcription.reels import press
from transcription.reels.exporting import CannotExport, fail_export, start_export
from transcription.reels.film import Film
from transcription.reels.plan import captions_of, length_of, scenes_of
from transcription.reels.reading import NotReadable, Standing, may_be_opened, take_file, verify

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
HEARD = "A nurse called a nurse talked me down."


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def made() -> Made:
    return make_clip()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoder is tried in a test of its own: here its files are its plan in words."""
    monkeypatch.setattr(press, "make_film", film_in_words)
    monkeypatch.setattr(press, "write_slides", lambda *, reel, to, **_how: to.write(reel.title.encode()))


def film_in_words(*, reel, folder, on_progress):
    scenes = scenes_of(reel)
    file = folder / "reel.mp4"
    file.write_bytes(repr(scenes).encode())
    return Film(file, "WEBVTT " + " ".join(cue.text for cue in captions_of(scenes)), length_of(scenes))


def current(export: ReelExport) -> ReelExport:
    return ReelExport.objects.select_related("reel__organisation").get(pk=export.pk)


def ledger(made: Made, kind: DestinationKind) -> list[tuple[str, Form, bool]]:
    rows = releases_of(story_id=made.story_id)
    return [(row.destination, row.form, row.recalled_at is not None) for row in rows if row.kind == kind]


def test_a_real_export_holds_every_file_and_no_hidden_word(body: Body, made: Made) -> None:
    reel = body.make_reel(made.clip_id)
    assert body.client.post(body.url("start_export", reel.pk)).status_code == 302
    export = reel.exports.get()
    page = body.client.get(body.url("export", export.pk)).content.decode()
    assert "It is being made" in page
    drain()
    export = current(export)
    assert export.state == ExportState.ISSUED, export.message
    assert set(export.files.values_list("kind", flat=True)) == set(ExportFileKind.values)
    films = {}
    for kind in ExportFileKind:
        got = body.client.get(body.url("download", export.pk, kind))
        films[kind] = b"".join(got.streaming_content)
        assert "attachment" in got["Content-Disposition"]
        assert "no-store" in got["Cache-Control"]
        assert not [word for word in (b"Alan", b"Juniper") if word in films[kind]], kind
    assert films[ExportFileKind.FILM][4:8] == b"ftyp"
    assert HEARD.split()[-2].encode() in films[ExportFileKind.CAPTIONS]
    assert HEARD in films[ExportFileKind.PAGE].decode()
    assert export.verify_code in films[ExportFileKind.PAGE].decode()
    printed = subprocess.run(
        ["pdftotext", "-", "-"], input=films[ExportFileKind.PRINT], capture_output=True, check=True
    )
    assert export.verify_code in printed.stdout.decode()
    for kind in (ExportFileKind.SLIDES, ExportFileKind.PACKAGE):
        assert zipfile.ZipFile(io.BytesIO(films[kind])).testzip() is None
    assert press.digest(export.manifest) == export.sha256
    assert [clip["sha256"] for clip in export.manifest["clips"]] == [made.row.sha256]
    assert TITLE not in str(export.manifest) + str(export.frozen)
    assert ledger(made, DestinationKind.REEL) == [
        ("Film “Four minutes”, made by Open Doors Training", Form.AUDIO, False)
    ]
    assert ledger(made, DestinationKind.DELIVERY) == [
        ("Film “Four minutes”, downloaded by Open Doors Training", Form.AUDIO, False)
    ]
    assert {entry.action for entry in entries_for(export.pk)} == {
        "training.export",
        "training.exported",
        "training.download",
    }


@pytest.mark.usefixtures("quick")
def test_what_cannot_be_exported_says_why(body: Body, made: Made) -> None:
    empty = body.make_reel()
    with pytest.raises(CannotExport, match="at least one clip"):
        start_export(reel_id=empty.pk, by=body.trainer)
    with pytest.raises(CannotExport, match="speaks of"):
        start_export(reel_id=body.make_reel(made.clip_id, note="").pk, by=body.trainer)
    reel = body.make_reel(made.clip_id)
    first = start_export(reel_id=reel.pk, by=body.trainer)
    with pytest.raises(CannotExport, match="already"):
        start_export(reel_id=reel.pk, by=body.trainer)
    fail_export(export_id=first.pk, message="Stopped.")
    drain()
    with pytest.raises(KeyDestroyed):
        data_key(owner=first.pk)
    assert start_export(reel_id=reel.pk, by=body.trainer).number == 1, "its number was given back"
    end_terms(organisation=body.organisation, by=body.trainer)
    with pytest.raises(NoTerms):
        start_export(reel_id=reel.pk, by=body.trainer)


ENDS = {
    "taken back": lambda body, made: take_back_purpose(submission_id=made.story_id, purpose=Purpose.TRAINING),
    "a no to the clip": lambda body, made: answer(made, yes=False),
    "dropped": lambda body, made: drop_clip(clip_id=made.clip_id, by=made.cutter),
    "terms ended": lambda body, made: end_terms(organisation=body.organisation, by=body.trainer),
    "given up": lambda body, made: fail_export(
        export_id=ReelExport.objects.get().pk, message="You stopped it."
    ),
}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("end", ENDS)
def test_what_ends_while_it_is_made_ends_it_and_nothing_stays(
    end: str, body: Body, made: Made, sealed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    export = start_export(reel_id=body.make_reel(made.clip_id).pk, by=body.trainer)

    def make(**how):
        ENDS[end](body, made)
        return film_in_words(**how)

    monkeypatch.setattr(press, "make_film", make)
    press.render_export(export_id=export.pk)
    assert current(export).state == ExportState.FAILED
    assert current(export).message
    assert not ExportFile.objects.exists()
    assert len(sealed) == len(ExportFileKind)
    assert kept(sealed) == []
    assert ledger(made, DestinationKind.REEL) == []
    page = body.client.get(body.url("export", export.pk)).content.decode()
    assert current(export).message in page
    assert verify(code=export.verify_code) is None
    with pytest.raises(NotReadable):
        take_file(export=current(export), kind=ExportFileKind.FILM, by=body.trainer)


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file that the press sealed; `kept` says which are there still."""
    names: list[str] = []

    def seal(**how):
        file = seal_file(**how)
        names.append(file.name)
        return file

    monkeypatch.setattr(press, "seal_file", seal)
    return names


def kept(names: list[str]) -> list[str]:
    return [name for name in names if sealed_storage().exists(name)]


@pytest.mark.usefixtures("quick")
def test_an_attempt_that_died_at_any_point_is_made_again_and_leaves_one_set_of_files(
    body: Body, made: Made, sealed: list[str]
) -> None:
    export = start_export(reel_id=body.make_reel(made.clip_id).pk, by=body.trainer)
    for place in ("make_film", "write_package", "_seal", "_issue", "note"):
        with mock.patch.object(press, place, side_effect=SystemExit), pytest.raises(SystemExit):
            press.render_export(export_id=export.pk)
        assert current(export).state == ExportState.RENDERING
        assert ledger(made, DestinationKind.REEL) == []
    press.render_export(export_id=export.pk)
    assert current(export).state == ExportState.ISSUED
    assert ExportFile.objects.count() == len(ExportFileKind)
    assert len(sealed) == 3 * len(ExportFileKind)
    assert kept(sealed) == list(ExportFile.objects.values_list("file_name", flat=True))
    press.render_export(export_id=export.pk)
    assert len(ledger(made, DestinationKind.REEL)) == 1


@pytest.mark.usefixtures("quick")
def test_an_attempt_that_died_between_a_file_and_its_row_leaves_no_file_that_no_row_names(
    body: Body, made: Made, sealed: list[str]
) -> None:
    export = start_export(reel_id=body.make_reel(made.clip_id).pk, by=body.trainer)
    seal = press.seal_file

    def seal_and_die(**how):
        seal(**how)
        raise SystemExit

    with mock.patch.object(press, "seal_file", seal_and_die), pytest.raises(SystemExit):
        press.render_export(export_id=export.pk)
    assert kept(sealed) == list(ExportFile.objects.values_list("file_name", flat=True)) != []
    press.render_export(export_id=export.pk)
    assert kept(sealed) == list(ExportFile.objects.values_list("file_name", flat=True))
    assert len(sealed) == 1 + len(ExportFileKind)


@pytest.mark.usefixtures("quick")
def test_the_newer_export_takes_the_place_of_the_older(body: Body, made: Made) -> None:
    reel = body.make_reel(made.clip_id)
    older, newer = (issue(body, reel) for _ in range(2))
    assert (older.number, newer.number) == (1, 2)
    assert current(older).state == ExportState.REPLACED
    assert [taken for *_line, taken in ledger(made, DestinationKind.REEL)] == [True, False]
    drain()
    with pytest.raises(KeyDestroyed):
        data_key(owner=older.pk)
    assert not older.files.exists()
    assert not may_be_opened(export=current(older))
    verdicts = [verify(code=export.verify_code.lower()) for export in (older, newer)]
    assert [verdict.standing for verdict in verdicts if verdict] == [Standing.REPLACED, Standing.CURRENT]


def issue(body: Body, reel) -> ReelExport:
    export = start_export(reel_id=reel.pk, by=body.trainer)
    press.render_export(export_id=export.pk)
    Job.objects.filter(kind="render_reel").delete()
    return current(export)


@pytest.mark.usefixtures("quick")
def test_a_hidden_name_in_the_name_of_a_file_ends_it(
    body: Body, made: Made, sealed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def package(*, to, **_how):
        with zipfile.ZipFile(to, "w") as archive:
            archive.writestr("clips/Alan.mp4", b"film")

    monkeypatch.setattr(press, "write_package", package)
    export = start_export(reel_id=body.make_reel(made.clip_id).pk, by=body.trainer)
    press.render_export(export_id=export.pk)
    assert current(export).state == ExportState.FAILED
    assert current(export).message == "A name of a file in it says what is hidden in the story."
    assert sealed == []


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("chosen", ["beside", "burned"])
def test_captions_are_drawn_in_only_where_that_was_chosen(
    chosen: str, body: Body, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    reels = []
    monkeypatch.setattr(press, "make_film", lambda **how: reels.append(how["reel"]) or film_in_words(**how))
    reel = body.make_reel(made.clip_id)
    body.client.post(body.url("start_export", reel.pk), {"captions": chosen})
    drain()
    assert current(reel.exports.get()).state == ExportState.ISSUED
    assert [each.burned for each in reels] == [chosen == "burned"]
