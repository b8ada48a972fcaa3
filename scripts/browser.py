"""Prints a Chromium for the browser tests: the system's, or Playwright's own, or (as root) Debian's package.

`python scripts/browser.py` fetches one when there is none; the tests themselves only look (`find`).
Standard library only, so that it runs before the environment is there.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
BUILDS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium_headless_shell-*/chrome-linux*/headless_shell",
    "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
)
NONE = (
    "No Chromium: install one (Debian: apt-get install chromium), or name one in HEARD_BROWSER. "
    "Browser tests are left out until then."
)


def find() -> str | None:
    """The first of: HEARD_BROWSER, the system's Chromium, Playwright's own download."""
    if given := os.environ.get("HEARD_BROWSER"):
        return shutil.which(given)
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return find_downloaded()


def find_downloaded() -> str | None:
    for folder in (os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), *FOLDERS):
        for pattern in BUILDS if folder else ():
            if builds := sorted(Path(folder).expanduser().glob(pattern)):
                return str(builds[-1])
    return None


def attempt(command: Sequence[str], *, seconds: int) -> None:
    """Run COMMAND quietly; one that fails or hangs simply did not bring a browser."""
    print(f"No Chromium here; trying: {' '.join(command)}", file=sys.stderr)
    try:
        subprocess.run(
            command, check=False, timeout=seconds, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        print("  that did not work", file=sys.stderr)


def fetch() -> str | None:
    attempt([sys.executable, "-m", "playwright", "install", "chromium"], seconds=240)
    if found := find():
        return found
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        attempt(["apt-get", "update", "-qq"], seconds=120)
        attempt(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], seconds=400)
    return find()


if __name__ == "__main__":
    print(find() or fetch() or NONE)
