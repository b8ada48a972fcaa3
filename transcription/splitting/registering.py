"""What splitting tells the registries below it when the project starts."""

from django.utils.translation import gettext_noop

from common import audit, tombstones
from stories.uploads.held import open_door
from transcription.splitting import bringing, ending, handing, playing, taking

MODEL = "transcription.Rip"
ACTIONS = {
    bringing.BROUGHT: gettext_noop("Brought an old disc or tape"),
    playing.PLAYED: gettext_noop("Looked at an old disc or tape"),
    taking.SPLIT: gettext_noop("Had testimonies taken out of an old disc or tape"),
    handing.SHOWN: gettext_noop("Was shown a person’s words to hand on"),
    ending.DESTROYED: gettext_noop("Had an old disc or tape destroyed"),
}


def register() -> None:
    for action, label in ACTIONS.items():
        audit.register(action=action, label=label, model=MODEL)
    tombstones.on_reapply(ending.KIND)(ending.destroy_again)
    open_door(bringing.DOOR)
