"""Corrected words keep every decision: what was hidden stays hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Role
from common.jobs.registry import replaced
from stories import redaction, rewording
from stories.enums import PartKind, RedactionAction, RedactionKind
from stories.errors import StageRefused
from stories.models import KeptPlace, Redaction, SealedPart
from stories.parts import part_text, safe_part_text
from stories.rewording import changed_stretches, moved
from tests.stories.factories import make_story, make_user

HEARD = "I was with Dr Hale.\nDr Hale sat down by Alan Reed."
WORD = st.sampled_from(["Hale", "Alan", "sat", "down", "the", "ward", "I", "was"])
TEXTS = st.lists(st.lists(WORD, max_size=6), min_size=1, max_size=4).map(
    lambda lines: "\n".join(" ".join(line) for line in lines)
)


@given(TEXTS, TEXTS)
def test_what_did_not_change_is_the_same_text(old: str, new: str) -> None:
    built, at = "", 0
    old, new = old.replace("\n", " "), new.replace("\n", " ")  # a line that is split is the same words
    for each in changed_stretches(old=old, new=new):
        built += old[at : each.a0] + new[each.b0 : each.b1]
        at = each.a1
    assert built + old[at:] == new


@given(TEXTS, TEXTS, st.data())
def test_a_span_covers_all_that_became_of_it(old: str, new: str, data: st.DataObject) -> None:
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    changed = changed_stretches(old=old, new=new)
    begin, finish = moved(start, end, changed)
    assert 0 <= begin <= finish <= len(new)
    for each in changed:
        if each.a0 < end and start < each.a1:
            assert begin <= each.b0
            assert each.b1 <= finish


@pytest.mark.django_db
class TestReword:
    @pytest.fixture(autouse=True)
    def nobody_works(self) -> object:
        with replaced("transcribe_recording", lambda run: None), replaced("make_safe_copy", lambda run: None):
            yield

    def spoken(self, state: str = "taken") -> SealedPart:
        story = make_story(state, text="", recording=b"not really sound" * 10, transcript=HEARD)
        return SealedPart.objects.get(submission_id=story.pk, kind=PartKind.AUDIO)

    def hide(self, part: SealedPart, words: str, instead: str) -> None:
        redaction.redact_everywhere(
            part_ids=[part.pk],
            words=words,
            kind=RedactionKind.PERSON,
            action=RedactionAction.STAND_IN,
            replacement=instead,
            by=part.submission.story.editor,
        )

    def test_a_decision_goes_with_its_words_and_hides_what_they_became(self) -> None:
        part = self.spoken()
        self.hide(part, "Hale", "Grey")
        self.hide(part, "Alan Reed", "Robin")
        rewording.reword(
            part_id=part.pk,
            text="Yes, I was with Dr Hale.\nDr Hail sat down by Alan Reid.",
            by=part.submission.story.editor,
        )
        assert safe_part_text(part_id=part.pk) == "Yes, I was with Dr Grey.\nDr Grey sat down by Robin"

    def test_what_is_gone_needs_no_decision_and_what_was_kept_is_asked_again(self) -> None:
        part = self.spoken()
        editor = part.submission.story.editor
        self.hide(part, "Alan Reed", "Robin")
        for words in ("Dr", "sat"):
            for start, end in redaction.find_words(text=HEARD, words=words):
                KeptPlace.objects.create(
                    part=part, start=start, end=end, decided_by=editor, decided_at=part.created_at
                )
        text = "I was with Doctor Hale.\nDr Hale sat down by"
        rewording.reword(part_id=part.pk, text=text, by=editor)
        assert part_text(part_id=part.pk) == text
        assert not Redaction.objects.filter(part=part).exists()
        kept = [text[each.start : each.end] for each in KeptPlace.objects.filter(part=part)]
        assert kept == ["Dr", "sat"]

    def test_only_who_has_it_and_only_while_it_is_open(self) -> None:
        part = self.spoken()
        with pytest.raises(StageRefused):
            rewording.reword(part_id=part.pk, text="Other words.", by=make_user(Role.EDITOR))
        handed = self.spoken("handed")
        for by in (handed.submission.story.editor, None):
            with pytest.raises(StageRefused):
                rewording.reword(part_id=handed.pk, text="Other words.", by=by)
        assert part_text(part_id=part.pk) == part_text(part_id=handed.pk) == HEARD

    def test_new_words_are_sealed_and_looked_through_again(self) -> None:
        part = self.spoken()
        rewording.reword(part_id=part.pk, text="Mr Blackwood held me.", by=part.submission.story.editor)
        part.refresh_from_db()
        assert b"Blackwood" not in bytes(part.sealed_text or b"")
        assert part.looked_through_at is None
