"""Runs every measurement in this folder and says which limits hold.

`python -m bench [name…]`: each module with `measure() -> list[Ratio]`, or only those named. Prints a table, writes
var/bench.json and docs/bench.md, and fails when a limit is passed. Works on databases of its own.
"""

import json
import logging
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from bench.ratio import Ratio

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "var" / "bench.json"
PAGE = ROOT / "docs" / "bench.md"
HEAD = ("What", "Ours", "Bare", "Unit", "Ratio", "Limit", "")
Results = Mapping[str, list[Ratio]]


def prepare(folder: Path) -> None:
    """Django on fresh, migrated databases in FOLDER, with the settings of the tests: nothing real is touched."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "HEARD_TEST_VAR": str(folder)}
    for name in ("DATABASE_URL", "KEYRING_DATABASE_URL", "STORAGE_URL", "CELERY_BROKER_URL", "CACHE_URL"):
        os.environ.pop(name, None)

    import django  # noqa: PLC0415  only now that the environment says where

    django.setup()
    logging.disable(logging.WARNING)  # a page that is asked for in the wrong way is part of what is measured

    from common.preparing.migrating import migrate_databases  # noqa: PLC0415  needs Django's apps

    migrate_databases()
    from django.db import connections  # noqa: PLC0415

    for alias in connections:
        connections[alias].close()
        file = Path(str(connections[alias].settings_dict["NAME"]))
        shutil.copy(file, file.with_suffix(".empty"))


def begin_again() -> None:
    """What one module put into the databases is not measured by the next."""
    from django.db import connections  # noqa: PLC0415

    for alias in connections:
        connections[alias].close()
        file = Path(str(connections[alias].settings_dict["NAME"]))
        for log in ("-wal", "-shm"):
            file.with_name(file.name + log).unlink(missing_ok=True)
        shutil.copy(file.with_suffix(".empty"), file)


def modules(chosen: Iterable[str]) -> list[str]:
    """Names of the modules here that measure; all of them unless some are CHOSEN."""
    found = sorted(
        each.name
        for each in iter_modules([str(Path(__file__).parent)])
        if each.name not in ("__main__", "ratio")
    )
    wanted = list(chosen)
    if unknown := set(wanted) - set(found):
        raise SystemExit(f"No such measurement: {', '.join(sorted(unknown))}. There are: {', '.join(found)}.")
    return wanted or found


def measure(names: Iterable[str]) -> dict[str, list[Ratio]]:
    results = {}
    for name in names:
        module = import_module(f"bench.{name}")
        if not hasattr(module, "measure"):
            continue
        print(f"Measuring {name}", flush=True)
        begin_again()
        results[name] = module.measure()
        for ratio in results[name]:
            print(f"  {ratio}", flush=True)
    return results


def rows(results: Results) -> list[tuple[str, ...]]:
    return [
        (
            ratio.name,
            f"{ratio.ours:,.4g}" if ratio.ours < 1000 else f"{ratio.ours:,.0f}",
            f"{ratio.bare:,.4g}" if ratio.bare < 1000 else f"{ratio.bare:,.0f}",
            ratio.unit,
            f"{ratio.value:.2f}",
            limit(ratio),
            "" if ratio.limit is None else "holds" if ratio.holds else "NOT MET",
        )
        for ratios in results.values()
        for ratio in ratios
    ]


def limit(ratio: Ratio) -> str:
    if ratio.limit is None:
        return ""
    return f"{'at least' if ratio.better == 'higher' else 'at most'} {ratio.limit:g}"


def table(lines: list[tuple[str, ...]]) -> str:
    """For a terminal and for Markdown alike."""
    whole = [HEAD, *lines]
    widths = [max(len(line[column]) for line in whole) for column in range(len(HEAD))]

    def written(line: tuple[str, ...]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"

    return "\n".join(
        [written(HEAD), "|" + "|".join("-" * (width + 2) for width in widths) + "|", *map(written, lines)]
    )


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def write(results: Results, text: str, *, whole: bool) -> None:
    """A part that was run alone replaces only itself in the JSON; the page is written for whole runs only."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))["results"] if RESULTS.exists() else {}
    said = {
        name: [vars(ratio) | {"value": ratio.value, "holds": ratio.holds} for ratio in ratios]
        for name, ratios in results.items()
    }
    RESULTS.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    document = {"at": at, "machine": machine(), "results": kept | said}
    RESULTS.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    if whole:
        PAGE.write_text(
            "# Measurements\n\nWritten by `make bench`: what Heard does beside the bare thing it is made of, taken in "
            f"the same run on the same machine ({machine()}; {at[:10]}).\n\n{text}\n",
            encoding="utf-8",
        )


def main(chosen: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="heard-bench-", dir=os.environ.get("HEARD_BENCH_ROOT")) as folder:
        prepare(Path(folder))
        results = measure(modules(chosen))
    text = table(rows(results))
    print(f"\n{text}")
    write(results, text, whole=not chosen)
    passed = [ratio for ratios in results.values() for ratio in ratios if not ratio.holds]
    print(f"\n{len(passed)} limits not met" if passed else "\nAll limits hold")
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
