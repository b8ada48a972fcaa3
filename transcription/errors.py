"""What transcription refuses with words for people."""


class Leak(Exception):
    """The copy may not be used; the message is fit for an editor and holds none of the hidden words."""
