"""Closed classes of English words that the rules go by. Whatever else has a capital is found without them."""

from pathlib import Path

FILE = Path(__file__).parent / "data" / "vocabulary.txt"


def _sections() -> dict[str, frozenset[str]]:
    """FILE has "[section]" lines, words, and remarks that begin with "#"."""
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words += line.split()
    return {name: frozenset(listed) for name, listed in sections.items()}


SECTIONS = _sections()
FUNCTION = SECTIONS["function"]
TITLES = SECTIONS["titles"]
ROLES = TITLES | SECTIONS["roles"]
KIN = SECTIONS["kin"]
PARTICLES = SECTIONS["particles"]
ORGANISATIONS = SECTIONS["organisations"]
LAWS = SECTIONS["laws"]
PLACES = SECTIONS["places"]
LOWER_MODIFIERS = SECTIONS["lower_modifiers"]
LOWER_HEADS = SECTIONS["lower_heads"]
WARD_KINDS = SECTIONS["ward_kinds"]
CALLED_AFTER = SECTIONS["called_after"]
DOINGS = SECTIONS["doings"]
NO_NAMES = SECTIONS["no_names"]
WARDS = SECTIONS["wards"]
CONNECTORS = frozenset(["of", "the", "for", "and", "&", "on", "in", "to", "against", "v", "vs", "or"])
NEVER = SECTIONS["never"]
LOUD = FUNCTION | SECTIONS["loud"]


def pattern_of(name: str) -> str:
    """The words of a section as alternatives; what has a hyphen may be two words."""
    return "|".join(sorted(SECTIONS[name], key=len, reverse=True)).replace("-", "[- ]")
