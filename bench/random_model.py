"""A Whisper of the real `base` dimensions whose weights are drawn: as heavy as the real one, and it hears nothing.

It says the same seventy words whatever it is given, because its places, not its sound, decide what comes next: both
engines and every number format do exactly the same work with it. Made of numpy alone, with the tokenizer of the tests'
small model, so that it can be measured where there is no torch and no network.
"""

import itertools
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from ctranslate2.converters import utils
from ctranslate2.specs import common_spec, whisper_spec
from tokenizers import Tokenizer

Weights = dict[str, npt.NDArray[np.float32]]
MELS, WIDTH, HEADS, LAYERS, VOCABULARY, AUDIO, TEXT = 80, 512, 8, 6, 51865, 1500, 448
DIMS = {
    "n_mels": MELS, "n_audio_ctx": AUDIO, "n_audio_state": WIDTH, "n_audio_head": HEADS, "n_audio_layer": LAYERS,
    "n_vocab": VOCABULARY, "n_text_ctx": TEXT, "n_text_state": WIDTH, "n_text_head": HEADS, "n_text_layer": LAYERS,
}  # fmt: skip
TOKENS = "decoder.token_embedding.weight"
WORDS = "I was told that the door would be open in an hour and nobody came to open it before the morning"
LENGTH, SECONDS = 70, 28
END, TIMES = 50257, 50364  # of the multilingual vocabulary: the end, and the beginning of a window
FIRST = 2  # what stands there is answered first: after the beginning, the language and the task
LOUD = 300.0


def draw_weights(like: Path) -> Weights:
    """Named as openai-whisper names them; the same every time. LIKE: the folder whose tokenizer it speaks with."""
    draw = np.random.default_rng(20)

    def some(*shape: int) -> npt.NDArray[np.float32]:
        return (draw.standard_normal(shape) * 0.05).astype(np.float32)

    found: Weights = {
        "encoder.conv1.weight": some(WIDTH, MELS, 3),
        "encoder.conv1.bias": some(WIDTH),
        "encoder.conv2.weight": some(WIDTH, WIDTH, 3),
        "encoder.conv2.bias": some(WIDTH),
        "encoder.positional_embedding": some(AUDIO, WIDTH),
        TOKENS: some(VOCABULARY, WIDTH),
        "decoder.positional_embedding": some(TEXT, WIDTH),
    }
    said = what_it_says(like)
    norms = ["encoder.ln_post", "decoder.ln"]
    for side, number in itertools.product(("encoder", "decoder"), range(LAYERS)):
        block = f"{side}.blocks.{number}"
        for name in ("attn", "cross_attn") if side == "decoder" else ("attn",):
            for part in ("query", "key", "value", "out"):
                found[f"{block}.{name}.{part}.weight"] = some(WIDTH, WIDTH)
                if part != "key":
                    found[f"{block}.{name}.{part}.bias"] = some(WIDTH)
            norms.append(f"{block}.{name}_ln")
        found |= {
            f"{block}.mlp.0.weight": some(4 * WIDTH, WIDTH),
            f"{block}.mlp.0.bias": some(4 * WIDTH),
            f"{block}.mlp.2.weight": some(WIDTH, 4 * WIDTH),
            f"{block}.mlp.2.bias": some(WIDTH),
        }
        norms.append(f"{block}.mlp_ln")
    found["decoder.positional_embedding"][FIRST : FIRST + len(said)] += LOUD * found[TOKENS][said]
    for name in norms:
        found |= {f"{name}.weight": np.ones(WIDTH, np.float32), f"{name}.bias": np.zeros(WIDTH, np.float32)}
    return found


def what_it_says(like: Path) -> list[int]:
    """From the beginning of a window to its end: a time, seventy words or parts of words, a time, the end."""
    tokenizer = Tokenizer.from_file(str(like / "tokenizer.json"))
    words = tokenizer.encode(f" {WORDS}", add_special_tokens=False).ids
    return [TIMES, *(words * LENGTH)[:LENGTH], TIMES + SECONDS * 50, END]


def write_for_ctranslate2(weights: Weights, *, folder: Path, like: Path) -> Path:
    """LIKE: a model's folder whose tokenizer and vocabulary it takes."""
    spec: Any = whisper_spec.WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    fill_encoder(spec.encoder, weights)
    fill_decoder(spec.decoder, weights)
    spec.register_vocabulary(json.loads((like / "vocabulary.json").read_text(encoding="utf-8")))
    before = json.loads((like / "config.json").read_text(encoding="utf-8"))
    for name in ("suppress_ids", "suppress_ids_begin", "lang_ids"):
        setattr(spec.config, name, before[name])
    spec.config.alignment_heads = list(itertools.product(range(LAYERS // 2, LAYERS), range(HEADS)))
    spec.validate()
    spec.optimize()
    folder.mkdir(parents=True)
    spec.save(str(folder))
    for name in ("tokenizer.json", "preprocessor_config.json"):
        shutil.copy(like / name, folder / name)
    return folder


def fill_encoder(side: Any, weights: Weights) -> None:
    for name in ("conv1", "conv2"):
        linear(getattr(side, name), weights, f"encoder.{name}")
    side.position_encodings.encodings = weights["encoder.positional_embedding"]
    norm(side.layer_norm, weights, "encoder.ln_post")
    for number, layer in enumerate(side.layer):
        block(layer, weights, f"encoder.blocks.{number}")


def fill_decoder(side: Any, weights: Weights) -> None:
    side.embeddings.weight = side.projection.weight = weights[TOKENS]
    side.position_encodings.encodings = weights["decoder.positional_embedding"]
    norm(side.layer_norm, weights, "decoder.ln")
    for number, layer in enumerate(side.layer):
        block(layer, weights, f"decoder.blocks.{number}")
        cross = f"decoder.blocks.{number}.cross_attn"
        attention(layer.attention, weights, cross, joined=(1, 2))
        norm(layer.attention.layer_norm, weights, f"{cross}_ln")


def block(layer: Any, weights: Weights, name: str) -> None:
    attention(layer.self_attention, weights, f"{name}.attn", joined=(3,))
    norm(layer.self_attention.layer_norm, weights, f"{name}.attn_ln")
    linear(layer.ffn.linear_0, weights, f"{name}.mlp.0")
    linear(layer.ffn.linear_1, weights, f"{name}.mlp.2")
    norm(layer.ffn.layer_norm, weights, f"{name}.mlp_ln")


def attention(layer: Any, weights: Weights, name: str, *, joined: tuple[int, ...]) -> None:
    """JOINED: how many of query, key and value share a matrix there."""
    parts: list[Any] = [common_spec.LinearSpec() for _ in range(3)]
    for part, which in zip(parts, ("query", "key", "value"), strict=True):
        linear(part, weights, f"{name}.{which}")
    parts[1].bias = np.zeros(WIDTH, np.float32)
    for number, count in enumerate(joined):
        utils.fuse_linear(layer.linear[number], [parts.pop(0) for _ in range(count)])
    linear(layer.linear[-1], weights, f"{name}.out")


def linear(layer: Any, weights: Weights, name: str) -> None:
    layer.weight = weights[f"{name}.weight"]
    if f"{name}.bias" in weights:
        layer.bias = weights[f"{name}.bias"]


def norm(layer: Any, weights: Weights, name: str) -> None:
    layer.gamma, layer.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]
