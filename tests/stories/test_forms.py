"""Forms of the teller's journey: their shape, and words that help. The whole way is in tests/stories/views/."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from stories.enums import MEDIA_PURPOSES, Form, PartKind, Purpose
from stories.forms import (
    NO,
    AdultForm,
    ConsentForm,
    ReceiptForm,
    RecordingForm,
    ReviewForm,
    WhereForm,
    WordsForm,
)
from stories.models import Trust
from tests.stories.factories import make_themes, make_trust
from tests.stories.views.media import SPOKEN

pytestmark = pytest.mark.django_db


def ask(purpose: Purpose, *, offered: list[Form] | None = None, **data: str) -> ConsentForm:
    return ConsentForm(data or None, purpose=purpose, forms_offered=offered or [Form.TEXT])


@pytest.mark.parametrize("purpose", list(Purpose))
def test_each_use_starts_with_no_and_a_plain_yes(purpose: Purpose) -> None:
    form = ask(purpose)
    assert [(value, str(label)) for value, label in form.fields["answer"].choices] == [
        (NO, "No"),
        ("1", "Yes"),
    ]


def test_forms_are_offered_from_the_least_revealing_with_honest_hints() -> None:
    form = ask(Purpose.WEBSITE, offered=list(Form))
    values = [value for value, _ in form.fields["answer"].choices]
    assert values == [NO, "1", "2", "3", "4", "5"]
    hints = {value: str(words) for value, words in form.fields["answer"].choice_hints.items()}
    assert "cannot make it impossible" in hints["2"]
    assert "will recognise you" in hints["5"]


def test_a_form_that_was_not_offered_is_refused() -> None:
    assert not ask(Purpose.WEBSITE, answer="3").is_valid()
    assert ask(Purpose.WEBSITE, offered=[Form.TEXT, Form.AUDIO], answer="3").is_valid()


def test_no_answer_is_no_answer() -> None:
    form = ask(Purpose.PRESS, trust="x")
    assert not form.is_valid()
    assert form.errors["answer"] == ["Choose one. “No” is a good answer."]


def test_which_questions_belong_to_which_use() -> None:
    assert {p for p in Purpose if "trust" in ask(p).fields} == {Purpose.NAMED_PACK}
    assert {p for p in Purpose if "names_trust" in ask(p).fields} == {Purpose.ANY_PACK, *MEDIA_PURPOSES}


@pytest.mark.parametrize(
    ("answer", "trust", "right"), [("1", "", False), ("1", "ZZT", True), (NO, "", True), ("1", "X", False)]
)
def test_a_pack_for_one_trust(answer: str, trust: str, right: bool) -> None:
    make_trust()
    assert ask(Purpose.NAMED_PACK, answer=answer, trust=trust).is_valid() == right


def test_everything_about_where_may_be_left_out() -> None:
    form = WhereForm({})
    assert form.is_valid()
    assert form.cleaned_data == {"trust": "", "setting": "", "event_year": None, "teller_role": ""}


def test_where_offers_what_is_there_now() -> None:
    make_trust()
    make_trust("ZZU", name="Otherdale NHS Trust")
    Trust.objects.filter(code="ZZU").update(status="merged")
    form = WhereForm({"trust": "ZZT", "event_year": "2019"})
    assert form.is_valid()
    assert form.cleaned_data["event_year"] == 2019
    assert [value for value, _ in form.fields["trust"].choices] == ["", "ZZT"]


@pytest.mark.parametrize("year", ["last year", "19", "3000", "-2019", "2019.5", "9" * 5000, "²019"])
def test_a_year_that_is_none_is_explained(year: str) -> None:
    form = WhereForm({"event_year": year})
    assert not form.is_valid()
    assert list(form.errors) == ["event_year"]
    assert form["event_year"].value() == year


def test_words_up_to_two_hundred_thousand() -> None:
    assert WordsForm({"text": "x" * 200_000}).is_valid()
    assert not WordsForm({"text": "x" * 200_001}).is_valid()
    assert not WordsForm({"text": "a\x00b"}).is_valid()
    assert WordsForm({}).is_valid()


def test_a_recording_is_known_by_its_content() -> None:
    sent = SimpleUploadedFile("letter.txt", SPOKEN.read_bytes(), content_type="text/plain")
    form = RecordingForm({}, {"recording": sent})
    assert form.is_valid()
    assert (form.cleaned_data["kind"], form.cleaned_data["mime"]) == (PartKind.AUDIO, "audio/ogg")


def test_no_recording_is_fine_and_a_wrong_one_is_not() -> None:
    assert RecordingForm({}, {}).is_valid()
    assert RecordingForm({}, {}).fields["recording"].required is False
    wrong = SimpleUploadedFile("me.opus", b"words " * 100, content_type="audio/ogg")
    form = RecordingForm({}, {"recording": wrong})
    assert not form.is_valid()
    assert "could not open that file" in form.errors["recording"][0]


def test_a_lost_upload_says_that_it_is_our_fault() -> None:
    lost = SimpleUploadedFile("me.opus", SPOKEN.read_bytes())
    lost.lost = True  # type: ignore[attr-defined]  # as common.uploads marks one
    form = RecordingForm({}, {"recording": lost})
    assert not form.is_valid()
    assert form.errors["recording"][0].startswith("We could not keep your recording just now.")


@pytest.mark.parametrize("said", ["on", "1", "true"])
def test_being_an_adult_is_said_by_a_tick(said: str) -> None:
    form = AdultForm({"adult": said})
    assert form.is_valid()
    assert form.cleaned_data["adult"]


def test_no_tick_is_not_an_adult() -> None:
    form = AdultForm({})
    assert form.is_valid()
    assert not form.cleaned_data["adult"]


def test_a_receipt_is_cleaned_for_the_look_up() -> None:
    form = ReceiptForm({"words": " ACID, abacus\tzoom yo-yo Acid "})
    assert form.is_valid()
    assert form.cleaned_data["words"] == "acid abacus zoom yo-yo acid"


def test_wanting_changes_needs_words() -> None:
    for decision, note, right in (("changes", "", False), ("changes", " \n", False), ("changes", "x", True)):
        form = ReviewForm({"decision": decision, "note": note, "sha256": "0" * 64}, terms=())
        assert form.is_valid() == right
    for decision in ("approved", "refused"):
        assert ReviewForm({"decision": decision, "sha256": "0" * 64}, terms=()).is_valid()
    assert not ReviewForm({"decision": "maybe", "sha256": "0" * 64}, terms=()).is_valid()
    assert not ReviewForm({"decision": "approved", "note": "x" * 5001, "sha256": "0"}, terms=()).is_valid()


def test_forms_ask_nothing_of_the_browsers_memory() -> None:
    make_themes()
    assert WordsForm().fields["text"].widget.attrs["autocomplete"] == "off"
    assert ReceiptForm().fields["words"].widget.attrs["autocomplete"] == "off"


def test_several_answers_at_once_are_one() -> None:
    form = ConsentForm(QueryDict("answer=1&answer=no"), purpose=Purpose.PRESS, forms_offered=[Form.TEXT])
    assert form.is_valid()
    assert form.cleaned_data["answer"] == NO
