"""What an edition is made of, by id and hash: enough to prove it, with no word of it."""

import hashlib
import json
from typing import Any

from campaigns.enums import OF_STORIES, ItemKind
from campaigns.models import Edition, EditionItem
from campaigns.packs.content import PackContent


def digest(value: Any) -> str:
    """SHA-256 of VALUE as canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def manifest_items(*, edition: Edition, content: PackContent) -> list[EditionItem]:
    """The lines of the manifest, as rows: exactly what was printed, and in which version."""
    stories = [
        EditionItem(
            edition=edition,
            kind=ItemKind.STORY,
            source_id=str(story.story_id),
            position=place,
            consent_id=story.consent_id,
            version_sha256=story.version_hash,
            content_sha256=digest(printed["paragraphs"]),
        )
        for place, (story, printed) in enumerate(
            zip(content.printed, content.data["stories"], strict=True), start=1
        )
    ]
    figures = [row for group in content.data["figures"] for row in group["rows"]]
    return [
        *stories,
        *_quotations(edition, content),
        *_plain(edition, ItemKind.STATEMENT, content.data["rules"]),
        *_plain(edition, ItemKind.FIGURE, figures),
        *_plain(edition, ItemKind.INITIATIVE, content.data["practices"]),
    ]


def _quotations(edition: Edition, content: PackContent) -> list[EditionItem]:
    consents = {story.story_id: story.consent_id for story in content.stories}
    return [
        EditionItem(
            edition=edition,
            kind=ItemKind.QUOTATION,
            source_id=str(span.story_id),
            span=span.raw(),
            position=place,
            consent_id=consents[span.story_id],
            version_sha256=span.version,  # no hash of a few words: it could be guessed back into them
        )
        for place, span in enumerate(content.quotations, start=1)
    ]


def _plain(edition: Edition, kind: ItemKind, rows: list[dict[str, Any]]) -> list[EditionItem]:
    return [
        EditionItem(
            edition=edition, kind=kind, source_id=row["slug"], position=place, content_sha256=digest(row)
        )
        for place, row in enumerate(rows, start=1)
    ]


def build_manifest(
    *, edition: Edition, items: list[EditionItem], files: list[dict[str, Any]]
) -> dict[str, Any]:
    """FILES: a line for each, with its name and hash."""
    return {
        "version": 1,
        "edition": str(edition.pk),
        "number": edition.number,
        "verify": edition.verify_code,
        "trust": edition.pack.campaign.trust_code,
        "items": [_line(item) for item in items],
        "files": files,
    }


def _line(item: EditionItem) -> dict[str, Any]:
    line: dict[str, Any] = {
        "kind": str(item.kind),
        "source": item.source_id,
        "content_sha256": item.content_sha256,
    }
    if item.kind in OF_STORIES:
        line |= {"consent": item.consent_id, "version_sha256": item.version_sha256}
    return line
