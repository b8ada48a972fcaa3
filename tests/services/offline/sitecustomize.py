"""Refuses every connection and name look-up beyond this machine. Standard library only: it is loaded into every
Python process that the tests start (PYTHONPATH), before anything of ours."""

import os
import socket
import sys
from typing import Any

_installed: list[bool] = []
LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
SENDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
OURS = {"", "localhost", "localhost.localdomain", "::", "::1", "0.0.0.0", socket.gethostname().lower()}


class CalledOut(ConnectionRefusedError):
    """Raised in place of the call."""


def is_local(host: object) -> bool:
    if host is None:
        return True
    name = host.decode(errors="replace") if isinstance(host, bytes | bytearray) else str(host)
    name = name.lower().removeprefix("::ffff:")
    return name in OURS or name.startswith("127.") or name.endswith(".localhost")


def target(event: str, arguments: tuple[Any, ...]) -> object:
    """The host that EVENT is about; None when it is none of ours to judge."""
    if event in LOOKUPS:
        return arguments[0]
    connection, address = arguments[0], arguments[-1]
    if connection.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
        return None
    return address[0]


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in LOOKUPS and event not in SENDS:
        return
    host = target(event, arguments)
    if is_local(host):
        return
    if log := os.environ.get("HEARD_CALLED_OUT"):
        with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123  loaded before pathlib is worth its time
            file.write(f"{event} {host!r} in {sys.argv[0] if hasattr(sys, 'argv') else '?'}\n")
    raise CalledOut(f"The tests may not call out: {event} {host!r}")


def install() -> None:
    """Once per process: an audit hook cannot be taken out again."""
    if not _installed:
        _installed.append(True)
        sys.addaudithook(watch)


if __name__ == "sitecustomize":
    install()
