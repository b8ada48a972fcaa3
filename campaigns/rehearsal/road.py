"""The road of one testimony, each step through the very functions that the pages call."""

import datetime as dt
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from campaigns.enums import HandedOver, ItemKind
from campaigns.models import Edition, GuidanceStatement
from campaigns.packs.building import create_campaign, create_pack, pick
from campaigns.packs.deliveries import hand_over
from campaigns.packs.editions import issue_edition
from campaigns.packs.reading import open_pdf, read_html, verify
from campaigns.rehearsal.cast import TRUST, Cast
from common.jobs.run_now import drain
from stories import (
    approval,
    consent,
    moderation,
    redaction,
    release,
    review,
    second_person,
    telling,
    withdrawal,
)
from stories.bench.rehearsed import keep_the_rest
from stories.certificates import certificate_of, certificate_pdf
from stories.copies import copies_on_offer
from stories.details import note_details, say_adult
from stories.enums import Decision, Form, PartKind, Purpose, RedactionAction, RedactionKind
from stories.media_kind import recording_kind
from stories.receipts import give_receipt, teller_by_receipt
from transcription.enums import Stage
from transcription.listening.rehearsed import confirm_everything
from transcription.release import read_media
from transcription.state import RecordingState, recording_state, safe_copy_state
from transcription.transcripts import as_document

Say = Callable[[str], None]


class RoadBlocked(Exception):
    """A step could not be taken; the message is for the person at the keyboard."""


@dataclass
class Road:
    """What is known so far of the one story on its way."""

    testimony: Path
    out: Path
    masks: Sequence[str]
    cast: Cast
    say: Say
    theme: str = "not-listened-to"
    story_id: UUID = field(init=False)
    part_id: UUID = field(init=False)
    receipt: str = field(init=False, default="")
    edition: Edition = field(init=False)
    safe_file: str = field(init=False, default="")

    def walk(self) -> None:
        for step in (
            self.tell,
            self.transcribe,
            self.anonymise,
            self.approve,
            self.publish,
            self.pack,
            self.take_back,
        ):
            step()
        self.say(f"Everything is in {self.out}")

    def tell(self) -> None:
        with self.testimony.open("rb") as file:
            kind, mime = recording_kind(source=file)
            submission = telling.begin_submission()
            self.story_id = submission.pk
            self.part_id = telling.add_media(
                submission_id=self.story_id, kind=kind, source=file, mime=mime
            ).pk
        self.receipt = give_receipt(teller=submission.teller)
        say_adult(submission_id=self.story_id, adult=True)
        note_details(submission_id=self.story_id, trust=TRUST)
        form = Form.DISGUISED_VIDEO if kind == PartKind.VIDEO else Form.DISGUISED_AUDIO
        for purpose in (Purpose.WEBSITE, Purpose.NAMED_PACK, Purpose.TRAINING):
            consent.give_consent(
                submission_id=self.story_id, purpose=purpose, form=form, trust_code=TRUST, cooling_off=False
            )
        story = telling.send_submission(submission_id=self.story_id)
        self.safe_file = "safe.mp4" if kind == PartKind.VIDEO else "safe.opus"
        self.say(
            f"Sent {story.reference}: {kind.label.lower()}, sealed. The teller keeps the receipt “{self.receipt}”."
        )

    def transcribe(self) -> None:
        drain()
        self._need(recording_state(part_id=self.part_id), "The recording was not transcribed")
        document = as_document(part_id=self.part_id)
        (self.out / "transcript.json").write_text(
            json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8"
        )
        words = sum(len(segment["words"]) for segment in document["segments"])
        self.say(
            f"Transcribed by {document['engine']}: {words} words with times (transcript.json, raw, for you only)."
        )

    def anonymise(self) -> None:
        by = self.cast.editor
        moderation.take(story_id=self.story_id, by=by)
        for words in self.masks:
            hidden = redaction.redact_everywhere(
                part_ids=[self.part_id],
                words=words,
                kind=RedactionKind.OTHER,
                action=RedactionAction.MASK,
                by=by,
            )
            self.say(
                f"Masked “{words}”: {hidden} time(s)." if hidden else f"“{words}” is not in the transcript."
            )
        moderation.write_draft(
            story_id=self.story_id, title="A testimony", summary="", themes=[self.theme], by=by
        )
        kept = keep_the_rest(story_id=self.story_id, by=by)
        self.say(
            f"Kept what else was found, in {kept} place(s): here nobody looks at it, on the bench an editor must."
        )
        heard = confirm_everything(story_id=self.story_id, by=by)
        self.say(
            f"Confirmed {heard} stretches of speech: here nobody listens to them, in the editor somebody must."
        )
        moderation.hand_to_second_reader(story_id=self.story_id, by=by)
        drain()
        self._need(safe_copy_state(part_id=self.part_id), "The safe copy was not made")
        second_person.open_each(story_id=self.story_id, by=self.cast.second_reader)
        moderation.accept_second_reading(story_id=self.story_id, by=self.cast.second_reader)
        self.say("Made anonymous, treated, checked for leaks, and read by a second person.")

    def approve(self) -> None:
        teller = teller_by_receipt(words=self.receipt)
        shown = review.version_for_teller(submission_id=self.story_id)
        if teller is None or shown is None:
            raise RoadBlocked("The teller could not come back to the story.")
        heard = [copy.sha256 for copy in copies_on_offer(story_id=self.story_id)]
        approval.answer_version(
            story_id=self.story_id, sha256=shown.sha256, decision=Decision.APPROVED, heard=heard
        )
        self.say(
            f"The teller came back with the receipt and approved version {shown.number} ({shown.sha256[:12]}…)."
        )

    def publish(self) -> None:
        release.publish(story_id=self.story_id, by=self.cast.editor)
        story = release.read_website(story_id=self.story_id)
        clip = read_media(story_id=self.story_id, part_id=self.part_id)
        if story is None or clip is None:
            raise RoadBlocked("The story was published, but its gate does not open.")
        (self.out / "safe.txt").write_text(story.text + "\n", encoding="utf-8")
        (self.out / "captions.vtt").write_text(clip.captions(), encoding="utf-8")
        with clip.open() as sealed, (self.out / self.safe_file).open("wb") as target:
            shutil.copyfileobj(sealed, target)
        self.say(f"Published: safe.txt, captions.vtt, {self.safe_file} ({clip.form.label}).")

    def pack(self) -> None:
        by = self.cast.coordinator
        campaign = create_campaign(
            organisation=self.cast.group, trust_code=TRUST, name="A rehearsal", aim="To rehearse."
        )
        words = {
            "summary": "A rehearsal of the whole road.",
            "ask": "Please listen.",
            "letter": "Dear board,",
        }
        pack = create_pack(campaign=campaign, title="A rehearsal pack", by=by, **words)
        pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(self.story_id))
        rule = GuidanceStatement.objects.for_packs().first()
        if rule is not None:
            pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id=rule.slug)
        issued = issue_edition(pack_id=pack.pk, by=by)
        drain()
        self.edition = Edition.objects.get(pk=issued.pk)
        self._keep_edition()
        today = timezone.localdate()
        self._hand_over(today=today)
        self.say(f"Issued edition {self.edition.number}: pack.pdf, pack.html, manifest.json.")

    def _keep_edition(self) -> None:
        (self.out / "pack.html").write_text(read_html(edition=self.edition), encoding="utf-8")
        manifest = json.dumps(self.edition.manifest, ensure_ascii=False, indent=2)
        (self.out / "manifest.json").write_text(manifest, encoding="utf-8")
        with open_pdf(edition=self.edition) as sealed, (self.out / "pack.pdf").open("wb") as target:
            shutil.copyfileobj(sealed, target)

    def _hand_over(self, *, today: dt.date) -> None:
        """One copy that can be called back and one that cannot, so that the certificate has both to tell of."""
        for how in (HandedOver.LINK, HandedOver.PAPER):
            hand_over(
                edition_id=self.edition.pk,
                recipient="Director of nursing",
                how=how,
                on=today,
                by=self.cast.coordinator,
            )

    def take_back(self) -> None:
        withdrawal.take_back_purpose(submission_id=self.story_id, purpose=Purpose.TRAINING)
        self.say("The teller changed one answer: no longer for staff training.")
        taken = withdrawal.take_back(submission_id=self.story_id)
        stopped = release.read_website(story_id=self.story_id) is None
        shut = read_media(story_id=self.story_id, part_id=self.part_id) is None
        if not (stopped and shut):
            raise RoadBlocked("The story was taken back, and still answers.")
        self.say(
            "The teller took it back: the page, the recording and the pack stopped before any worker ran."
        )
        drain()
        verdict = verify(code=self.edition.verify_code)
        found = certificate_of(submission_id=self.story_id, number=taken.number)
        if found is None or not found.finished:
            raise RoadBlocked("The story was taken back, but its erasing did not finish.")
        (self.out / "certificate.pdf").write_bytes(certificate_pdf(certificate=found, language="en"))
        state = verdict.state.label.lower() if verdict else "unknown"
        self.say(
            f"Erased; the verify page of edition {self.edition.number} says “{state}”. certificate.pdf is dated."
        )

    def _need(self, state: RecordingState, otherwise: str) -> None:
        if state.stage != Stage.TRANSCRIBED:
            command = f" {state.command}" if state.command else ""
            raise RoadBlocked(f"{otherwise}: {state.message}{command}")
