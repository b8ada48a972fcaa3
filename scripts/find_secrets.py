"""Fails when a file about to be committed holds a private key, or lies where a running site keeps its own files."""

import re
import sys
from pathlib import Path

MARKS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\"MASTER_KEY\": \"[A-Za-z0-9+/]{43}=\""
)
PRIVATE = ("var/", ".env")


def fault(name: str) -> str:
    if name.startswith(PRIVATE):
        return "belongs to a running site"
    try:
        found = MARKS.search(Path(name).read_bytes())
    except OSError:
        return ""
    return "holds what looks like a secret key" if found else ""


def main(names: list[str]) -> int:
    faults = {name: said for name in names if (said := fault(name))}
    for name, said in faults.items():
        print(f"{name}: {said}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
