"""No orphans: a child of `serve` ends when its supervisor does, however that died."""

import os
import signal
from threading import Thread

LEASH = "HEARD_LEASH"  # set by the supervisor: standard input is a pipe whose other end it holds


def leashed() -> bool:
    return bool(os.environ.get(LEASH))


def end_with_parent() -> None:
    if leashed():
        Thread(target=_wait_for_the_end, name="leash", daemon=True).start()


def _wait_for_the_end() -> None:
    """The pipe carries nothing, it only closes. Not by sys.stdin: a fork would inherit its lock, and hang."""
    while os.read(0, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGTERM)
