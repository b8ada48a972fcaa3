"""Words on their way into a feed."""

import re

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def plain(words: str) -> str:
    """Without the few characters that XML cannot hold: one pasted form feed must not end the whole feed."""
    return NOT_IN_XML.sub(" ", words)
