"""Makes the word lists of detection from SCOWL (Debian's package `scowl`): `python scripts/word_lists.py [FOLDER]`.

words.txt: British English words in lower case, less those that `stories.anonymise.words` derives by rule.
names.txt: what dictionaries write with a capital (people, places, peoples); one that is a word as well has a star.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from stories.anonymise.inflections import roots  # noqa: E402  after the path says where

FOLDER = Path("/usr/share/dict/scowl")
DATA = ROOT / "stories" / "anonymise" / "data"
LEVELS = (10, 20, 35, 40, 50, 55, 60)
EVERYDAY = (10, 20, 35)  # a name that is one of these in lower case says nothing in lower case
WORD = re.compile(r"[^\W\d_]{2,}")


def entries(folder: Path, *, kinds: tuple[str, ...], levels: tuple[int, ...] = LEVELS) -> Iterator[str]:
    """The entries that are one word of letters."""
    for region in ("english", "british", "british_z"):
        for kind in kinds:
            for level in levels:
                file = folder / f"{region}-{kind}.{level}"
                if file.exists():
                    listed = file.read_text(encoding="iso-8859-1").split("\n")
                    yield from (entry for entry in listed if WORD.fullmatch(entry))


def main(folder: Path) -> None:
    words = {entry for entry in entries(folder, kinds=("words",)) if entry.islower()}
    everyday = set(entries(folder, kinds=("words",), levels=EVERYDAY))
    kept = underived(words)
    capital = {entry for entry in entries(folder, kinds=("upper", "proper-names")) if entry[0].isupper()}
    names = sorted({name.lower() for name in capital})
    starred = [f"{name}*" if name in everyday or roots_are(name, everyday) else name for name in names]
    write("words.txt", sorted(kept))
    write("names.txt", starred)


def underived(words: set[str]) -> set[str]:
    kept: set[str] = set()
    for word in sorted(words, key=len):  # a root is shorter than its forms, or as long
        if not any(root in kept for root in roots(word)):
            kept.add(word)
    return kept


def roots_are(name: str, everyday: set[str]) -> bool:
    return any(root in everyday for root in roots(name))


def write(name: str, lines: list[str]) -> None:
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines):,} lines")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
