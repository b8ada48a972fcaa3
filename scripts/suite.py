"""Runs the suite one or more ways, one after another, and fails if any of them failed.

`python scripts/suite.py sqlite postgres-only -- -n 2 -k vault`: the words before `--` are ways, the rest is pytest's.
"""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INTERRUPTED = 2  # pytest's exit code after Ctrl-C
NO_TESTS = 5  # pytest's exit code when the choice left none: no failure for one group of many


@dataclass(frozen=True)
class Way:
    says: str
    environment: dict[str, str] = field(default_factory=dict)
    mark: str = ""  # only tests with it, in one process: they are few


SLOWEST = (
    "--durations=60",
    "--durations-min=3",
)  # what keeps the suite from its 15 minutes, in each record of a run
ON_POSTGRES = {"HEARD_TEST_DB": "postgres"}
WAYS = {
    "sqlite": Way("the suite on SQLite"),
    "postgres": Way("the suite on PostgreSQL", ON_POSTGRES),
    "postgres-only": Way("what needs PostgreSQL", ON_POSTGRES, mark="postgres"),
}


def run(way: Way, given: list[str]) -> int:
    print(f"\n=== {way.says}", flush=True)
    # A test's own time varies from milliseconds to minutes: idle workers take over what others have not begun.
    command = [sys.executable, "-m", "pytest", "--dist", "worksteal", *SLOWEST, *given]
    if way.mark:
        command += ["-n", "0", "-m", way.mark, *files_with(way.mark)]
    code = subprocess.call(command, env=os.environ | way.environment)
    return 0 if code == NO_TESTS and way.mark else code


def files_with(mark: str) -> list[str]:
    """The test files that name MARK: importing all the others would take longer than the few tests."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [
        str(file.relative_to(ROOT)) for file in files if f"mark.{mark}" in file.read_text(encoding="utf-8")
    ]


def main(arguments: list[str]) -> int:
    middle = arguments.index("--") if "--" in arguments else len(arguments)
    names, rest = arguments[:middle], arguments[middle + 1 :]
    # The shortest first, so that the closing lines are those of the whole suite.
    codes = [0]
    for name in sorted(names, key=lambda name: not WAYS[name].mark):
        codes.append(run(WAYS[name], rest))
        if codes[-1] == INTERRUPTED:
            break
    return max(codes)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
