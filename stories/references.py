"""Reference codes: what people may say aloud or log without saying anything about a story."""

import secrets
from uuid import UUID

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U


def make_reference(*, prefix: str = "H", length: int = 6) -> str:
    """Such as H-7KQ-2MX; 6 letters give 7.3e8 codes, and a unique column catches the rest."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return f"{prefix}-{code[: length // 2]}-{code[length // 2 :]}"


def read_id(words: str) -> UUID | None:
    """The id that a form or an address sent; None for anything else."""
    try:
        return UUID(words)
    except ValueError:
        return None
