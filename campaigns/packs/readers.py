"""What differs by who reads a pack, in words: what its tellers agreed to, where it went, what its readers are asked."""

from django.utils.translation import gettext as _

from stories.enums import Purpose
from stories.release import PackUse
from stories.trusts import trust as find_trust


def trust_name(use: PackUse) -> str:
    found = find_trust(code=use.trust_code)
    return found.name if found else use.trust_code


def agreed(use: PackUse) -> str:
    """Over the stories to choose from."""
    match use.purpose:
        case Purpose.PRESS:
            return _(
                "These tellers agreed, as of today, that newspapers, radio and television may use their words."
            )
        case Purpose.ANY_PACK:
            return _(
                "These tellers agreed, as of today, that their words may go to any trust, a regulator, a council or "
                "Parliament. Who agreed to this one trust alone is not among them."
            )
        case _other:
            return _(
                "These tellers agreed, as of today, that their words may be in a pack for %(trust)s."
            ) % {"trust": trust_name(use)}


def went_to(use: PackUse, *, number: int, group: str) -> str:
    """As a teller reads it on their own page."""
    words = {
        Purpose.PRESS: _(
            "Pack about %(trust)s for newspapers, radio and television, edition %(number)s, by %(group)s"
        ),
        Purpose.ANY_PACK: _(
            "Pack about %(trust)s for a regulator, a council or Parliament, edition %(number)s, by %(group)s"
        ),
        Purpose.NAMED_PACK: _("Pack for %(trust)s, edition %(number)s, by %(group)s"),
    }
    return words[use.purpose] % {"trust": trust_name(use), "number": number, "group": group}


def care_of(use: PackUse) -> dict[str, object]:
    """What readers are asked to mind who will tell others: heading and lines, or nothing."""
    if use.purpose != Purpose.PRESS:
        return {"heading": "", "lines": []}
    lines = [
        _(
            "Each teller agreed that newspapers, radio and television may use these words. Quote them as they stand."
        ),
        _(
            "Do not look for the people who tell, their families or the staff of the ward. If you want to speak to "
            "somebody, ask the group: it asks the teller, who may say no."
        ),
        _("Say what a story speaks of before you tell it, and give the lines for support after it."),
        _(
            "A teller may take their story back on any day. Ask the verify address again on the day you print or "
            "broadcast."
        ),
    ]
    return {"heading": _("Before you print or broadcast"), "lines": lines}
