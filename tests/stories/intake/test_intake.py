"""Bringing in a folder: what a dry run says is what an import does; twice is once; nothing is usable without a yes."""

import stat
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.storages import StorageFull
from stories import withdrawal
from stories.consent import ConsentRefused, consent_states, give_consent
from stories.enums import Form, PartKind, Purpose, Stage
from stories.erasure import erase_story
from stories.models import ConsentRecord, IntakeFile, SealedPart, Story, Submission
from stories.receipts import teller_by_receipt
from stories.sealing import open_part_text
from stories.wording import current_wording
from tests.stories.intake.conftest import Run, make_wav, row

pytestmark = pytest.mark.django_db


WORDS = "They held me. Nurse Brackenmoor said nothing."


def test_a_dry_run_says_what_would_happen_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    said = run([row()], "--dry-run")
    assert "row 2: take (Writing" in said
    assert "website: text" in said
    assert (Submission.objects.count(), IntakeFile.objects.count()) == (0, 0)
    assert not (tmp_path / "cards").exists()


def test_an_import_makes_a_story_sealed_and_agreed_to(run: Run) -> None:
    assert "row 2: take (H-" in run([row()])
    story = Story.objects.get()
    assert open_part_text(part=SealedPart.objects.get()) == WORDS
    assert story.stage == Stage.ARRIVED
    assert story.submission.trust
    assert story.submission.trust.code == "ZZT"
    states = {state.purpose: state for state in consent_states(submission_id=story.pk)}
    assert states[Purpose.WEBSITE].granted
    assert not states[Purpose.TRAINING].granted
    record = ConsentRecord.objects.get(purpose=Purpose.WEBSITE)
    assert (record.manner, record.given_at.date().isoformat(), record.form) == (
        "paper",
        "2026-10-01",
        Form.TEXT,
    )
    assert (record.expires_at.year, record.expires_at.month) == (2028, 10), "counted from the paper"


def test_nothing_goes_out_before_its_teller_says_yes_to_the_words(run: Run) -> None:
    run([row()])
    for purpose in Purpose:
        assert not Story.objects.releasable(purpose=purpose, trust_code="ZZT").exists()


def test_without_any_use_it_comes_in_and_stays_in(run: Run) -> None:
    assert "nothing goes out" in run([row(counted="", website="")], "--dry-run")
    run([row(counted="", website="")])
    assert Story.objects.count() == 1
    assert not ConsentRecord.objects.exists()


def test_twice_is_once(run: Run) -> None:
    run([row()])
    assert "row 2: here already" in run([row()])
    assert Story.objects.count() == 1


def test_what_its_teller_took_back_never_comes_again(run: Run) -> None:
    run([row()])
    story = Story.objects.get()
    withdrawal.take_back(submission_id=story.pk)
    erase_story(submission_id=story.pk)
    assert "taken back by its teller" in run([row(person="P99")])
    assert Story.objects.exclude(stage=Stage.ERASED).count() == 0


def test_the_card_is_read_by_its_owner_alone_and_leads_back(run: Run, tmp_path: Path) -> None:
    said = run([row()])
    [card] = (tmp_path / "cards").iterdir()
    assert stat.S_IMODE(card.stat().st_mode) == 0o600
    words = card.read_text(encoding="utf-8").splitlines()[2]
    teller = teller_by_receipt(words=words)
    assert teller
    assert teller.submissions.get() == Submission.objects.get()
    assert words not in said


def test_another_sheet_never_takes_a_card_away(run: Run, folder: Path, tmp_path: Path) -> None:
    """The words exist nowhere else: a second sheet begins at row 2 as well."""
    run([row()])
    (folder / "b.txt").write_text("Another one.", encoding="utf-8")
    run([row(file="b.txt", person="P02")])
    cards = [card.read_text(encoding="utf-8").splitlines()[2] for card in (tmp_path / "cards").iterdir()]
    tellers = {teller_by_receipt(words=words) for words in cards}
    assert tellers == {submission.teller for submission in Submission.objects.all()}
    assert len(tellers) == 2


def test_a_card_for_a_story_in_welsh_is_in_welsh(run: Run, tmp_path: Path) -> None:
    run([row(language="cy", wording=str(current_wording(language="cy").version))])
    [card] = (tmp_path / "cards").iterdir()
    assert card.read_text(encoding="utf-8").startswith("Eich geiriau ar gyfer Heard")


def test_several_files_of_one_person_are_one_story(run: Run, folder: Path) -> None:
    (folder / "more.txt").write_text("And afterwards.", encoding="utf-8")
    (folder / "sound.wav").write_bytes(make_wav(b"\0\1" * 8000))
    said = run([row(), row(file="more.txt"), row(file="sound.wav")])
    assert said.count(": take") == 3
    assert {part.kind for part in Story.objects.get().submission.parts.all()} == {
        PartKind.WRITTEN,
        PartKind.AUDIO,
    }
    assert Story.objects.get().stage == Stage.TRANSCRIBING


def test_a_document(run: Run, folder: Path) -> None:
    document = docx.Document()
    document.add_paragraph("First.")
    document.add_table(1, 2).rows[0].cells[0].text = "In a table."
    document.save(str(folder / "a.docx"))
    run([row(file="a.docx")])
    assert open_part_text(part=SealedPart.objects.get()).startswith("First.\n\nIn a table.")


def _xml(inner: str) -> object:
    return parse_xml(inner.replace(">", f" {nsdecls('w')}>", 1))


def test_a_document_keeps_every_word_in_its_order(run: Run, folder: Path) -> None:
    """Tables where they stand, what was put in with changes tracked, forms; not what was struck out."""
    document = docx.Document()
    document.add_table(1, 1).rows[0].cells[0].text = "Question?"
    answer = document.add_paragraph("Answer, ")._p
    answer.append(_xml('<w:ins w:id="1" w:author="a"><w:r><w:t>put in</w:t></w:r></w:ins>'))
    answer.append(_xml('<w:del w:id="2" w:author="a"><w:r><w:delText>struck</w:delText></w:r></w:del>'))
    answer.append(_xml('<w:moveFrom w:id="3" w:author="a"><w:r><w:t>moved away</w:t></w:r></w:moveFrom>'))
    form = _xml("<w:sdt><w:sdtContent><w:p><w:r><w:t>In a form.</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    answer.addnext(form)
    document.save(str(folder / "a.docx"))
    run([row(file="a.docx")])
    text = open_part_text(part=SealedPart.objects.get())
    assert text == "Question?\n\nAnswer, put in\n\nIn a form."


def test_comments_in_a_document_are_not_lost_without_a_word(run: Run, folder: Path) -> None:
    document = docx.Document()
    document.add_comment(document.add_paragraph("Words.").runs, text="She cried here.")
    document.save(str(folder / "a.docx"))
    assert "comments in the document" in run([row(file="a.docx")])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_text_as_windows_writes_it(run: Run, folder: Path, encoding: str) -> None:
    (folder / "a.txt").write_bytes("It’s café.\r\nThen.".encode(encoding))
    run([row(file="a.txt")])
    assert open_part_text(part=SealedPart.objects.get()) == "It’s café.\nThen."


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"file": "nobody.txt"}, "no such file"),
        ({"file": "../sheet.csv"}, "inside the folder"),
        ({"file": "/etc/passwd"}, "inside the folder"),
        ({"file": ""}, "Name the file"),
        ({"person": ""}, "code of your own"),
        ({"adult": "no"}, "18 or over"),
        ({"adult": ""}, "18 or over"),
        ({"told_by": "agreed"}, "Nobody agrees for somebody else"),
        ({"told_by": "died"}, "Nobody agrees for somebody else"),
        ({"agreed_on": "1/10/2026"}, "as 2026-05-31"),
        ({"agreed_on": "20261001"}, "as 2026-05-31"),
        ({"agreed_on": "2031-01-01"}, "in the future"),
        ({"agreed_on": "9999-12-31"}, "in the future"),
        ({"agreed_on": "2020-01-01"}, "run out"),
        ({"wording": "0"}, "ask again in these words"),
        ({"website": "hologram"}, "one of: text"),
        ({"trust": "NOPE"}, "code of a trust"),
        ({"trust": "", "named_pack": "yes"}, "needs the trust"),
        ({"year": "in spring"}, "four figures"),
        ({"year": "٢٠١٩"}, "four figures"),
        ({"year": "0201999"}, "four figures"),
        ({"language": "English please"}, "en, cy or pl"),
    ],
)
def test_a_wrong_cell_is_said_and_nothing_comes_in(run: Run, cells: dict[str, str], says: str) -> None:
    for options in (["--dry-run"], []):
        said = run([row(**cells)], *options)
        assert "row 2: refused" in said
        assert says in said
    assert Submission.objects.count() == 0


def test_a_wrong_row_keeps_the_others_from_nothing(run: Run, folder: Path) -> None:
    (folder / "b.txt").write_text("Another one.", encoding="utf-8")
    said = run([row(adult="no"), row(file="b.txt", person="P02")])
    assert "row 2: refused" in said
    assert "row 3: take" in said
    assert "Mend those rows" in said
    assert Story.objects.count() == 1


def test_a_person_comes_in_whole_or_not_at_all(run: Run, folder: Path) -> None:
    (folder / "b.txt").write_text("Another one.", encoding="utf-8")
    said = run([row(), row(file="b.txt", website="")])
    assert said.count("refused") == 2
    assert "something else about this person" in said
    assert Story.objects.count() == 0


def test_the_same_bytes_for_two_people_are_refused(run: Run, folder: Path) -> None:
    (folder / "copy.txt").write_text(WORDS, encoding="utf-8")
    assert "the same file as the one in row 2" in run([row(), row(file="copy.txt", person="P02")])


BAD_FILES = {
    "empty": (b"", "empty"),
    "pdf": (b"%PDF-1.7\n", "PDF files are not taken"),
    "old office": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "without a password"),
    "noise": (bytes(range(256)) * 40, "neither text"),
    "spaces": (b" \n ", "no words"),
    "broken zip": (b"PK\x03\x04" + b"\x01" * 300, "damaged or encrypted"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_none(run: Run, folder: Path, name: str) -> None:
    content, says = BAD_FILES[name]
    (folder / "x.docx").write_bytes(content)
    said = run([row(file="x.docx")])
    assert says in said
    assert Submission.objects.count() == 0


def test_a_document_with_a_picture_and_a_bomb(run: Run, folder: Path) -> None:
    for name, entry, size in (("p.docx", "word/media/a.png", 3), ("b.docx", "word/x.xml", 70 * 1024 * 1024)):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("word/document.xml", "<x/>")
            packed.writestr(entry, b"\0" * size)
    said = run([row(file="p.docx"), row(file="b.docx", person="P02")])
    assert "pictures in the document" in said
    assert "too large once unpacked" in said


def test_a_link_out_of_the_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Not yours.", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    said = run([row(file="link.txt"), row(file="round.txt", person="P02")])
    assert said.count("It is a link") == 2


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (b"", "headings are missing"),
        (b"name,age\n1,2\n", "headings are missing"),
        (b"\0\0", "no CSV file"),
        (b"file,person,told_by,language,adult,agreed_on,wording\n", "no rows"),
        (b"file,person,told_by,language,adult,agreed_on,wording,contact\n", "themselves"),
        (b"file,person,told_by,language,adult,agreed_on,wording,shoe size\n", "each once"),
        (b'file,person,told_by,language,adult,agreed_on,wording\n"a', "no line of a CSV"),
    ],
)
def test_a_sheet_that_is_none(run: Run, sheet: bytes, says: str) -> None:
    assert says in run(sheet)


def test_a_group_that_is_none(run: Run) -> None:
    assert "no group with that short name" in run([row()], group="nobody")


def test_cards_stay_out_of_the_folder(run: Run, folder: Path) -> None:
    assert "outside the folder" in run([row()], "--cards", str(folder / "cards"))
    assert Submission.objects.count() == 0


def test_no_name_and_no_word_is_printed_or_logged(
    run: Run, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "Bad Bryony.pdf").write_bytes(b"%PDF-")
    said = run([row(), row(file="Bad Bryony.pdf", person="Keane"), row(file="Gone Bryony.txt", person="P3")])
    for word in ("Bryony", "Keane", "Brackenmoor"):
        assert word not in said
        assert word not in caplog.text


def test_what_another_run_brought_in_meanwhile_is_not_doubled(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two at once: the second finds out at the database, and leaves nothing behind that could be used."""
    run([row()])
    monkeypatch.setattr(
        "stories.intake.plan.IntakeFile.objects.filter", lambda **_: IntakeFile.objects.none()
    )
    assert "while this ran" in run([row()])
    assert Story.objects.count() == 1
    states = sorted(Submission.objects.values_list("state", flat=True))
    assert states == ["sent", "withdrawn"]


@pytest.mark.parametrize("failure", [StorageFull, ConsentRefused])
def test_one_failure_in_the_middle_leaves_the_others_alone(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    """Whatever the site cannot do for one person is said, nothing of them can be used, and the next one comes in."""
    (folder / "b.txt").write_text("Another one.", encoding="utf-8")
    calls: list[int] = []

    def give(**given: Any) -> ConsentRecord:
        calls.append(1)
        if len(calls) == 1:
            raise failure
        return give_consent(**given)

    monkeypatch.setattr("stories.intake.take.give_consent", give)
    said = run([row(), row(file="b.txt", person="P02")])
    assert "row 2: refused" in said
    assert "row 3: take" in said
    assert Story.objects.count() == len(list((tmp_path / "cards").iterdir())) == 1


def test_a_wording_that_changes_while_it_runs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "stories.intake.take.current_wording", lambda **_: SimpleNamespace(version="another wording")
    )
    assert "row 2: refused" in run([row()])
    assert not ConsentRecord.objects.exists()


CELLS = ("file", "person", "told_by", "language", "adult", "agreed_on", "wording", "trust", "year", "website")
cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=st.dictionaries(st.sampled_from(CELLS), cells, min_size=1))
def test_any_cells_give_a_word_for_each_row_and_never_a_traceback(run: Run, changed: dict[str, str]) -> None:
    said = run([row(**changed), row(file="nobody.txt", person="P77")], "--dry-run")
    assert "row 3: refused" in said or "REFUSED" in said
