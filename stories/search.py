"""Full-text search over released stories: FTS5 on SQLite, a generated tsvector with GIN on PostgreSQL.

The index is blind: it holds keyed hashes of word stems, in alphabetical order, so that a copy of the database
gives no words back after an erasure. Words are matched by stem, not by prefix.
"""

import hashlib
import hmac
import re
from uuid import UUID

import snowballstemmer
from django.conf import settings
from django.db import connection

from stories.released import ReleasedStory

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MAX_QUERY_WORDS = 12
_stemmer = snowballstemmer.stemmer("english")


def _blind(word: str) -> str:
    key = settings.RECEIPT_KEY.encode()
    # The letter keeps PostgreSQL's parser from reading a token as a number.
    return "x" + hmac.new(key, b"search:" + word.encode(), hashlib.sha256).hexdigest()[:12]


def blind_tokens(*, text: str) -> list[str]:
    words = [word.lower().replace("’", "'") for word in WORD.findall(text)]
    return [_blind(stem) for stem in _stemmer.stemWords(words)]


def blind_facet(*, kind: str, value: str) -> str:
    """A token for something known of a text beside its words; no word of a text can be it."""
    return _blind(f"{kind}={value}")


def index_story(*, story: ReleasedStory) -> None:
    """Remember STORY, in the caller's transaction; indexing again replaces it."""
    welsh = [term.today.welsh for term in story.themes if term.today]
    labels = " ".join([*(term.frozen for term in story.themes), *welsh])
    tokens = " ".join(sorted(blind_tokens(text=f"{story.title} {story.summary} {story.text} {labels}")))
    unindex_story(story_id=story.story_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stories_search (story_id, tokens) VALUES (%s, %s)", [str(story.story_id), tokens]
        )


def unindex_story(*, story_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM stories_search WHERE story_id = %s", [str(story_id)])


def search_stories(*, query: str, limit: int = 50) -> list[UUID]:
    """Ids of stories with all words of QUERY, best first. They pass the gate again when read."""
    tokens = list(dict.fromkeys(blind_tokens(text=query)))[:MAX_QUERY_WORDS]
    if not tokens:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT story_id FROM stories_search, to_tsquery('simple', %s) q WHERE vector @@ q "
                "ORDER BY ts_rank(vector, q) DESC, story_id LIMIT %s",
                [" & ".join(tokens), limit],
            )
        else:
            cursor.execute(
                "SELECT story_id FROM stories_search WHERE stories_search MATCH %s ORDER BY rank LIMIT %s",
                [f"tokens : ({' AND '.join(tokens)})", limit],
            )
        return [UUID(str(row[0])) for row in cursor.fetchall()]
