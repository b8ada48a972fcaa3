"""Codes that are printed on what leaves, so that anybody can ask whether it still stands."""

import secrets

SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"


def make_verify_code() -> str:
    """Twelve signs that are not mistaken for one another, without vowels, so that no word comes out of it."""
    signs = "".join(secrets.choice(SIGNS) for _place in range(12))
    return "-".join((signs[:4], signs[4:8], signs[8:]))
