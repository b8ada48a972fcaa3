"""Making an old recording ready to be split: what it is, a form that plays, and where a new person may begin."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from common.jobs.errors import Refused
from common.vault.errors import KeyDestroyed
from common.vault.files import delete_file, new_name, seal_file
from common.workspace import private_folder
from transcription.enums import RipState
from transcription.media.containers import Unreadable
from transcription.media.ffmpeg import FfmpegFailed
from transcription.media.probe import MediaFacts, probe
from transcription.media.proxy import mime_of, write_proxy
from transcription.models import Rip
from transcription.proxy_making import teller_of
from transcription.splitting.places import find_places
from transcription.splitting.unsealing import unseal_rip

Beat = Callable[[float | None, str], None]
OPEN = (RipState.PREPARING, RipState.UNREADABLE)
SHORTEST = 2.0


@dataclass(frozen=True)
class Made:
    file: Path
    mac: str
    facts: MediaFacts  # of what came
    seconds: float  # on the clock of what is played, which is the clock of every cut
    places: list[int]


def prepare_rip(*, rip_id: UUID, beat: Beat) -> None:
    """Does nothing for one that is ready, or destroyed. Raises Refused when it cannot be read."""
    rip = Rip.objects.filter(pk=rip_id, state__in=OPEN).first()
    if rip is None:
        return
    try:
        with private_folder() as folder:
            keep(rip=rip, made=make(rip=rip, folder=folder, beat=beat), beat=beat)
    except KeyDestroyed:
        return
    except (Unreadable, FfmpegFailed) as error:
        Rip.objects.filter(pk=rip_id, state__in=OPEN).update(state=RipState.UNREADABLE)
        raise Refused(why(error)) from error


def why(error: Exception) -> str:
    if str(error) == "no-sound":
        return _("There is no sound in it, so nobody can be heard. Nothing can be taken from it.")
    if str(error) == "too-short":
        return _("It is shorter than two seconds. Look whether the right file was sent.")
    return _(
        "It could not be read as sound or film. It may be damaged or protected against copying. Destroy it here, copy "
        "the disc again, and bring that."
    )


def make(*, rip: Rip, folder: Path, beat: Beat) -> Made:
    """Raises Unreadable, FfmpegFailed, KeyDestroyed."""
    source, target = folder / "source", folder / "proxy.mp4"
    mac = unseal_rip(rip=rip, to=source)
    with source.open("rb") as file:
        facts = probe(file)
    if facts.sound is None:
        raise Unreadable("no-sound")
    write_proxy(source=source, target=target, facts=facts, on_progress=teller_of(facts, beat))
    source.unlink()
    with target.open("rb") as file:
        played = probe(file)
    if (played.duration or 0) < SHORTEST:
        raise Unreadable("too-short")
    places = find_places(file=target, facts=played, folder=folder)
    return Made(target, mac, facts, played.duration or 0, places)


def keep(*, rip: Rip, made: Made, beat: Beat) -> None:
    """A name in the row first, so that the file of a worker that is killed here is found."""
    name, kept = reserve(rip), False
    try:
        with made.file.open("rb") as plain:
            sealed = seal_file(owner=rip.pk, context=rip.proxy_context, source=plain, name=name)
        kept = finish(rip=rip, name=name, size=sealed.size, made=made, beat=beat)
    finally:
        if not kept:
            delete_file(name=name)


def reserve(rip: Rip) -> str:
    left, name = Rip.objects.values_list("proxy_name", flat=True).get(pk=rip.pk), new_name()
    if left:  # of a worker that was killed
        delete_file(name=left)
    Rip.objects.filter(pk=rip.pk).update(proxy_name=name)
    return name


def finish(*, rip: Rip, name: str, size: int, made: Made, beat: Beat) -> bool:
    """False when it was destroyed meanwhile."""
    with transaction.atomic():
        beat(None, "")  # raises LeaseLost when another worker has it
        standing = Rip.objects.filter(pk=rip.pk, state__in=OPEN, proxy_name=name)
        return bool(
            standing.update(
                state=RipState.READY,
                proxy_mime=mime_of(made.facts),
                proxy_size=size,
                mac=made.mac,
                duration_ms=int(made.seconds * 100) * 10,  # no moment that nobody would type
                promised_ms=int((made.facts.duration or 0) * 1000),
                has_picture=made.facts.picture is not None,
                sound_tracks=made.facts.sound_tracks,
                cut_places=made.places,
            )
        )
