"""Puts the pictures that the journey's test made where docs/walk-through.md shows them, small enough for a repository.

`python scripts/pictures.py [folder]`: from var/pictures unless another is named. Pages are few colours: 96 are enough.
"""

import re
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
WALK = ROOT / "docs" / "walk-through.md"
PICTURES = ROOT / "docs" / "pictures" / "journey"


def main(folder: Path) -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in re.findall(r"pictures/journey/([\w-]+\.png)", WALK.read_text(encoding="utf-8")):
        with Image.open(folder / name) as picture:
            few = picture.convert("RGB").quantize(96, dither=Image.Dither.NONE)
            few.save(PICTURES / name, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "pictures"))
