"""Making the form that editors play, once for each recording that no browser plays as it came."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from common.jobs.errors import Refused
from common.jobs.service import enqueue, jobs_for
from common.vault.errors import KeyDestroyed
from common.vault.files import SealedFile, new_name, seal_file
from common.workspace import private_folder
from stories.parts import PartMissing, hold_part
from transcription.media.containers import Unreadable
from transcription.media.ffmpeg import FfmpegFailed
from transcription.media.probe import MediaFacts, probe
from transcription.media.proxy import mime_of, plays_as_it_is, write_proxy
from transcription.models import Proxy, Recording
from transcription.proxies import KIND, drop_proxy
from transcription.unsealing import unseal_part

Beat = Callable[[float | None, str], None]


def want_proxy(*, part_id: UUID, facts: MediaFacts) -> None:
    """Ask for it where it is needed; asked for again, once is enough."""
    if not plays_as_it_is(facts) and not jobs_for(object_id=part_id).filter(kind=KIND).exists():
        enqueue(kind=KIND, object_id=part_id)


def make_proxy(*, part_id: UUID, beat: Beat) -> None:
    """Does nothing when it is there, or the recording was erased. Raises Refused when it cannot be made."""
    recording = Recording.objects.filter(part_id=part_id, erased_at=None).first()
    if recording is None or Proxy.objects.filter(recording=recording, size__isnull=False).exists():
        return
    try:
        build(recording=recording, beat=beat)
    except (PartMissing, KeyDestroyed):
        return
    except (FfmpegFailed, Unreadable) as error:
        raise Refused(
            _(
                "No form that a browser plays could be made of this recording. Try again; if that fails too, ask for "
                "the recording in another form, such as MP3 or MP4."
            )
        ) from error


def build(*, recording: Recording, beat: Beat) -> None:
    with private_folder() as folder:
        source, target = folder / "source", folder / "proxy.mp4"
        unseal_part(part_id=recording.part_id, to=source)
        with source.open("rb") as file:
            facts = probe(file)
        write_proxy(source=source, target=target, facts=facts, on_progress=teller_of(facts, beat))
        source.unlink()
        keep(recording=recording, file=target, mime=mime_of(facts), beat=beat)


def teller_of(facts: MediaFacts, beat: Beat) -> Callable[[float], None]:
    def tell(seconds: float) -> None:
        beat(min(seconds / facts.duration, 0.95) if facts.duration else None, "")

    return tell


def keep(*, recording: Recording, file: Path, mime: str, beat: Beat) -> None:
    """A row first, so that the file of a worker that is killed here is found; ready when both are whole."""
    proxy = reserve(recording=recording, mime=mime)
    kept = False
    try:
        with file.open("rb") as plain:
            owner, context = recording.story_id, proxy.file_context
            sealed = seal_file(owner=owner, context=context, source=plain, name=proxy.file_name)
        kept = finish(proxy=proxy, sealed=sealed, part_id=recording.part_id, beat=beat)
    finally:
        if not kept:
            drop_proxy(proxy=proxy)


def reserve(*, recording: Recording, mime: str) -> Proxy:
    for left in Proxy.objects.filter(recording=recording, size__isnull=True):  # of a worker that was killed
        drop_proxy(proxy=left)
    return Proxy.objects.create(recording=recording, file_name=new_name(), mime=mime)


def finish(*, proxy: Proxy, sealed: SealedFile, part_id: UUID, beat: Beat) -> bool:
    """False when the recording was erased, or its teller took it back, meanwhile."""
    with transaction.atomic():
        beat(None, "")  # raises LeaseLost when another worker has it
        hold_part(part_id=part_id)
        standing = Proxy.objects.filter(pk=proxy.pk, recording__erased_at=None)
        return standing.update(size=sealed.size) == 1
