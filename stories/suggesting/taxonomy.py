"""The taxonomy as what text is compared with: one document for each theme, the phrases in it, and features over them.

The words that count are those of the taxonomy alone. What is learned from stories is therefore about public words, and
no word of a story can stay behind in it.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from stories.enums import ThemeGroup
from stories.models import Theme
from stories.themes import PUBLIC_GROUPS

GROUPS = (*PUBLIC_GROUPS, ThemeGroup.CONTENT_NOTES)
LANGUAGES = ("en", "cy")  # of the taxonomy's own words
# What scikit-learn's English list is to English.
SAYS_NOTHING = (
    "ac ag am ar at bod cael cyn dan dim dros ddim ei eich ein ers eu fel fy gan gyda heb hon hwn hyn hynny iddo iddi "
    "iddyn mae maen mewn mwy na nad neb neu ni nid oedd oes ond pan pob rhag roedd rhai rhyw rhywun sydd sy trwy un "
    "wedi wrth yma yn yng ym yr ydy yw very really got just said like"
)
WORD = r"(?u)\b[^\W\d_][^\W_]+\b"


@dataclass(frozen=True)
class ThemeWords:
    slug: str
    group: str
    document: str
    phrases: tuple[str, ...]


class Taxonomy:
    """Built once for the themes as they are; scikit-learn is loaded only here."""

    def __init__(self, themes: Sequence[ThemeWords]) -> None:
        self.themes = tuple(themes)
        self.fingerprint = hashlib.sha256(repr(self.themes).encode()).hexdigest()

    @cached_property
    def _vectoriser(self) -> Any:
        from sklearn.feature_extraction.text import (  # noqa: PLC0415  a second, and only here
            ENGLISH_STOP_WORDS,
            TfidfVectorizer,
        )

        made = TfidfVectorizer(
            token_pattern=WORD,
            ngram_range=(1, 2),
            sublinear_tf=True,
            stop_words=sorted(ENGLISH_STOP_WORDS | set(SAYS_NOTHING.split())),
        )
        return made.fit([theme.document for theme in self.themes])

    @cached_property
    def matrix(self) -> Any:
        """Themes by features, each row of length 1."""
        return self._vectoriser.transform([theme.document for theme in self.themes])

    def features(self, texts: Sequence[str]) -> Any:
        """Texts by features, each row of length 1, or 0 where no word of the taxonomy is in a text."""
        return self._vectoriser.transform(texts)

    @cached_property
    def by_phrase(self) -> Mapping[str, Sequence[str]]:
        """The slugs of the themes that each phrase stands in."""
        found: dict[str, list[str]] = defaultdict(list)
        for theme in self.themes:
            for phrase in theme.phrases:
                found[phrase].append(theme.slug)
        return found

    @cached_property
    def phrase(self) -> re.Pattern[str] | None:
        """Any phrase, as whole words, the longest first; on text in small letters."""
        phrases = sorted(self.by_phrase, key=len, reverse=True)
        if not phrases:
            return None
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)")


def current_taxonomy() -> Taxonomy:
    """Of the themes in use; one query, and the same object while none of them changes."""
    return _built(
        tuple(
            ThemeWords(
                row.slug,
                row.group,
                " . ".join(
                    (row.label, row.label_cy, row.definition, row.definition_cy, *_plain(row.phrases))
                ),
                tuple(_plain(row.phrases)),
            )
            for row in Theme.objects.filter(active=True, group__in=GROUPS)
        )
    )


@lru_cache(maxsize=2)
def _built(themes: tuple[ThemeWords, ...]) -> Taxonomy:
    return Taxonomy(themes)


def _plain(phrases: Sequence[str]) -> list[str]:
    return [" ".join(phrase.lower().split()) for phrase in phrases if phrase.strip()]
