"""Kombu's file-system transport, made whole: a message appears complete or not at all, and a bad one stops nobody.

Kombu 5.7 opens a message under its final name before writing it and reads without a lock, moves it through the
system's temporary folder, and lets an unreadable one (a full disk leaves empty files) end the worker.
"""

import json
import os
import uuid
from contextlib import suppress
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as in kombu
        folder = Path(self.data_folder_out)
        name = f"{time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        draft = folder / f".{name}"
        draft.write_text(dumps(payload), encoding="utf-8")
        draft.rename(folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        for file in self._waiting(queue):
            message = self._take(file)
            if message is not None:
                return message
        raise Empty

    def _waiting(self, queue: str) -> list[Path]:
        """Oldest first. A name is TIME_UUID.QUEUE.msg; drafts begin with a dot."""
        folder = Path(self.data_folder_in)
        names = sorted(name for name in os.listdir(folder) if name.partition(".")[2] == f"{queue}.msg")  # noqa: PTH208
        return [folder / name for name in names]

    def _take(self, file: Path) -> dict[str, Any] | None:
        """The message, or None when another worker was faster or the file cannot be read. Gone in every case."""
        mine = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            file.rename(mine)
        except FileNotFoundError:
            return None
        try:
            message = loads(mine.read_text(encoding="utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError):
            return None
        finally:
            with suppress(FileNotFoundError):
                mine.unlink()
        return message if isinstance(message, dict) else None


class Transport(filesystem.Transport):
    Channel = Channel
