"""The web server's process: granian with the WSGI application. `serve` starts it; so may an operator, many times."""

import argparse
import logging
import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from common.serving.leash import end_with_parent


def default_threads() -> int:
    """Pages wait for the database more than they compute, and up to UPLOADS_AT_ONCE of them wait for a slow sender."""
    return min(max(16, 4 * (os.cpu_count() or 2)), 32)


def is_news(record: logging.LogRecord) -> bool:
    """Not that there are more threads than cores: `default_threads` says why, and its remedy, back-pressure, counts
    connections that only stay open, so that a few browsers would lock everybody out."""
    return "Python threads" not in record.getMessage()


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve Heard's pages.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--threads", type=int, default=default_threads())
    chosen = parser.parse_args()
    end_with_parent()
    server = Granian(
        target="config.wsgi:application",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.processes,
        blocking_threads=chosen.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # addresses of those who read and tell are nobody's business
    )
    logging.getLogger("_granian").addFilter(is_news)
    server.serve()


if __name__ == "__main__":
    main()
