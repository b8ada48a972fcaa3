"""The group decides which sections there are and in which order; what was picked is printed whatever they left out."""

import pytest

from campaigns.enums import ItemKind, SectionKind
from campaigns.models import Pack
from campaigns.packs.building import pick
from campaigns.packs.plan import plan_of_edition, plan_of_pack
from campaigns.packs.reading import open_pdf, read_html
from campaigns.packs.sections import Section, complete, words_in
from tests.campaigns.factories import make_edition, make_pack, make_rule
from tests.campaigns.packs.test_formats import poppler, squeeze

pytestmark = pytest.mark.django_db


def lay(pack: Pack, *sections: tuple[str, str, str]) -> None:
    pack.sections = [(kind, {"heading": heading, "text": text}) for kind, heading, text in sections]
    pack.save()


def kinds(pack: Pack) -> list[str]:
    return [section.kind for section in plan_of_pack(Pack.objects.get(pk=pack.pk)).sections]


def test_a_new_pack_has_the_usual_sections_with_what_was_written():
    pack = make_pack(stories=0, summary="Two minutes.", ask="Stop.", letter="Dear all")
    words = plan_of_pack(pack).words
    assert [s.kind for s in words.sections][:3] == ["summary", "asks", "letter"]
    assert words_in(words.sections, SectionKind.SUMMARY) == "Two minutes."
    assert words_in(words.sections) == "Two minutes.\n\nStop.\n\nDear all"


def test_what_was_picked_is_printed_before_the_end_even_without_a_section():
    given = [Section("letter"), Section("support")]
    whole = complete(given, picked={ItemKind.STORY, ItemKind.STATEMENT})
    assert [s.kind for s in whole] == ["letter", "stories", "rules", "support", "sources"]
    assert [s.kind for s in complete([], picked=())] == ["sources", "support"]


def test_order_headings_and_free_words_are_the_groups_in_every_format():
    pack = make_pack(stories=1)
    make_rule("g90")
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g90")
    lay(
        pack,
        ("rules", "The law, plainly", "Read this first."),
        ("words", "How we worked", "We met on Tuesdays.\n\nThere was soup."),
        ("stories", "", ""),
        ("asks", "", "One\nTwo"),
        ("summary", "", ""),
    )
    edition = make_edition(pack=pack)
    html, printed = (
        read_html(edition=edition),
        squeeze(poppler("pdftotext", open_pdf(edition=edition).read())),
    )
    order = [
        "The law, plainly",
        "Read this first.",
        "Nobody is held face down.",
        "How we worked",
        "There was soup.",
    ]
    order += ["The stories", "Two"]
    for text, wanted in ((html, order), (printed, [squeeze(each) for each in order])):
        found = [text.rindex(each) for each in wanted]
        assert found == sorted(found)
    assert "In two minutes" not in html  # empty, so left out
    assert plan_of_edition(edition).words == plan_of_pack(pack).words


def test_promises_are_frozen_as_they_stood():
    pack = make_pack(stories=1)
    campaign = pack.campaign
    promise = campaign.commitments.create(
        text="A clock", owner="Matron", made_on="2026-01-05", settled="kept"
    )
    lay(pack, ("last_time", "", ""), ("stories", "", ""))
    edition = make_edition(pack=Pack.objects.get(pk=pack.pk))
    promise.text = "Half a sente"
    promise.save()
    [frozen] = plan_of_edition(edition).words.promises
    assert (frozen.text, frozen.state, frozen.made_on) == ("A clock", "kept", "2026-01-05")
    html = read_html(edition=edition)
    assert "A clock" in html
    assert "promised on 5 January 2026" in html
    assert "A clock" not in read_html(edition=make_edition(pack=make_pack(stories=1, campaign=campaign)))
