"""What set-up says at its end. A higher app adds its own part in its AppConfig.ready()."""

from collections.abc import Callable, Sequence

Lines = Callable[[], Sequence[str]]

# Addresses that a person can open at once; tests/common/test_preparing.py opens each.
TO_TRY = (
    ("/tell/", "Tell a story without an account. Keep the receipt words that you get at the end."),
    ("/admin/", "Sign in as an editor, take what you just sent and hide what could give somebody away."),
    ("/return/", "Come back with the receipt: see the safe version, agree to it, or take the story back."),
)
_parts: dict[str, Lines] = {}


def add(title: str, lines: Lines) -> None:
    """Have LINES asked for whenever set-up ends. The same title again replaces the first."""
    _parts[title] = lines


def text(*, address: str) -> str:
    said = [f"Heard is ready: {address}/"]
    for title, lines in _parts.items():
        if found := lines():
            said += ["", title, *(f"  {line}" for line in found)]
    said += ["", "Three things to try"]
    for number, (path, what) in enumerate(TO_TRY, start=1):
        said += [f"  {number}. {address}{path}", f"     {what}"]
    return "\n".join(said)
