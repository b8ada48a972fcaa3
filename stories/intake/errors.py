class NotTaken(ValueError):
    """The file cannot be brought in; the message says what to do and repeats nothing of it."""
