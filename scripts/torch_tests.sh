#!/usr/bin/env bash
# The tests of openai-whisper, in an environment of their own: torch is gigabytes that nothing else here needs.
# torch comes first and by pip, so that its CPU build is taken where the machine has one; the rest is what uv.lock says.
set -euo pipefail
cd "$(dirname "$0")/.."
unset VIRTUAL_ENV
env=.venv-torch
torch=torch==2.13.0
stamp="$env/.stamp-$(cat uv.lock pyproject.toml scripts/torch_tests.sh | cksum | tr ' ' '-')"

if [ ! -e "$stamp" ]; then
    echo "Making $env"
    "$(sh scripts/find_python.sh)" -m venv --clear "$env"
    "$env/bin/python" -m pip install --quiet --disable-pip-version-check "$torch"
    # Not in it: torch and what only its CUDA build uses (whisper runs without triton).
    .venv/bin/uv export --quiet --frozen --no-hashes --no-emit-project --extra openai-whisper |
        grep -vE '^(torch|triton|nvidia-[a-z0-9-]+|cuda-[a-z0-9-]+)==' >"$env/requirements.txt"
    .venv/bin/uv pip install --quiet --python "$env/bin/python" --no-deps --requirements "$env/requirements.txt"
    .venv/bin/uv pip install --quiet --python "$env/bin/python" --no-deps --editable .
    touch "$stamp"
fi
# Only the files that name the mark: importing all the others would take longer than the few tests.
grep -rl --include='test_*.py' 'mark\.torch' tests | HEARD_REQUIRE=torch xargs "$env/bin/python" -m pytest -m torch "$@"
