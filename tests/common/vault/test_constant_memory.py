"""One gigabyte sealed and read back in a process of its own, whose memory is watched from here."""

import json
import subprocess
import sys
import time
from pathlib import Path

import psutil

SCRIPT = Path(__file__).with_name("seal_one_gigabyte.py")
GROWTH = 32 * 1024 * 1024


def test_a_gigabyte_is_sealed_and_read_in_constant_memory(tmp_path):
    with subprocess.Popen(
        [sys.executable, SCRIPT, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        before = psutil.Process(process.pid).memory_info().rss
        process.stdin.write("go\n")
        process.stdin.flush()
        highest = watch(process)
        seen = json.loads(process.stdout.read())
    assert process.returncode == 0
    assert seen["size"] == seen["stored_plain"] == 1024**3
    assert seen["sha256_sealed"] == seen["sha256_read"]
    assert seen["range"] is True
    assert 0 <= highest - before < GROWTH


def watch(process):
    """The highest resident size until PROCESS ends. The kernel's own high-water mark is asked where there is one."""
    highest = 0
    while process.poll() is None:
        highest = max(highest, high_water(process.pid))
        time.sleep(0.005)
    return highest


def high_water(pid):
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        status = ""
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0
