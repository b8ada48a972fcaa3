"""What an edition is made of, by id and hash: enough to prove it, with no word of it."""

import hashlib
import json
from typing import Any

from campaigns.enums import ItemKind
from campaigns.models import Edition, EditionItem
from campaigns.packs.content import PackContent
from common.vault.files import SealedFile


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
            zip(content.stories, content.data["stories"], strict=True), start=1
        )
    ]
    statements = _plain(edition, ItemKind.STATEMENT, content.data["rules"])
    initiatives = _plain(edition, ItemKind.INITIATIVE, content.data["practices"])
    return [*stories, *statements, *initiatives]


def _plain(edition: Edition, kind: ItemKind, rows: list[dict[str, Any]]) -> list[EditionItem]:
    return [
        EditionItem(
            edition=edition, kind=kind, source_id=row["slug"], position=place, content_sha256=digest(row)
        )
        for place, row in enumerate(rows, start=1)
    ]


def build_manifest(
    *, edition: Edition, items: list[EditionItem], html: str, file: SealedFile, pdf_standard: str
) -> dict[str, Any]:
    return {
        "version": 1,
        "edition": str(edition.pk),
        "number": edition.number,
        "verify": edition.verify_code,
        "trust": edition.pack.campaign.trust_code,
        "items": [_line(item) for item in items],
        "files": [
            {"name": "pack.html", "sha256": hashlib.sha256(html.encode()).hexdigest()},
            {"name": "pack.pdf", "sha256": file.sha256, "standard": pdf_standard},
        ],
    }


def _line(item: EditionItem) -> dict[str, Any]:
    line: dict[str, Any] = {
        "kind": str(item.kind),
        "source": item.source_id,
        "content_sha256": item.content_sha256,
    }
    if item.kind == ItemKind.STORY:
        line |= {"consent": item.consent_id, "version_sha256": item.version_sha256}
    return line
