"""Wraps steps of the real work so that the test can kill the worker right before or right after one of them.

The file names in the folder stand for "reached" and "wait there", as in tests/kill/probe.
"""

import os
import time
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

from django.apps import AppConfig

FOLDER = "KILL_PACKS_FOLDER"
STEPS = {
    "seal": ("campaigns.packs.press", "seal_files"),
    "issue": ("campaigns.packs.press", "_issue"),
    "retire": ("campaigns.packs.recall", "retire_edition"),
    "reissue": ("campaigns.packs.recall", "reissue"),
    "tell": ("campaigns.packs.recall", "tell_recipients"),
    "key": ("stories.erasure", "destroy_key"),
    "rows": ("stories.erasure", "_remove_rows"),
    "read": ("stories.uploads.joining", "Watched.read"),
    "exchange": ("stories.uploads.joining", "_exchange"),
    "forget": ("stories.part_withdrawal", "destroy_key"),
    "file": ("stories.part_withdrawal", "delete_file"),
}


class KillPacks(AppConfig):
    name = "tests.kill.packs"
    label = "kill_packs"

    def ready(self) -> None:
        from importlib import import_module

        for step, (module, name) in STEPS.items():
            *within, last = name.split(".")
            found = reduce(getattr, within, import_module(module))
            setattr(found, last, held(step, getattr(found, last)))


def held(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        hold(f"before-{step}")
        done = work(*args, **kwargs)
        hold(f"after-{step}")
        return done

    return wrapped


def hold(point: str) -> None:
    folder = Path(os.environ[FOLDER])
    if (folder / f"stop-{point}").exists():
        (folder / point).touch()
    while (folder / f"stop-{point}").exists():
        time.sleep(0.05)
