"""The files of one set on a disc, and their order. Of a file's name only its place in a set is ever kept."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from stories.uploads.held import HeldFile

OF_A_SET = re.compile(r"VTS_(\d{2})_(\d)\.VOB", re.IGNORECASE)
FULL = 1_000_000_000  # a part that is not the last is as long as a disc lets it be: a gibibyte, less a few blocks


class CannotJoin(ValueError):
    """These files are not one recording; the message says what to do."""


def place_of(name: str) -> str:
    """VTS_01_2.VOB, or nothing for any other name: it may be somebody's."""
    matched = OF_A_SET.fullmatch(name.replace("\\", "/").rpartition("/")[2].strip())
    return matched.group().upper() if matched else ""


def is_menu(place: str) -> bool:
    return place.endswith("_0.VOB")


def in_order(files: Sequence[HeldFile]) -> list[HeldFile]:
    """Raises CannotJoin."""
    if not files:
        raise CannotJoin(_("Send the recording first."))
    if not all(each.arrived for each in files):
        raise CannotJoin(_("A file is not all here yet. Go on with it, or leave it out."))
    if len(files) == 1 and not files[0].place:
        return list(files)
    if not all(each.place for each in files):
        raise CannotJoin(
            _(
                "Several files are taken only as the parts of one set on a disc, by their own names (VTS_01_1.VOB, "
                "VTS_01_2.VOB and so on). Leave out what is not one of them, and bring it by itself."
            )
        )
    if missing := missing_from(files):
        said = _(
            "%s is missing. Send it too: without it the recording would jump, and somebody would be cut short."
        )
        raise CannotJoin(said % missing)
    return sorted(files, key=lambda each: each.place)


def missing_from(files: Sequence[HeldFile]) -> str:
    """The first part that should be there. Raises CannotJoin when they are of more than one set."""
    here = {each.place for each in files}
    sets = {place[: len("VTS_01")] for place in here}
    if len(sets) > 1:
        raise CannotJoin(_("These are parts of %d sets. Bring each set by itself.") % len(sets))
    last = max(int(place[len("VTS_01_")]) for place in here)
    wanted = [f"{next(iter(sets))}_{number}.VOB" for number in range(1, last + 1)]
    return next((place for place in wanted if place not in here), "")


def may_go_on(files: Sequence[HeldFile]) -> bool:
    """Whether the last part is as long as a part can be: then there is probably another."""
    of_set = sorted((each for each in files if each.place), key=lambda each: each.place)
    return bool(of_set) and of_set[-1].received > FULL
