"""What a process that only shows pages carries."""

import subprocess
import sys


def test_a_web_process_loads_no_engine() -> None:
    """It weighs a hundred megabytes, in each of many processes."""
    look = (
        "import django, sys; django.setup(); import django.urls; django.urls.get_resolver().url_patterns;"
        "print([m for m in ('ctranslate2', 'faster_whisper', 'onnxruntime', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
