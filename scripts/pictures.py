"""Puts the pictures that tests made where the pages of docs/ show them, small enough.

`python scripts/pictures.py [folder]`: from var/pictures unless another is named. Pages are few colours: 96 are enough.
"""

import re
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
SHOWN = {
    "walk-through.md": r"pictures/(journey/[\w-]+\.png)",
    "for-editors.md": r"pictures/([\w-]+\.png)",
    "transcripts.md": r"pictures/([\w-]+\.png)",
    "for-trainers.md": r"pictures/([\w-]+\.png)",
    "for-coordinators.md": r"pictures/([\w-]+\.png)",
}
PICTURES = ROOT / "docs" / "pictures"


def main(folder: Path) -> int:
    for page, shown in SHOWN.items():
        for name in re.findall(shown, (ROOT / "docs" / page).read_text(encoding="utf-8")):
            made = folder / Path(name).name
            if made.exists():  # one run of tests makes the one, another the other
                keep(made, PICTURES / name)
    return 0


def keep(made: Path, at: Path) -> None:
    at.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(made) as picture:
        picture.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(at, optimize=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "pictures"))
