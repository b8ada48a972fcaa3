"""Nobody else is ever asked for anything: no page, worker or command calls out, and no page makes a browser do it.

The guard of tests/services/network holds for the whole suite: what tries to leave this machine fails its test
(tests/house/test_services.py shows that it does).
"""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from accounts.enums import Role
from common.jobs.models import Job
from stories.models import SealedPart, Submission
from stories.tellers import SESSION_KEY
from tests.promise.addresses import every_address
from tests.promise.printed import Printed, print_packs
from tests.promise.recordings import make_spoken
from tests.promise.resources import fetched_from_elsewhere, hosts_in_policy, styles_from_elsewhere
from tests.services.template import ROOT
from tests.stories.factories import make_user, sign_in
from tests.transcription.factories import send_recording

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
VIEWERS = ("nobody", "the teller", Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)
# What each of them sees at least, so that the pages that were looked at were pages.
PAGES = {"nobody": 30, "the teller": 40, Role.EDITOR: 60, Role.COORDINATOR: 50, Role.ADMINISTRATOR: 80}


def test_what_a_page_would_fetch_is_found() -> None:
    """The other tests look for nothing: this one shows that they would see it."""
    html = """<link rel=stylesheet href=//a.example/x.css><script src=https://b.example/y.js></script>
    <img srcset="/own.png 1x, https://c.example/z.png 2x"><p style="background:url('https://d.example/p')">
    <style>@import "https://e.example/s.css"; .x{background:url(/own)}</style><a href=https://f.example>no</a>
    <form action="https://g.example/"></form><video poster=/own src="https://h.example/v"></video>
    <meta http-equiv=refresh content="3;url=https://i.example/">"""
    assert [url.split("/")[2][0] for url in fetched_from_elsewhere(html)] == list("abcdeghi")
    assert list(hosts_in_policy("default-src 'none'; img-src 'self' data:; media-src 'self' blob:")) == []
    assert list(hosts_in_policy("script-src 'self' cdn.example.org; img-src *")) == ["cdn.example.org", "*"]


@pytest.fixture
def spoken() -> SealedPart:
    return make_spoken("published")


@pytest.fixture
def printed() -> Printed:
    return print_packs()


def viewer(kind: str, part: SealedPart) -> Client:
    client = Client(raise_request_exception=False)
    if kind == "the teller":
        session = client.session
        session[SESSION_KEY] = str(Submission.objects.get(pk=part.submission_id).teller_id)
        session.save()
    elif kind != "nobody":
        sign_in(client, make_user(Role(kind)))
    return client


def real_objects(part: SealedPart, printed: Printed) -> dict[str, list[str]]:
    story = [str(part.submission_id)]
    own = printed.parameters()
    return own | {
        "token": [printed.kept],
        "code": own["code"][-1:],
        "story_id": story,
        "part_id": [str(part.pk)],
        "StringConverter:pk": story,
        "UUIDConverter:pk": [str(pk) for pk in Job.objects.values_list("pk", flat=True)[:1]],
        "page_id": [str(pk) for pk in Page.objects.order_by("-pk").values_list("pk", flat=True)],
        "purpose": ["website"],
        "prompt": ["helped"],
        "question": ["religion"],
    }


DEFAULT = {
    "UUIDConverter": ["00000000-0000-4000-8000-000000000000"],
    "IntConverter": ["1"],
    "SlugConverter": ["stories", "story"],
    "StringConverter": ["stories", "story"],
    "PathConverter": ["stories"],
    "regex": ["1"],
}


@pytest.mark.parametrize("kind", VIEWERS)
def test_no_page_calls_anybody_or_has_a_browser_do_it(
    kind: str, spoken: SealedPart, printed: Printed
) -> None:
    """The calls of the server are the guard's to see; what stands in the page is read here."""
    client, seen, wrong = viewer(kind, spoken), 0, []
    for address in every_address(values=real_objects(spoken, printed), default=DEFAULT, at_most=2):
        response = client.get(address.path, follow=True)
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        seen += response.status_code == 200
        wrong += [(address.path, url) for url in fetched_from_elsewhere(response.text)]
        wrong += [(address.path, host) for host in hosts_in_policy(policy_of(response))]
    assert not wrong
    assert seen >= PAGES[kind], seen  # type: ignore[index]  # a role is its slug


def policy_of(response: HttpResponse) -> str:
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy, response.request["PATH_INFO"]  # type: ignore[attr-defined]
    return policy


def test_no_style_that_is_served_fetches_anything_from_elsewhere() -> None:
    styles, wrong = 0, []
    for finder in get_finders():
        for path, storage in finder.list([]):
            if path.endswith(".css"):
                styles += 1
                text = Path(storage.path(path)).read_text(encoding="utf-8", errors="replace")
                wrong += [(path, url) for url in styles_from_elsewhere(text)]
    assert not wrong
    assert styles > 5


COMMANDS = """
import django, json
django.setup()
from django.core.management import get_commands, load_command_class
started = []
for name, app in sorted(get_commands().items()):
    if name != "fetch_model":
        load_command_class(app, name).create_parser("manage.py", name)
        started.append(name)
print(json.dumps(started))
"""


def test_no_command_calls_anybody_when_it_starts(no_network: Path) -> None:
    started = json.loads(run_python(COMMANDS))
    assert {"serve", "work", "prepare", "load_demo", "demo", "transcribe", "reapply_tombstones"} <= {*started}
    assert "fetch_model" not in started
    assert not no_network.exists()


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "clearsessions",
        "load_pages",
        "load_reference",
        "load_roles",
        "publish_scheduled",
        "reapply_tombstones",
        "rebuild_references_index",
        "rotate_master_key",
        "sweep_jobs",
        "update_index",
    ],
)
def test_what_an_operator_runs_calls_nobody(command: str, no_network: Path) -> None:
    call_command(command, stdout=io.StringIO(), stderr=io.StringIO())
    assert not no_network.exists()


def run_python(script: str, env: dict[str, str] | None = None) -> str:
    """In a process of its own, under the guard, and with nothing that tells libraries to stay offline."""
    environment = {k: v for k, v in (env or dict(os.environ)).items() if k != "HF_HUB_OFFLINE"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


# Some libraries call from compiled code, where Python's guard sees nothing: their doors are watched instead.
WORKER = """
import django
django.setup()
import huggingface_hub, tokenizers
class Called(Exception): pass
def called(*args, **kwargs): raise Called(str(args))
huggingface_hub.snapshot_download = huggingface_hub.hf_hub_download = called
real = tokenizers.Tokenizer
class Watched:  # the real one cannot be subclassed
    from_buffer, from_file, from_pretrained = real.from_buffer, real.from_file, called
tokenizers.Tokenizer = Watched
from common.jobs.run_now import drain
drain()
from common.jobs.models import Job
job = Job.objects.get(kind="transcribe_recording")
print(job.state, job.reason_code, job.reason)
"""


@pytest.mark.django_db(transaction=True, databases=["default", "keyring"])
@pytest.mark.parametrize("model", ["none", "a name that is nowhere", "no tokenizer", "whole"])
def test_a_worker_that_transcribes_calls_nobody(
    model: str,
    worker_env: dict[str, str],
    model_folder: Path,
    testimony: Path,
    tmp_path: Path,
    no_network: Path,
) -> None:
    send_recording(testimony)
    folder = shutil.copytree(model_folder, tmp_path / "model")
    if model == "no tokenizer":
        (folder / "tokenizer.json").unlink()
    named = {"none": "", "a name that is nowhere": "large-v3"}.get(model, str(folder))
    env = worker_env | {"WHISPER_MODEL": named, "WHISPER_COMPUTE_TYPE": "float32", "WHISPER_THREADS": "1"}
    said = run_python(WORKER, env)
    assert not no_network.exists()
    if model == "whole":
        assert said.startswith("done")
    else:
        assert said.startswith("waiting no-model")
        assert "fetch_model" in said
