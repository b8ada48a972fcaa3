"""The official clients against a running server: upload, break off, go on; and the server's memory meanwhile."""

import hashlib
import json
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest
from tusclient import client as tusclient

from stories.models import SealedPart, Upload
from stories.parts import open_part_media
from tests.services.processes import Start
from tests.stories.uploads.serving import MIB, Server, teller_cookie, write_recording

TUS_JS_CLIENT = "4.3.1"
GROWTH = 64 * MIB
SCRIPT = Path(__file__).with_name("tus_js_client.mjs")


@pytest.fixture
def server(worker_env: dict[str, str], start: Start) -> Server:
    return Server(start, worker_env)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def arrived() -> str:
    with open_part_media(part_id=SealedPart.objects.get().pk) as reader:
        return hashlib.file_digest(reader, "sha256").hexdigest()


def test_tuspy_breaks_off_and_goes_on(server: Server, tmp_path: Path) -> None:
    _draft, cookie = teller_cookie()
    path = write_recording(tmp_path / "me.wav", 9 * MIB + 7)
    client = tusclient.TusClient(server.address, headers={"Cookie": cookie})
    first = client.uploader(str(path), chunk_size=MIB, metadata={"filename": "me.wav"})
    first.upload(stop_at=4 * MIB)
    assert Upload.objects.get().received == 4 * MIB
    again = client.uploader(str(path), chunk_size=2 * MIB, upload_checksum=True, url=first.url)
    assert again.offset == 4 * MIB
    again.upload()
    assert arrived() == digest(path)


def test_tus_js_client_breaks_off_and_goes_on(server: Server, tmp_path: Path, tus_js_client: Path) -> None:
    _draft, cookie = teller_cookie()
    path = write_recording(tmp_path / "me.wav", 9 * MIB + 7)
    done = subprocess.run(
        ["node", SCRIPT.name, server.address, str(path), cookie],
        cwd=tus_js_client,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert 0 < told["brokeOffAt"] < path.stat().st_size
    assert told["wentOnFrom"] > 0
    assert arrived() == digest(path)


@pytest.fixture
def tus_js_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client as npm gives it, in a folder of its own beside the script."""
    folder = tmp_path_factory.mktemp("tus-js-client")
    shutil.copy(SCRIPT, folder)
    command = [
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        f"tus-js-client@{TUS_JS_CLIENT}",
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder


def test_memory_stays_as_it_is_whatever_the_size(server: Server, tmp_path: Path) -> None:
    _draft, cookie = teller_cookie()
    client = tusclient.TusClient(server.address, headers={"Cookie": cookie})
    client.uploader(str(write_recording(tmp_path / "small.wav", MIB))).upload()
    SealedPart.objects.all().delete()
    path = write_recording(tmp_path / "large.wav", 300 * MIB)
    before, highest, over = server.memory(), [0], threading.Event()

    def watch() -> None:
        while not over.is_set():
            highest[0] = max(highest[0], server.memory())
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        client.uploader(str(path), chunk_size=150 * MIB).upload()
    finally:
        over.set()
        watcher.join()
    assert highest[0] - before < GROWTH
    assert arrived() == digest(path)
