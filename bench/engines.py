"""The default engine beside the reference implementation, and one worker that hears fifty recordings.

Both engines are Heard's own classes, hear the same sound on one thread with the same weights, of the real `base`
dimensions (see `random_model`), each in a process of its own, so that the memory is theirs. openai-whisper lives in
`.venv-torch`, which `scripts/torch_tests.sh` makes; without it that line says so. Needs Django before the import.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from bench.random_model import DIMS, draw_weights, write_for_ctranslate2
from bench.ratio import Ratio
from bench.transcription import DATA, ROOT, lengthen, unpack_model, whole_pipeline
from transcription.engines import registry
from transcription.engines.faster_whisper import FasterWhisper

TORCH = ROOT / ".venv-torch" / "bin" / "python"
LOOPS = 2
FASTER = 1.8
RECORDINGS, WARM = 50, 10
GROWTH = 1.05
SAVE = """
import json, sys, numpy as np, torch
found = np.load(sys.argv[1])
state = {name: torch.from_numpy(found[name]) for name in found.files}
torch.save({"dims": json.loads(sys.argv[3]), "model_state_dict": state}, sys.argv[2])
"""
HEAR = """
import json, resource, sys, time
import django; django.setup()
from importlib import import_module
from pathlib import Path
module, name, model, sound = sys.argv[1:5]
build = getattr(import_module(f"transcription.engines.{module}"), name)
engine = build(model=Path(model), device="cpu", compute_type="default", threads=1, join_seconds=1.5)
engine.load()
engine.transcribe(Path(sys.argv[5]), language="en")
begun = time.process_time()
heard = engine.transcribe(Path(sound), language="en")
seconds = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peak": peak, "words": sum(len(each.words) for each in heard.segments)}))
"""


def measure() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*beside_the_reference(folder), *fifty_recordings(folder)]


def beside_the_reference(folder: Path) -> list[Ratio]:
    like, sound = unpack_model(folder), lengthen(folder, loops=LOOPS)
    weights = draw_weights(like)
    ours = hear(
        sys.executable,
        "faster_whisper",
        "FasterWhisper",
        write_for_ctranslate2(weights, folder=folder / "base", like=like),
        sound,
    )
    title = "Base model, one thread, int8: faster-whisper / openai-whisper"
    if not TORCH.exists():
        said = f"{title}: NOT MEASURED, openai-whisper is not here (scripts/torch_tests.sh)"
        return [Ratio(said, ours["seconds"], ours["seconds"], "s")]
    np.savez(folder / "weights.npz", **weights)
    run(TORCH, SAVE, folder / "weights.npz", folder / "base.pt", json.dumps(DIMS))
    theirs = hear(TORCH, "openai_whisper", "OpenAIWhisper", folder / "base.pt", sound)
    assert ours["words"] == theirs["words"] > 0, (ours, theirs)
    return [
        Ratio(
            f"{title}, processor time", ours["seconds"], theirs["seconds"], "s", 1 / FASTER, better="lower"
        ),
        Ratio(f"{title}, memory", ours["peak"], theirs["peak"], "MB", 1.0, better="lower"),
    ]


def hear(python: object, module: str, engine: str, model: Path, sound: Path) -> dict[str, Any]:
    said = run(python, HEAR, module, engine, model, sound, DATA / "testimony.opus")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def run(python: object, script: str, *arguments: object) -> str:
    command = [str(python), "-c", script, *map(str, arguments)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def fifty_recordings(folder: Path) -> list[Ratio]:
    """Through the whole pipeline, in one process, as a worker does."""
    settings.WHISPER_MODEL, settings.WHISPER_COMPUTE_TYPE = str(folder / "model_ct2"), "int8"
    settings.WHISPER_THREADS = 1
    registry.let_go()
    loads: list[object] = []
    load = FasterWhisper.load
    FasterWhisper.load = lambda self: (loads.append(self), load(self))[1]  # type: ignore[method-assign,assign,return-value]
    work, sizes = whole_pipeline(DATA / "testimony.opus", loops=1), []
    for _ in range(RECORDINGS):
        work()
        sizes.append(resident())
    FasterWhisper.load = load  # type: ignore[method-assign]
    return [
        Ratio(
            f"Memory after {RECORDINGS} recordings / after {WARM}",
            sizes[-1],
            sizes[WARM - 1],
            "MB",
            GROWTH,
            better="lower",
        ),
        Ratio(
            f"Models loaded for {RECORDINGS} recordings / once", len(loads), 1, "loads", 1.0, better="lower"
        ),
    ]


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024 / 1024
