from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from common import slots
from common.jobs.run_now import drain
from stories.models import IntakeFile
from tests.transcription.factories import send_recording
from transcription.engines.faster_whisper import FasterWhisper
from transcription.engines.registry import get_engine
from transcription.made_with import made_with
from transcription.models import Transcript, WordList
from transcription.vocabulary.words import LONGEST, NotWords, tidy_words, words_for


def test_one_entry_a_line_each_once_in_the_order_given() -> None:
    assert (
        tidy_words(" Juniper  Ward\nclozapine, St Ann’s; juniper ward\n\n")
        == "Juniper Ward\nclozapine\nSt Ann’s"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (" \n , ", "at least one word"),
        ("<b>Juniper</b>", "Letters and numbers only: “<b>Juniper</b>”"),
        ("so they took me down the corridor and shut the door", "too long"),
        (
            "\n".join(f"medicine {number:03}" for number in range(40)),
            f"Whisper can take {LONGEST} characters: leave out 158",
        ),
    ],
)
def test_what_is_no_list_is_refused_and_says_what_to_change(text: str, says: str) -> None:
    with pytest.raises(NotWords, match=says.replace("(", r"\(")):
        tidy_words(text)


def make_list(name: str, kind: OrganisationKind, words: str) -> WordList:
    organisation, _made = Organisation.objects.get_or_create(
        kind=kind, name=name, defaults={"slug": name.lower()}
    )
    return WordList.objects.create(organisation=organisation, words=words)


@pytest.mark.django_db
def test_a_story_is_heard_with_the_list_of_its_group_else_with_the_hosts(
    with_model: Settings, testimony: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = send_recording(testimony)
    assert words_for(story_id=part.submission_id) == ()
    make_list("Host", OrganisationKind.HOST, "clozapine")
    own = make_list("Derby", OrganisationKind.GROUP, "Juniper Ward\nlorazepam")
    make_list("Elsewhere", OrganisationKind.GROUP, "Thornfield")
    assert words_for(story_id=part.submission_id) == ("clozapine",)
    IntakeFile.objects.create(
        organisation=own.organisation, submission_id=part.submission_id, mac="1", at=timezone.now()
    )
    given = []
    real = FasterWhisper.recognise

    def recognise(self: FasterWhisper, samples: object, **how: object) -> object:
        given.append(how.pop("prompt"))
        return real(self, samples, prompt="", **how)  # type: ignore[arg-type]  # the small model knows no prompts

    monkeypatch.setattr(FasterWhisper, "recognise", recognise)
    drain()
    assert given == ["Juniper Ward, lorazepam"]
    transcript = Transcript.objects.get()
    facts = dict(made_with(transcript))
    assert facts["Word list"] == f"heard with one ({transcript.options['words'][:8]})"
    assert (facts["Language"], facts["Numbers"], facts["Threads"]) == (
        "English, as its teller’s pages were",
        "float32",
        "1",
    )
    drawn = slots.draw("editor_part", RequestFactory().get("/"), {"part_id": part.pk})
    assert "What these words were made with" in drawn
    assert all(value in drawn for value in facts.values())
    assert "lorazepam" not in str(transcript.options), "the list may change; what was used is a mark"


@pytest.mark.django_db
def test_the_prompt_stands_before_every_window_and_never_fills_the_model(
    with_model: Settings, testimony: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = get_engine()
    assert isinstance(engine, FasterWhisper)
    many = [f"medicine {number}" for number in range(200)]
    assert engine.prompt_of(many).startswith("medicine 0, medicine 1, ")
    assert 190 < engine.count_tokens(engine.prompt_of(many)) <= 200
    prompts = []
    real = engine._model.get_prompt
    monkeypatch.setattr(
        engine._model, "get_prompt", lambda *a, **k: (prompts.append(k["hotwords"]), real(*a, **k))[1]
    )
    one = engine.transcribe(testimony, language="en", words=many)
    assert len(prompts) >= 5
    assert set(prompts) == {engine.prompt_of(many)}
    assert engine.transcribe(testimony, language="en", words=many) == one, "the same again is the same"
    assert engine.transcribe(testimony, language="en").options["words"] == ""
