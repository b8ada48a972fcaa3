"""Presidio's checksummed and British patterns, by an engine that loads no language model.

Left out, each for a reason: its e-mail recogniser looks hosts up on the net, its URL recogniser takes tens of seconds
on 12,000 characters of "a.", dates and names our own layers find better. `codes` has e-mail and links.
"""

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from stories.anonymise.model import Proposal
from stories.enums import RedactionKind

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer

LANGUAGE = "en"
# Presidio is unsure of it without words around; what looks like one is a place and not a number.
POSTCODE, SURE = "UK_POSTCODE", 0.8


def find_patterns(text: str) -> list[Proposal]:
    """Everything that a recogniser answers, however unsure it is."""
    answers = engine().analyze(text, language=LANGUAGE, score_threshold=0)
    return [
        Proposal(each.start, each.end, RedactionKind.PLACE, SURE)
        if each.entity_type == POSTCODE
        else Proposal(each.start, each.end, RedactionKind.CODE, each.score)
        for each in answers
    ]


@lru_cache(maxsize=1)
def engine() -> "AnalyzerEngine":
    """Made when first asked for: importing Presidio, and spaCy with it, takes seconds that no start may wait for."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: PLC0415
    from presidio_analyzer.nlp_engine import NoOpNlpEngine  # noqa: PLC0415

    # Its loggers must never get hold of a teller's words.
    for name in ("presidio-analyzer", "decision_process"):
        logging.getLogger(name).disabled = True
    nothing = NoOpNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": ""}])
    nothing.load()
    registry = RecognizerRegistry(recognizers=_recognisers(), supported_languages=[LANGUAGE])
    return AnalyzerEngine(registry=registry, nlp_engine=nothing, supported_languages=[LANGUAGE])


def _recognisers() -> "list[EntityRecognizer]":
    from presidio_analyzer import predefined_recognizers as known  # noqa: PLC0415

    return [
        known.CreditCardRecognizer(),
        known.CryptoRecognizer(),
        known.IbanRecognizer(),
        known.IpRecognizer(),
        known.MacAddressRecognizer(),
        known.PhoneRecognizer(supported_regions=("GB",)),
        known.NhsRecognizer(),
        known.UkDrivingLicenceRecognizer(),
        known.UkNinoRecognizer(),
        known.UkPassportRecognizer(),
        known.UkPostcodeRecognizer(),
        known.UkVehicleRegistrationRecognizer(),
    ]
