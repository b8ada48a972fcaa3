"""Is it alive, and is it ready? Each part answers `ok` or one plain reason, without a path, a name or a secret."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import tombstones
from common.jobs.models import Job
from common.serving.before import check_folder
from common.storages import StorageError, sealed_storage
from common.vault.keys import data_keys
from common.vault.models import WrappedKey

logger = logging.getLogger("heard.health")

LATE = timedelta(minutes=5)
MEMORY = 5.0  # seconds: anybody may ask, and asking reaches for the broker and the storage


class NotReady(Exception):
    """Its text is shown to whoever asks."""


class NotYet(Exception):
    """Something is missing that people can do without for now: said, but no reason to be taken out of service."""


Probe = Callable[[], None]


@dataclass(frozen=True)
class Answer:
    text: str
    ready: bool = True


def database() -> None:
    Job.objects.exists()


def keyring() -> None:
    """The newest key opens with the master keys that this process has."""
    newest = WrappedKey.objects.order_by("-created_at").values_list("owner", flat=True)[:1]
    data_keys(owners=list(newest))


def storage() -> None:
    try:
        sealed_storage().probe()
    except StorageError as error:
        raise NotReady(str(error)) from error


def queue() -> None:
    if urlsplit(settings.CELERY_BROKER_URL).scheme == "filesystem":
        check_folder(Path(settings.QUEUE_FOLDER))
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=3)
    now = timezone.now()
    if Job.objects.due(now).filter(queue="default", due_at__lt=now - LATE).exists():
        raise NotYet("Work has been queued for more than 5 minutes. Is a worker running?")


def model() -> None:
    """Replaced by the app that knows how to look for one."""
    raise NotYet("Nothing here transcribes recordings.")


def erasures() -> None:
    if tombstones.disagreement(older_than=LATE):
        raise NotReady("What was erased is not erased everywhere. Run: manage.py reapply_tombstones")


_probes: dict[str, Probe] = {
    "database": database,
    "keyring": keyring,
    "storage": storage,
    "queue": queue,
    "model": model,
    "erasures": erasures,
}
_memory: dict[str, Answer] = {}
_asked = 0.0
_asking = Lock()


def register(name: str, probe: Probe) -> None:
    """Let a higher app answer for NAME: PROBE returns, or raises NotYet or NotReady with words for anybody."""
    _probes[name] = probe


def ask(name: str) -> Answer:
    try:
        _probes[name]()
    except NotYet as missing:
        return Answer(f"waiting: {missing}")
    except NotReady as broken:
        return Answer(str(broken), ready=False)
    except (
        Exception
    ) as error:  # its text may hold addresses and passwords: the log gets the class, the page nothing
        logger.error("%s is not ready (%s).", name, type(error).__name__)
        return Answer("This part does not answer.", ready=False)
    return Answer("ok")


def ask_all() -> dict[str, Answer]:
    """Every part's answer, at most MEMORY seconds old."""
    global _asked, _memory
    with _asking:
        if not _memory or time.monotonic() - _asked > MEMORY:
            _memory = {name: ask(name) for name in _probes}
            _asked = time.monotonic()
        return _memory


def forget() -> None:
    """For tests: ask anew next time."""
    _memory.clear()


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else: a database that is away must not get the web server restarted."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    answers = ask_all()
    ready = all(answer.ready for answer in answers.values())
    parts = {name: answer.text for name, answer in answers.items()}
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)
