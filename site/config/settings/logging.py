"""Structured logs to stdout. No request bodies, no query strings, no addresses of tellers, ever."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    },
    "root": {"handlers": ["stdout"], "level": "WARNING"},
    "loggers": {"heard": {"handlers": ["stdout"], "level": "INFO", "propagate": False}},
}
