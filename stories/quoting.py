"""What must be true of spoken words before anybody may quote them. The app that knows the recordings answers."""

from collections.abc import Callable
from uuid import UUID

Ask = Callable[[UUID], str]
_asked: list[Ask] = []


def ask_before_quoting(ask: Ask) -> None:
    """Have ASK(story_id) say why its recordings may not be quoted yet; empty when they may."""
    if ask not in _asked:
        _asked.append(ask)


def why_not_quoted(*, story_id: UUID) -> str:
    return next((reason for ask in _asked if (reason := ask(story_id))), "")
