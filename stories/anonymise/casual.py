"""Whether a text is written as people write on the net, where capitals follow other rules."""

import re

SIGNS = re.compile(
    r"(?<!\w)[@#]\w|https?://|\bRT\b|[:;=]['-]?[)(DPpO/|\\](?!\w)|<3|!!|\?\?|(?<![\w'’.])(?:i|u|ur|r|im|dont|lol|omg|lmao|plz|pls|thx|tbh|btw)(?![\w'’.])"
)
WORDS = re.compile(r"\s+")
EVERY = 60  # words
SHORT = 40  # words: too few to tell


def is_casual(text: str) -> bool:
    """At least one sign of it in EVERY words, or too short to tell."""
    words = 1 + sum(1 for _ in WORDS.finditer(text))
    return words < SHORT or sum(1 for _ in SIGNS.finditer(text)) * EVERY > words
