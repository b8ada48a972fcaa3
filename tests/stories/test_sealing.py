"""Every sealed thing is bound to its own row: a swapped row does not open, and a changed word does not match."""

from uuid import uuid4

import pytest

from common.vault.errors import KeyDestroyed, VaultError
from common.vault.keys import destroy_key
from stories.enums import Decision, RedactionAction, RedactionKind
from stories.models import Approval, Redaction, SealedPart, StoryDraft, StoryVersion
from stories.redaction import redact
from stories.sealing import (
    canonical,
    open_draft,
    open_note,
    open_part_text,
    open_replacements,
    open_versions,
    seal_draft,
    seal_version,
)
from tests.stories.factories import TEXT, TITLE, make_story, part_of

pytestmark = pytest.mark.django_db

CANARY = "qzxsealingxzq"


def test_words_open_in_their_own_row_alone() -> None:
    one, other = part_of(make_story("sent")), part_of(make_story("sent", text="Another."))
    assert open_part_text(part=one) == TEXT
    SealedPart.objects.filter(pk=other.pk).update(sealed_text=one.sealed_text)
    with pytest.raises(VaultError):
        open_part_text(part=SealedPart.objects.get(pk=other.pk))
    twin = SealedPart(submission=one.submission, kind=one.kind, sealed_text=one.sealed_text)
    with pytest.raises(VaultError):
        open_part_text(part=twin)


def test_a_part_without_words_is_empty() -> None:
    assert open_part_text(part=SealedPart(submission_id=uuid4())) == ""


def test_a_draft_opens_to_its_title_and_summary() -> None:
    story = make_story("written", title=CANARY, summary=f"Of {CANARY}")
    draft = StoryDraft.objects.get(story=story)
    assert open_draft(draft=draft) == (CANARY, f"Of {CANARY}")
    assert CANARY.encode() not in bytes(draft.sealed or b"")
    assert open_draft(draft=StoryDraft(story=story)) == ("", "")
    seal_draft(draft=draft, title="", summary="")
    assert open_draft(draft=draft) == ("", "")


def test_stand_ins_open_in_order_and_masks_are_empty_with_one_question_for_the_key(
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    story = make_story("taken")
    part = part_of(story)
    for start, words in ((0, "first"), (5, ""), (9, "third")):
        action = RedactionAction.STAND_IN if words else RedactionAction.MASK
        redact(
            part_id=part.pk,
            start=start,
            end=start + 2,
            kind=RedactionKind.PERSON,
            action=action,
            replacement=words,
            by=story.editor,
        )
    decided = list(Redaction.objects.order_by("start"))
    with django_assert_num_queries(1, using="keyring"):
        assert open_replacements(owner=story.pk, redactions=decided) == ["first", "", "third"]
        assert open_replacements(owner=story.pk, redactions=[]) == []
    assert open_replacements(owner=story.pk, redactions=decided[::-1]) == ["third", "", "first"]


def test_a_stand_in_moved_to_another_span_does_not_open() -> None:
    story = make_story("written")
    redaction = Redaction.objects.filter(sealed_replacement__isnull=False).first()
    assert redaction is not None
    redaction.start += 1
    with pytest.raises(VaultError):
        open_replacements(owner=story.pk, redactions=[redaction])


def test_versions_open_in_order_with_one_question_for_the_keys(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    stories = [make_story("handed", title=f"Title {n}") for n in range(3)]
    versions = list(StoryVersion.objects.order_by("created_at"))
    with django_assert_num_queries(1, using="keyring"):
        opened = open_versions(versions=versions)
    assert [document and document["title"] for document in opened] == ["Title 0", "Title 1", "Title 2"]
    destroy_key(owner=stories[1].pk)
    opened = open_versions(versions=versions)
    assert [document and document["title"] for document in opened] == ["Title 0", None, "Title 2"]
    assert open_versions(versions=[]) == []


def test_a_version_whose_hash_says_otherwise_is_not_given() -> None:
    version = StoryVersion.objects.get(story=make_story("handed"))
    version.sha256 = "0" * 64
    assert open_versions(versions=[version]) == [None]


def test_the_hash_is_of_the_words_and_of_nothing_else() -> None:
    version = StoryVersion.objects.get(story=make_story("handed"))
    document = open_versions(versions=[version])[0]
    assert document is not None
    assert document["title"] == TITLE
    before, sealed = version.sha256, bytes(version.sealed)
    seal_version(version=version, document=dict(reversed(document.items())))
    assert version.sha256 == before
    assert bytes(version.sealed) != sealed, "sealed anew each time"
    seal_version(version=version, document={**document, "summary": "Other."})
    assert version.sha256 != before
    assert version.words == sum(len(part["text"].split()) for part in document["parts"])


def test_one_way_to_write_a_document_down() -> None:
    assert canonical({"b": 1, "a": ["é", None]}) == '{"a":["é",null],"b":1}'


def test_a_note_opens_for_its_answer_alone() -> None:
    story = make_story("changes", note=CANARY)
    answer = Approval.objects.get()
    assert CANARY.encode() not in bytes(answer.sealed_note or b"")
    assert open_note(approval=answer, owner=story.pk) == CANARY
    other = Approval(version=answer.version, at=story.stage_since, sealed_note=answer.sealed_note)
    with pytest.raises(VaultError):
        open_note(approval=other, owner=story.pk)
    assert (
        open_note(approval=Approval(version=answer.version, decision=Decision.APPROVED), owner=story.pk) == ""
    )
    destroy_key(owner=story.pk)
    with pytest.raises(KeyDestroyed):
        open_note(approval=answer, owner=story.pk)
