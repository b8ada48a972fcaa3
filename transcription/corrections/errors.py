"""What corrections raise."""


class CannotChange(Exception):
    """The message says why and what to do; it repeats none of the words."""
