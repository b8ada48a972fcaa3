"""Themes that a story may be about, beside its safe text. Suggested only: editors choose, the teller confirms."""
