"""The part of the leak check that reads names: of files that leave, and of those inside them.

Our own names are words such as `reel.mp4`, and are the same for everybody. Where one of these words is hidden in a
story (somebody called Reel), finding it in our own name tells nothing.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from transcription.errors import Leak
from transcription.leaks import composed, telling

SHORTEST_INSIDE = 4  # letters of a form that is found within a longer word as well


def names_in(file: Path, *, called: str) -> Iterator[str]:
    """What it is CALLED when it leaves, and every name within: of an archive, or of slides, which are one."""
    yield called
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                yield entry.filename
                yield entry.comment.decode(errors="replace")
            yield archive.comment.decode(errors="replace")


def check_names(*, names: Iterable[str], hidden: Sequence[str], ours: Iterable[str]) -> None:
    """Raises Leak where a name says what is hidden. OURS are names that are the same for everybody."""
    known = {word for name in ours for word in words_of(name)}
    forms = [
        words for each in hidden if telling(each) and (words := words_of(each)) and strange_in(words, known)
    ]
    for name in names:
        said = words_of(name)
        if any(follows(form, said) or within(form, strange_in(said, known)) for form in forms):
            raise Leak(_("A name of a file in it says what is hidden in the story."))


def strange_in(words: Sequence[str], known: set[str]) -> list[str]:
    """Those that are not ours; nor are numbers, by which files are counted."""
    return [word for word in words if word not in known and not word.isdigit()]


def words_of(name: str) -> list[str]:
    """`AlanReed_2.mp4`, `alan-reed.mp4` and `Alan Reed` alike: alan, reed."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", composed(name))
    return re.findall(r"[^\W\d_]+|\d+", apart.casefold())


def follows(form: Sequence[str], said: Sequence[str]) -> bool:
    size = len(form)
    return any([*said[at : at + size]] == [*form] for at in range(len(said) - size + 1))


def within(form: Sequence[str], strange: Sequence[str]) -> bool:
    """Run together: `alanreed.mp4`."""
    joined = "".join(form)
    return len(joined) >= SHORTEST_INSIDE and any(joined in word for word in strange)
