"""What more than one module of stories refuses with."""


class StageRefused(Exception):
    """The step is not possible from here; the message says why and what to do."""


class NotARecording(Exception):
    """The message says what was sent and what to do; it may be shown as it is."""
