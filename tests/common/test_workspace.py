import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from common.storages import StorageUnavailable
from common.workspace import private_folder, sweep

HOLD = """
import sys
from django.conf import settings
settings.configure(WORK_ROOT=sys.argv[1])
from common.workspace import private_folder
with private_folder() as folder:
    (folder / "plain.wav").write_bytes(b"They held me down")
    print(folder.name, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def root(settings, tmp_path):
    settings.WORK_ROOT = tmp_path / "deep" / "work"
    return settings.WORK_ROOT


@pytest.fixture
def other_process(root):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    process.folder = root / process.stdout.readline().strip()
    yield process
    process.kill()
    process.wait()


def test_the_folder_is_private_new_and_empty(root):
    with private_folder() as first, private_folder() as second:
        assert first != second
        for folder in (first, second):
            assert folder.parent == root
            assert list(folder.iterdir()) == []
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert folder.name.startswith(f"{os.getpid()}-")
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_it_goes_with_all_that_is_in_it(root):
    with private_folder() as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "plain.wav").write_bytes(b"They held me down")
    assert list(root.iterdir()) == []


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_it_goes_on_every_way_out(root, error):
    def work():
        with private_folder() as folder:
            (folder / "plain.wav").write_bytes(b"They held me down")
            raise error

    with pytest.raises(error):
        work()
    assert list(root.iterdir()) == []


def test_it_goes_when_a_function_returns_or_a_generator_is_dropped(root):
    def early():
        with private_folder():
            return "early"

    def lazy():
        with private_folder() as folder:
            yield folder

    assert early() == "early"
    generator = lazy()
    next(generator)
    assert len(list(root.iterdir())) == 1
    generator.close()
    assert list(root.iterdir()) == []


def test_it_may_be_gone_already(root):
    with private_folder() as folder:
        folder.rmdir()
    assert list(root.iterdir()) == []


def test_a_file_that_vanishes_during_the_removal_does_not_keep_the_others(root, monkeypatch):
    whole, failed = shutil.rmtree, []

    def vanish_once(path, **kwargs):
        if not failed:
            failed.append(path)
            raise FileNotFoundError
        whole(path, **kwargs)

    with private_folder() as folder:
        (folder / "plain.wav").write_bytes(b"They held me down")
        monkeypatch.setattr(shutil, "rmtree", vanish_once)
    assert failed
    assert list(root.iterdir()) == []


def test_no_lock_stays_open(root):
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(5):
        with private_folder():
            pass
    sweep()
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_a_sweep_leaves_folders_in_use_alone(root, other_process):
    with private_folder() as own:
        (own / "plain.wav").write_bytes(b"x")
        assert sweep() == 0
        assert (own / "plain.wav").exists()
        assert (other_process.folder / "plain.wav").exists()


def test_a_sweep_removes_what_a_killed_process_left(root, other_process):
    other_process.send_signal(signal.SIGKILL)
    other_process.wait()
    assert (other_process.folder / "plain.wav").exists()
    with private_folder() as own:
        assert sweep() == 1
        assert own.exists()
    assert list(root.iterdir()) == []


def test_a_process_id_that_is_alive_again_does_not_protect_a_left_over(root):
    """As in containers, where every worker is process 1."""
    left = root / f"{os.getpid()}-left-over"
    left.mkdir(parents=True)
    (left / "plain.wav").write_bytes(b"They held me down")
    assert sweep() == 1
    assert not left.exists()


def test_a_sweep_before_anything_was_made_finds_nothing(root):
    assert sweep() == 0


def test_a_folder_that_cannot_be_made_is_said_plainly(root):
    root.parent.mkdir(parents=True)
    root.write_text("in the way")
    with pytest.raises(StorageUnavailable, match="work in progress"), private_folder():
        pass
