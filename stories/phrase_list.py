"""The list of safeguarding phrases: loaded once from its file, then kept by the people who work with it."""

from pathlib import Path

import yaml

from stories.flag_enums import FlagKind
from stories.models import SafeguardingPhrase
from stories.phrases import read_phrase

FILE = Path(__file__).parent / "reference" / "safeguarding_phrases.yaml"


def load_phrases() -> list[str]:
    """Add what is missing; what was changed or switched off here stays so. Raises PhraseRefused."""
    held = set(SafeguardingPhrase.objects.values_list("phrase", flat=True))
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    new = [(FlagKind(kind), text) for kind, texts in rows.items() for text in texts if text not in held]
    for kind, text in new:
        read_phrase(kind=kind, text=text)
    SafeguardingPhrase.objects.bulk_create(SafeguardingPhrase(kind=kind, phrase=text) for kind, text in new)
    return [f"added {kind.value} phrase {text}" for kind, text in new]
