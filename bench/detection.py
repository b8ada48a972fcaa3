"""How much detection finds, how much it proposes and how fast it is, on the development set and on hostile texts.

The development set was written by those who wrote the rules: its recall says that nothing broke, not how good it is.
Times are a processor's, of one core: what else this machine does counts for nothing.
"""

import random
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.ratio import Ratio
from stories.anonymise.detect import detect

ROOT = Path(__file__).resolve().parents[1]
NARRATIVES = ROOT / "tests" / "data" / "anonymise" / "narratives.txt"
DEMO = ROOT / "stories" / "demo_content" / "stories.yaml"
MENTION = re.compile(r"\{([a-z]+):([^{}]+)\}")
FEWEST_FOUND = 0.95
MOST_PROPOSALS = 110  # for each 1,000 words
FEWEST_WORDS = 5_000  # a second
SLOWEST = 3.0  # seconds for 20,000 characters
HOSTILE = 20_000


@dataclass(frozen=True)
class Narrative:
    """A text, and where its mentions stand: kind, start, end."""

    text: str
    mentions: tuple[tuple[str, int, int], ...]


def narratives() -> list[Narrative]:
    body = "\n".join(
        line for line in NARRATIVES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    return [_parse(each.strip()) for each in body.split("\n---\n")]


def _parse(marked: str) -> Narrative:
    text, mentions, at = "", [], 0
    for match in MENTION.finditer(marked):
        text += marked[at : match.start()]
        mentions.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return Narrative(text + marked[at:], tuple(mentions))


def missed(narrative: Narrative) -> list[tuple[str, str]]:
    """Kind and words of each mention that is not wholly inside what was proposed."""
    covered = bytearray(len(narrative.text))
    for each in detect(narrative.text):
        covered[each.start : each.end] = b"x" * (each.end - each.start)
    return [
        (kind, narrative.text[start:end])
        for kind, start, end in narrative.mentions
        if not all(covered[at] or narrative.text[at].isspace() for at in range(start, end))
    ]


def hostile() -> dict[str, str]:
    """Texts made to be slow, of HOSTILE characters each."""
    chance = random.Random(7)
    units = [
        "a",
        "A",
        "1",
        ".",
        "(",
        "[",
        '"',
        " ",
        "\n",
        "-",
        "’",
        "@",
        "/",
        ":",
        "é",
        "👩🏽‍⚕️",
        "a.",
        "A.",
        "1.",
        "1 ",
        "1-",
        "a-",
    ]
    units += [
        "a@",
        "a@b.",
        "www.",
        "http://a",
        "A ",
        "Aa ",
        "the ",
        "one ",
        "1 and ",
        "of A ",
        "Mr ",
        "no. 1 ",
        "(A) ",
        "1/",
        "£1 ",
    ]
    units += [
        "first ",
        "may ",
        "1 may ",
        "half past ",
        "in the ",
        "020 7946 0999 ",
        "GB29NWBK",
        "1:1",
        "A1 ",
        "“A” ",
        "&amp;",
        "\t",
    ]
    texts = {repr(unit): unit * (HOSTILE // len(unit)) for unit in units}
    for name, letters in {
        "digits": "0123456789 .-()+/:",
        "mixed": "ABab01. @:-'\n",
        "words": "aA of the 1.",
    }.items():
        texts[f"random {name}"] = "".join(chance.choice(letters) for _ in range(HOSTILE))
    return texts


def measure() -> list[Ratio]:
    stories = narratives()
    said = Counter(kind for story in stories for kind, _, _ in story.mentions)
    lost = Counter(kind for story in stories for kind, _ in missed(story))
    found = [
        Ratio(f"detection: recall of {kind}", said[kind] - lost[kind], said[kind], "mentions")
        for kind in sorted(said)
    ]
    whole = Ratio(
        "detection: recall of all", said.total() - lost.total(), said.total(), "mentions", FEWEST_FOUND
    )
    return [*found, whole, *_proposals(stories), _speed(stories), _worst()]


def _proposals(stories: list[Narrative]) -> list[Ratio]:
    demo = yaml.safe_load(DEMO.read_text(encoding="utf-8"))["stories"]
    texts = {
        "the development set": [story.text for story in stories],
        "the demonstration stories": [part["raw"] for story in demo for part in story["parts"]],
    }
    return [
        Ratio(
            f"detection: proposals for 1,000 words of {name}",
            sum(len(detect(text)) for text in listed),
            sum(len(text.split()) for text in listed) / 1000,
            "proposals, thousand words",
            MOST_PROPOSALS if name == "the demonstration stories" else None,
            "lower",
        )
        for name, listed in texts.items()
    ]


def _speed(stories: list[Narrative]) -> Ratio:
    text = "\n\n".join(story.text for story in stories)
    begun = time.process_time()
    for _ in range(3):
        detect(text)
    words = 3 * len(text.split())
    return Ratio(
        "detection: words a second", words, time.process_time() - begun, "words, seconds", FEWEST_WORDS
    )


def _worst() -> Ratio:
    times = {}
    for name, text in hostile().items():
        begun = time.process_time()
        detect(text)
        times[name] = time.process_time() - begun
    name = max(times, key=lambda each: times[each])
    return Ratio(
        f"detection: slowest of {len(times)} hostile texts: {name}", times[name], 1, "s", SLOWEST, "lower"
    )
