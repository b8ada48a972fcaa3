"""A client that speaks tus by hand, in the session of a teller with a draft."""

import base64
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from common.storages import sealed_storage
from stories.models import Submission, Upload
from stories.tellers import DRAFT_KEY, SESSION_KEY
from tests.stories.views.media import SPOKEN

SOUND = SPOKEN.read_bytes()
BYTES = "application/offset+octet-stream"


class Sender:
    """Writes the protocol's headers out, as a client would."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.client = Client(enforce_csrf_checks=True)
        session = self.client.session
        session[SESSION_KEY], session[DRAFT_KEY] = str(submission.teller_id), str(submission.pk)
        session.save()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    def ask(
        self, method: str, path: str, body: bytes = b"", *, tus: str = "1.0.0", **headers: str
    ) -> HttpResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content_type = named.pop("Content-Type", BYTES if method == "PATCH" else "")
        if tus:
            named["Tus-Resumable"] = tus
        # Django's client leaves the type out when there is no body.
        return self.client.generic(method, path, body, content_type, headers=named, CONTENT_TYPE=content_type)

    def begin(self, length: int | None = None, body: bytes = b"", **headers: str) -> HttpResponse:
        if length is not None:
            headers["Upload_Length"] = str(length)
        if body:
            headers.setdefault("Content_Type", BYTES)
        return self.ask("POST", "/uploads/", body, **headers)

    def begun(self, length: int | None = None, **headers: str) -> str:
        answer = self.begin(length, **headers)
        assert answer.status_code == 201, answer.content
        return answer["Location"]

    def send(self, path: str, offset: int, body: bytes, **headers: str) -> HttpResponse:
        return self.ask("PATCH", path, body, Upload_Offset=str(offset), **headers)


def said(**values: str) -> str:
    """An Upload-Metadata header."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def files() -> set[str]:
    store: Any = sealed_storage().store
    return {file.relative_to(store.root).as_posix() for file in store.root.rglob("*") if file.is_file()}


def only_upload() -> Upload:
    return Upload.objects.get()
