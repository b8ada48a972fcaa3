"""Presidio's patterns, without its models, its look-ups and its logs."""

import logging
import subprocess
import sys

from stories.anonymise.presidio import engine, find_patterns


def found(text: str) -> set[str]:
    return {text[each.start : each.end] for each in find_patterns(text)}


def test_checksums_and_british_patterns_are_on_whatever_their_score() -> None:
    text = "943 476 5919 AB123456C SW1A 1AA 020 7946 0999 AB51 ABC 4111 1111 1111 1111 GB29NWBK60161331926819 AB1234567"
    assert found(text) >= {
        "943 476 5919",
        "AB123456C",
        "SW1A 1AA",
        "020 7946 0999",
        "AB51 ABC",
        "4111 1111 1111 1111",
        "GB29NWBK60161331926819",
        "AB1234567",
    }


def test_no_recogniser_that_looks_up_or_takes_an_age_is_loaded() -> None:
    names = {type(each).__name__ for each in engine().get_recognizers()}
    assert not names & {"EmailRecognizer", "UrlRecognizer", "SpacyRecognizer", "GLiNERRecognizer"}
    assert "NhsRecognizer" in names


def test_its_loggers_are_shut() -> None:
    engine()
    assert all(logging.getLogger(name).disabled for name in ("presidio-analyzer", "decision_process"))


def test_no_start_waits_for_it() -> None:
    """A process of its own: here it may be loaded already. Seconds of every start hang on this."""
    code = (
        "import sys, django; django.setup(); import stories.tasks; "
        "late = ('presidio_analyzer', 'spacy', 'stories.anonymise.vocabulary', 'stories.anonymise.detect'); "
        "print([name for name in late if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
