"""A language model as one more layer, where the operator has one on disk: beside the others, never instead of them.

DETECTION_MODEL is a folder: a spaCy pipeline's (it has a config.cfg) or a GLiNER model's (gliner_config.json). Nothing
is ever downloaded. What a model finds is proposed at whatever score.
"""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from stories.anonymise.model import Proposal
from stories.enums import RedactionKind

Finder = Callable[[str], list[Proposal]]
SPACY, GLINER = "config.cfg", "gliner_config.json"
SCORE = 0.6  # spaCy gives none
# Labels of spaCy's English models and of those that follow them.
KINDS = {
    "PERSON": RedactionKind.PERSON,
    "PER": RedactionKind.PERSON,
    "GPE": RedactionKind.PLACE,
    "LOC": RedactionKind.PLACE,
    "FAC": RedactionKind.PLACE,
    "ORG": RedactionKind.ORGANISATION,
    "NORP": RedactionKind.DESCRIPTION,
    "DATE": RedactionKind.DATE,
    "TIME": RedactionKind.DATE,
    "EVENT": RedactionKind.EVENT,
    "MONEY": RedactionKind.CODE,
    "QUANTITY": RedactionKind.CODE,
}
# What a GLiNER model is asked for.
ASKED = {
    "person": RedactionKind.PERSON,
    "place or address": RedactionKind.PLACE,
    "hospital ward": RedactionKind.WARD,
    "organisation": RedactionKind.ORGANISATION,
    "date or time": RedactionKind.DATE,
    "age": RedactionKind.AGE,
    "identification number": RedactionKind.CODE,
    "nationality, religion or occupation": RedactionKind.DESCRIPTION,
}
STRETCH = 1_000  # characters: these models read some hundred words at a time
UNSURE = 0.1  # below it GLiNER answers every word


class NoModel(Exception):
    """DETECTION_MODEL names no folder that can be used; the message says what to do."""


def find_entities(text: str) -> list[Proposal]:
    """What the operator's model finds in TEXT; nothing where there is none. Raises NoModel."""
    return _finder(settings.DETECTION_MODEL)(text) if settings.DETECTION_MODEL else []


def kind_of_model(folder: Path) -> str:
    """SPACY or GLINER. Raises NoModel."""
    for mark in (SPACY, GLINER):
        if (folder / mark).is_file():
            return mark
    raise NoModel(f"{folder} holds no spaCy pipeline and no GLiNER model (there is no {SPACY} or {GLINER}).")


@lru_cache(maxsize=1)
def _finder(name: str) -> Finder:
    folder = Path(name)
    return _spacy(folder) if kind_of_model(folder) == SPACY else _gliner(folder)


def _spacy(folder: Path) -> Finder:
    import spacy  # noqa: PLC0415  seconds, and only where it is wanted

    pipeline = spacy.load(folder)

    def find(text: str) -> list[Proposal]:
        return [
            Proposal(each.start_char, each.end_char, KINDS.get(each.label_, RedactionKind.OTHER), SCORE)
            for each in pipeline(text).ents
        ]

    return find


def _gliner(folder: Path) -> Finder:
    os.environ["HF_HUB_OFFLINE"] = "1"  # read when its library is imported
    try:
        from gliner import GLiNER  # noqa: PLC0415  an extra of the operator's own
    except ImportError as error:
        raise NoModel("GLiNER models need the package gliner: .venv/bin/uv pip install gliner") from error
    model = GLiNER.from_pretrained(str(folder), local_files_only=True)

    def find(text: str) -> list[Proposal]:
        return [
            Proposal(at + each["start"], at + each["end"], ASKED[each["label"]], float(each["score"]))
            for at in range(0, len(text), STRETCH // 2)
            for each in model.predict_entities(text[at : at + STRETCH], list(ASKED), threshold=UNSURE)
        ]

    return find
