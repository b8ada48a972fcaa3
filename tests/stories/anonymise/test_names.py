"""Names with capitals: where they begin and end, and which capitals say nothing."""

import pytest

from stories.enums import RedactionKind
from tests.stories.anonymise.found import covered, kinds, words

LONG = (
    " It went on for the whole of that and nobody said a word about it, and so we sat and we waited there."
    * 2
)


@pytest.mark.parametrize(
    "name",
    [
        "Mr J. van der Berg",
        "Dr. Helga von Trautheim",
        "Mr and Mrs Smith",
        "nurse Adaeze Obi",
        "my cousin Kwame".removeprefix("my "),
        "Siân ap Rhys",
        "Ms Abernathy-Cole",
        "Mr K. O’Neill",
        "B.K.",
        "His Honour Judge Pryor QC",
        "Big Mags",
        "the Istanbul State Security Court",
        "the Ministry of Justice of the Republic of Moldova",
        "the United Kingdom of Great Britain and Northern Ireland",
        "the Foreign and Commonwealth Office",
        "the High Court of Western Denmark (Vestre Landsret)",
        "the Plovdiv Regional Prosecutor’s Office",
        "Diyarbakır public prosecutor’s office",
        "the Dorset police",
        "Leave to Remain",
        "Aydın v. Turkey",
        "Police and Criminal Evidence Act 1984",
        "the 1992 Act",
        "Article 146 § 1 of the Criminal Code",
        "section 7(2) of the Prevention of Terrorism Act",
        "SIA “Diena”",
        "Wilson and Co.",
        "the village of Yukarıgören",
        "Turkish national",
        "Ysbyty Bryn Meillion",
        "Ward 7B",
        "Zoe\u0308 Hale",
        "iPhone",
        "NATO",
    ],
)
def test_the_whole_name_is_one_proposal(name: str) -> None:
    text = f"They spoke of it then and {name} was there as well.{LONG}"
    (found,) = [each for each in words(text) if name in each]
    assert len(found) - len(name) <= 4, "nothing but an article beside it"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tarnbury is far away.", "Tarnbury"),
        ("Rose said no.", "Rose"),
        ("Will laughed at that.", "Will"),
        ("Grace's room was cold.", "Grace's"),
        ("Poppy, the student, cried.", "Poppy"),
        ("Bear went home.", "Bear"),
        ("We saw a bear. Juniper was full. They said Juniper had no beds.", "Juniper"),
        ("“Wren” was not her name.", "Wren"),
        ("Court of Appeal rulings take long.", "Court of Appeal"),
        ("Asylum and Immigration Tribunal rulings take long.", "Asylum and Immigration Tribunal"),
    ],
)
def test_at_the_start_of_a_sentence_names_are_told_from_words(text: str, name: str) -> None:
    assert covered(text + LONG, name)


@pytest.mark.parametrize(
    "text",
    [
        "I was held. Nobody came. They left.",
        "The door shut.\n\nThen it opened.",
        "I'm fine. I'd say so.",
        "“Why?” she said. “Because.”",
        "Staff came. People said nothing. Sleep came at last. Waiting was worse.",
        "Walking helped. Bright lights hurt. Will you listen? May I go?",
        "NO. NO. I said NO, and I said it AGAIN.",
    ],
)
def test_plain_sentences_raise_nothing(text: str) -> None:
    assert words(text + LONG) == ["that and"][:0]


def test_a_line_of_capitals_is_read_as_if_it_had_none() -> None:
    text = "THEY PUT ME ON THE FLOOR AND DARREN LAUGHED. NOBODY CAME."
    assert words(text + LONG) == ["DARREN"]


def test_a_name_after_a_word_that_begins_a_sentence_is_found_without_it() -> None:
    assert words("Then Mo came. When Mo left, I slept." + LONG) == ["Mo", "Mo"]


def test_a_title_in_quotation_marks_is_one_whatever_words_it_is_made_of() -> None:
    assert words("we sang “We All Are Going Home” then." + LONG) == ["We All Are Going Home"]
    assert words("he said “not long now” then." + LONG) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("nurse Obi", RedactionKind.PERSON),
        ("Larch Ward", RedactionKind.WARD),
        ("the Home Office", RedactionKind.ORGANISATION),
        ("Harbour Terrace", RedactionKind.PLACE),
        ("Welsh", RedactionKind.DESCRIPTION),
        ("Mental Health Act", RedactionKind.OTHER),
    ],
)
def test_kinds_are_guessed(name: str, kind: RedactionKind) -> None:
    assert kinds(f"and then they spoke of {name} for a while.{LONG}")[name] == kind


def test_on_the_net_a_sentence_may_begin_with_anybody() -> None:
    assert "Brown" in words("Brown was on about it again lol #fail")
