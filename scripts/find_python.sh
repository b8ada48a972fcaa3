#!/bin/sh
# Prints a Python that Heard runs on (3.11 to 3.13, with venv), or says what is missing.
for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        command -v "$name"
        exit 0
    fi
done
echo "Heard needs Python 3.11, 3.12 or 3.13 with its venv module (Debian: apt-get install python3 python3-venv)." >&2
echo "Found: $(python3 --version 2>/dev/null || echo 'no python3'). Another one can be named: make PYTHON=/path/to/python run" >&2
exit 1
