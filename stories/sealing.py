"""Sealing and opening what stories keep, each bound to its own row. The owner of every key is the story's id."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from common.vault.text import open_text, open_texts, seal_text
from stories.models import Approval, Redaction, SealedPart, StoryDraft, StoryVersion


def seal_part_text(*, part: SealedPart, text: str) -> None:
    """Put TEXT, sealed, on the unsaved or saved PART (the caller saves)."""
    part.sealed_text = seal_text(owner=part.submission_id, text=text, context=part.text_context)
    part.text_length = len(text)


def open_part_text(*, part: SealedPart) -> str:
    """The raw words of PART; empty when it has none yet. Raises KeyDestroyed after an erasure."""
    if part.sealed_text is None:
        return ""
    return open_text(owner=part.submission_id, sealed=bytes(part.sealed_text), context=part.text_context)


def seal_replacement(*, redaction: Redaction, owner: UUID, text: str) -> None:
    redaction.sealed_replacement = (
        seal_text(owner=owner, text=text, context=redaction.context) if text else None
    )


def open_replacements(*, owner: UUID, redactions: Sequence[Redaction]) -> list[str]:
    """The stand-in words of REDACTIONS, in their order; empty for a mask. One key query."""
    sealed = [r for r in redactions if r.sealed_replacement is not None]
    opened = open_texts(items=[(owner, bytes(r.sealed_replacement or b""), r.context) for r in sealed])
    by_id = {r.pk: text or "" for r, text in zip(sealed, opened, strict=True)}
    return [by_id.get(r.pk, "") for r in redactions]


def canonical(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal_draft(*, draft: StoryDraft, title: str, summary: str) -> None:
    text = canonical({"title": title, "summary": summary})
    draft.sealed = seal_text(owner=draft.story_id, text=text, context=draft.context)


def open_draft(*, draft: StoryDraft) -> tuple[str, str]:
    """Title and summary, both empty before an editor wrote them."""
    if draft.sealed is None:
        return "", ""
    held = json.loads(open_text(owner=draft.story_id, sealed=bytes(draft.sealed), context=draft.context))
    return held["title"], held["summary"]


def seal_version(*, version: StoryVersion, document: dict[str, Any]) -> None:
    """Freeze DOCUMENT on VERSION with the hash that approvals, releases and manifests carry."""
    text = canonical(document)
    version.sealed = seal_text(owner=version.story_id, text=text, context=version.context)
    version.sha256 = hashlib.sha256(text.encode()).hexdigest()
    version.words = sum(len(part["text"].split()) for part in document["parts"])


def open_versions(*, versions: Iterable[StoryVersion]) -> list[dict[str, Any] | None]:
    """The frozen documents, in order; None where the key is gone or the words no longer match their hash."""
    listed = list(versions)
    held = [version for version in listed if version.sealed]  # the others held a part that was taken back
    opened = open_texts(items=[(v.story_id, bytes(v.sealed), v.context) for v in held])
    by_id = {version.pk: text for version, text in zip(held, opened, strict=True)}
    return [_document(by_id.get(version.pk), version.sha256) for version in listed]


def open_beside(
    *, version: StoryVersion, parts: Iterable[SealedPart]
) -> tuple[dict[str, Any] | None, dict[UUID, str]]:
    """A frozen document, as `open_versions`, and the raw words of PARTS by id; one key query for all of it."""
    held = [part for part in parts if part.sealed_text is not None]
    owner, sealed = version.story_id, bytes(version.sealed)
    frozen = [(owner, sealed, version.context)] if sealed else []
    own = [(part.submission_id, bytes(part.sealed_text or b""), part.text_context) for part in held]
    opened = open_texts(items=frozen + own)
    document = _document(opened[0], version.sha256) if frozen else None
    words = zip(held, opened[len(frozen) :], strict=True)
    return document, {part.pk: text for part, text in words if text is not None}


def part_ids_of(*, versions: Iterable[StoryVersion]) -> list[frozenset[UUID] | None]:
    """Which parts each frozen version holds; None where it cannot be opened. No words."""
    return [
        None if document is None else frozenset(UUID(part["id"]) for part in document["parts"])
        for document in open_versions(versions=versions)
    ]


def _document(text: str | None, sha256: str) -> dict[str, Any] | None:
    return json.loads(text) if text is not None and _matches(text, sha256) else None


def _matches(text: str, sha256: str) -> bool:
    return hashlib.sha256(text.encode()).hexdigest() == sha256


def seal_note(*, approval: Approval, owner: UUID, text: str) -> None:
    approval.sealed_note = seal_text(owner=owner, text=text, context=approval.context) if text else None


def open_note(*, approval: Approval, owner: UUID) -> str:
    if approval.sealed_note is None:
        return ""
    return open_text(owner=owner, sealed=bytes(approval.sealed_note), context=approval.context)
