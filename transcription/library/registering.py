"""What the library and its reels tell the registries below when the project starts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from common import audit, slots, tombstones
from stories import downloads
from transcription.clips.entering import on_entered, on_left
from transcription.library import terms
from transcription.library.finding import enter
from transcription.library.shown import keep_training, show_training
from transcription.reels import exporting
from transcription.reels.recall import stop_clip
from transcription.reels.retiring import KIND, reapply_retirement

TERMS, EXPORT = "transcription.TrainingTerms", "transcription.ReelExport"
ACTIONS = {
    terms.AGREED: (gettext_noop("Agreed to the terms of the library"), TERMS),
    terms.ENDED: (gettext_noop("Ended the terms of the library"), TERMS),
    exporting.ASKED: (gettext_noop("Asked for an export of a reel"), EXPORT),
    exporting.ISSUED: (gettext_noop("An export of a reel became current"), EXPORT),
    exporting.DOWNLOADED: (gettext_noop("Downloaded an export for the first time"), EXPORT),
    exporting.CONFIRMED: (gettext_noop("Confirmed that every copy of an export is destroyed"), EXPORT),
}


def register() -> None:
    for action, (label, model) in ACTIONS.items():
        audit.register(action=action, label=label, model=model)
    on_entered(enter)
    on_left(stop_clip)
    tombstones.on_reapply(KIND)(reapply_retirement)
    slots.fill("teller_where", show_training)
    downloads.offer("training", _("Where clips of you were shown to staff"), keep_training, order=82)
