"""The five themes, and the content notes, that a safe text speaks of most, each with the words that caused it."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stories.enums import ThemeGroup
from stories.suggesting.learned import learned_for, probabilities
from stories.suggesting.taxonomy import LANGUAGES, Taxonomy, current_taxonomy

MOST = 5
SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
LEAST = 0.14  # a cosine below which a sentence says nothing about a theme
LONGEST = 90  # letters of what is shown as the cause
APOSTROPHES = str.maketrans("’‘", "''")


@dataclass(frozen=True)
class Suggestion:
    """`because` are words of the safe text, as they stand in it."""

    slug: str
    because: str
    score: float


@dataclass(frozen=True)
class Suggestions:
    """`known`: whether the taxonomy has words in the language of the text at all."""

    themes: tuple[Suggestion, ...]
    notes: tuple[Suggestion, ...]
    known: bool = True

    def because(self) -> dict[str, str]:
        """By slug."""
        return {each.slug: each.because for each in (*self.themes, *self.notes)}


@dataclass
class Cause:
    """What speaks for a theme: phrases found, and the sentence nearest to it."""

    phrases: dict[str, str]
    near: float = 0.0
    sentence: str = ""


def suggest(*, texts: Sequence[str], language: str) -> Suggestions:
    """TEXTS are the safe parts of one story. Two queries; scikit-learn is loaded the first time."""
    if language.split("-")[0] not in LANGUAGES:
        return Suggestions((), (), known=False)
    taxonomy = current_taxonomy()
    sentences = [found.group().strip() for text in texts for found in SENTENCE.finditer(text)]
    sentences = [sentence for sentence in sentences if sentence]
    if not sentences or not taxonomy.themes:
        return Suggestions((), ())
    causes = _causes(taxonomy, sentences)
    learned = probabilities(taxonomy=taxonomy, learned=learned_for(taxonomy), text="\n".join(texts))
    ranked = _ranked(taxonomy, causes, learned)
    notes = {theme.slug for theme in taxonomy.themes if theme.group == ThemeGroup.CONTENT_NOTES}
    return Suggestions(
        tuple([each for each in ranked if each.slug not in notes][:MOST]),
        tuple([each for each in ranked if each.slug in notes][:MOST]),
    )


def _causes(taxonomy: Taxonomy, sentences: Sequence[str]) -> dict[str, Cause]:
    causes: dict[str, Cause] = defaultdict(lambda: Cause({}))
    for sentence in sentences:
        folded = sentence.lower().translate(APOSTROPHES)
        if taxonomy.phrase and len(folded) == len(sentence):
            for found in taxonomy.phrase.finditer(folded):
                for slug in taxonomy.by_phrase[found.group()]:
                    causes[slug].phrases.setdefault(found.group(), sentence[found.start() : found.end()])
    near = (taxonomy.features(sentences) @ taxonomy.matrix.T).tocsc()
    for number, theme in enumerate(taxonomy.themes):
        column = near.getcol(number)
        if column.nnz:
            place = int(column.data.argmax())
            if column.data[place] >= LEAST:
                cause = causes[theme.slug]
                cause.near, cause.sentence = float(column.data[place]), sentences[column.indices[place]]
    return causes


def _ranked(
    taxonomy: Taxonomy, causes: Mapping[str, Cause], learned: Mapping[str, float]
) -> list[Suggestion]:
    """What was learned moves a theme up or down; it never brings one that no words of the text stand for."""
    found = []
    for slug, cause in causes.items():
        score = cause.near + sum(_weight(taxonomy, phrase) for phrase in cause.phrases)
        if slug in learned:
            score *= 0.5 + learned[slug]
        found.append(Suggestion(slug, _because(cause), round(score, 4)))
    order = {theme.slug: number for number, theme in enumerate(taxonomy.themes)}
    return sorted(found, key=lambda each: (-each.score, order[each.slug]))


def _weight(taxonomy: Taxonomy, phrase: str) -> float:
    """A longer phrase says more, and one that many themes have says less."""
    return (0.4 + 0.15 * len(phrase.split())) / len(taxonomy.by_phrase[phrase])


def _because(cause: Cause) -> str:
    words = max(cause.phrases.values(), key=len, default=cause.sentence)
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rsplit(" ", 1)[0] + "…"
