#!/bin/sh
# Makes .venv from uv.lock. `environment.sh run` leaves the developers' tools out; `environment.sh dev` has them.
# Needs a Python with venv, and the network the first time. Running it again costs a second.
set -eu
unset VIRTUAL_ENV PYTHONHOME
here=.venv
case "$1" in run) tools=--no-dev ;; dev) tools= ;; *) echo "environment.sh run|dev" >&2; exit 2 ;; esac

if ! "$here/bin/python" -c 'import pip' 2>/dev/null; then
    python=$(sh scripts/find_python.sh)
    echo "Making $here with $python"
    "$python" -m venv --clear "$here" || { echo "$python could not make $here (see above)." >&2; exit 1; }
fi
if ! "$here/bin/uv" --version >/dev/null 2>&1; then
    "$here/bin/python" -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1' ||
        { echo "uv could not be installed into $here: is there a network to PyPI?" >&2; exit 1; }
fi
# --inexact: uv itself is not in the lock, and `run` must not undo `dev`. Compiled once here, each process starts in half
# the time, also where Python may not write what it compiles.
UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT="$here" \
    "$here/bin/uv" sync --quiet --frozen --inexact --compile-bytecode $tools --python "$here/bin/python" ||
    { echo "The packages in uv.lock could not be installed: is there a network to PyPI?" >&2; exit 1; }
