"""What transcription tells the registries below it when the project starts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import roles
from accounts.enums import Role
from common import audit, health, slots
from stories import downloads
from stories.contact import tell_also
from stories.copies import offered_by
from stories.quoting import ask_before_quoting
from transcription import checks as checks  # importing it registers the system checks
from transcription import receivers
from transcription.clips import entries
from transcription.clips.agreeing import heard_since
from transcription.clips.players import show_clips_of_part, show_clips_to_answer
from transcription.corrections.saving import CONFIRMED, CORRECTED
from transcription.faces import reviewing
from transcription.kept import keep_safe_copies, keep_transcripts
from transcription.library import registering as training
from transcription.listening.heard import why_not_confirmed
from transcription.looks import ACTION
from transcription.players import (
    show_disguise_test,
    show_editor_part,
    show_own_recording,
    show_reading_part,
    show_story_media,
    show_teller_part,
)
from transcription.readiness import look_for_model
from transcription.release import copies_made, treated_copies
from transcription.splitting import registering as splitting
from transcription.treatments.choosing import CHOSEN
from transcription.views.words import show_own_words

WORD_LISTS = [f"transcription.{verb}_wordlist" for verb in ("add", "change", "delete", "view")]


def register() -> None:
    audit.register(
        action=ACTION, label=gettext_noop("Listened to an original recording"), model="stories.Story"
    )
    audit.register(action=CORRECTED, label=gettext_noop("Corrected a transcript"), model="stories.Story")
    audit.register(
        action=CONFIRMED, label=gettext_noop("Listened, and confirmed the words"), model="stories.Story"
    )
    for action, label in (
        (entries.CUT, gettext_noop("Cut a clip for training")),
        (entries.HEARD, gettext_noop("Heard a clip as its second person")),
        (entries.DROPPED, gettext_noop("Took a clip out of use")),
    ):
        audit.register(action=action, label=label, model="stories.Story")
    audit.register(
        action=CHOSEN, label=gettext_noop("Chose how a recording is treated"), model="stories.Story"
    )
    for action, label in (
        (reviewing.LOOKED, gettext_noop("Looked for faces that a computer lost")),
        (reviewing.SAID, gettext_noop("Said what can be seen where a face was lost")),
    ):
        audit.register(action=action, label=label, model="stories.Story")
    tell_also(heard_since)
    for role in (Role.EDITOR, Role.COORDINATOR):
        roles.allow(role, *WORD_LISTS)
    receivers.connect()
    ask_before_quoting(why_not_confirmed)
    offered_by(treated_copies, hint=copies_made)
    downloads.offer("transcripts", _("What was written down of your recordings"), keep_transcripts, order=54)
    downloads.offer("safe_copies", _("Your recordings as others would hear them"), keep_safe_copies, order=55)
    health.register("model", look_for_model)
    slots.fill("story_media", show_story_media)
    slots.fill("teller_part", show_teller_part)
    slots.fill("own_recording", show_own_recording)
    slots.fill("disguise_test", show_disguise_test)
    slots.fill("editor_part", show_editor_part)
    slots.fill("reading_part", show_reading_part)
    slots.fill("part_clips", show_clips_of_part)
    slots.fill("teller_asked", show_clips_to_answer)
    slots.fill("teller_words", show_own_words)
    training.register()
    splitting.register()
