import base64
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.keys import NAMES, development_keys


def test_keys_are_made_once_and_only_their_owner_can_read_them(tmp_path: Path) -> None:
    file = tmp_path / "var" / "keys.json"
    keys = development_keys(file)
    assert development_keys(file) == keys
    assert len(set(keys.values())) == len(NAMES)
    assert all(len(base64.b64decode(key)) == 32 for key in keys.values())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [each.name for each in file.parent.iterdir()] == ["keys.json"]


def test_processes_that_start_together_agree_on_one_set(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from config.settings.keys import development_keys;"
        f"print(development_keys(Path({str(tmp_path / 'keys.json')!r})))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    printed = {process.communicate()[0] for process in running}
    assert len(printed) == 1
    assert "MASTER_KEY" in printed.pop()


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"SECRET_KEY": "only this one"})])
def test_a_damaged_file_is_never_replaced(tmp_path: Path, content: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content)
    with pytest.raises(ImproperlyConfigured, match=r"keys\.json is damaged"):
        development_keys(file)
    assert file.read_text() == content


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "var"
    in_the_way.write_text("a file where the folder should be")
    with pytest.raises(ImproperlyConfigured, match=f"{in_the_way} cannot be used"):
        development_keys(in_the_way / "keys.json")
