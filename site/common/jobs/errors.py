"""What a handler may raise, and what the job functions raise. Every `message` is read by people: no teller's words."""


class Waiting(Exception):
    """Nothing is wrong, something is missing: park the job until `wake(kind=...)`. REASON is a short slug."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = message


class Refused(Exception):
    """No retry will cure this. MESSAGE is shown to editors as it stands."""

    def __init__(self, message: str) -> None:
        super().__init__("refused")
        self.message = message


class Hindered(Exception):
    """Tried again like after any error, but for a reason that people can be told: MESSAGE is shown as it stands."""

    def __init__(self, message: str) -> None:
        super().__init__("hindered")
        self.message = message


class LeaseLost(Exception):
    """Another worker has this job now: stop, and write nothing more."""


class UnknownKind(LookupError):
    """No handler is registered under that name."""


class NotRetryable(Exception):
    """Only failed and waiting jobs can be tried again."""
