"""Published numbers: said with their thousands and units, drawn only where they can be compared."""

import datetime as dt

import pytest

from campaigns.enums import ItemKind
from campaigns.evidence.figures import figures_for_pack, grouped, period, usable_figures
from campaigns.models import Figure
from campaigns.packs.building import NotPickable, pick
from campaigns.packs.reading import open_pdf, read_html
from tests.campaigns.factories import make_edition, make_pack, make_source
from tests.campaigns.packs.test_formats import poppler, squeeze

pytestmark = pytest.mark.django_db
YEAR = {"period_start": dt.date(2016, 4, 1), "period_end": dt.date(2017, 3, 31)}


def make_figure(slug: str, **fields: object) -> Figure:
    values = {
        "nation": "England",
        "area": "England",
        "measure": "People held",
        "subgroup": "all",
        "value": "9296",
        "unit": "count",
        "checked": "search",
        **YEAR,
    }
    figure = Figure.objects.create(slug=slug, **values | fields)
    figure.sources.add(make_source("bulletin"))
    return figure


def test_they_are_said_as_people_write_them():
    make_figure("f1")
    make_figure("f2", value="16.5", unit="percent", subgroup="Black or Black British", area="")
    make_figure("f3", value="52.1", unit="per 100000")
    make_figure("f4", value="CAMHS; PICU", unit="text")
    make_figure("f5", value="")
    said = [(f.said, f.label) for f in figures_for_pack(slugs=["f1", "f2", "f3", "f4", "f5"])]
    assert said == [
        ("9,296", "England, 2016–17"),
        ("16.5%", "Black or Black British, 2016–17"),
        ("52.1 per 100000", "England, 2016–17"),
        ("CAMHS; PICU", "England, 2016–17"),
        ("–", "England, 2016–17"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, None, ""),
        (dt.date(2013, 1, 1), None, "2013"),
        (dt.date(2015, 4, 1), dt.date(2016, 3, 31), "2015–16"),
        (dt.date(2023, 1, 1), dt.date(2023, 12, 31), "2023"),
        (dt.date(2015, 8, 1), dt.date(2015, 8, 31), "August 2015"),
        (dt.date(2000, 1, 1), dt.date(2014, 12, 31), "2000–2014"),
    ],
)
def test_periods(start: dt.date | None, end: dt.date | None, said: str):
    assert period(start, end) == said


def test_only_numbers_of_one_measure_and_unit_are_drawn_together():
    make_figure("f1", value="100")
    make_figure("f2", value="25", area="Wales")
    make_figure("f3", value="40", unit="percent")
    make_figure("f4", value="many")
    figures = figures_for_pack(slugs=["f1", "f3", "f2", "f4"])
    counts, share = grouped(figures)
    assert [f.slug for f in counts.figures] == ["f1", "f2", "f4"]
    assert (counts.drawn, share.drawn) == (True, False)
    assert [counts.share(f) for f in counts.figures] == [1.0, 0.25, 0.0]


def test_what_nobody_checked_or_left_the_files_is_not_offered_picked_or_printed():
    make_figure("f1", checked="own")
    make_figure("f2", gone_upstream=True)
    assert usable_figures(nation="England") == []
    pack = make_pack(stories=1)
    for slug in ("f1", "f2", "nothing"):
        with pytest.raises(NotPickable):
            pick(pack_id=pack.pk, kind=ItemKind.FIGURE, source_id=slug)


def test_they_are_printed_with_their_sources_in_both_formats_and_cited_in_the_groups_words():
    make_figure("f1", value="100")
    make_figure("f2", value="250", area="Wales", qualifier="ten months")
    pack = make_pack(stories=1, letter="They were held 100 times [f1]. And so on [nothing].")
    for slug in ("f1", "f2"):
        pick(pack_id=pack.pk, kind=ItemKind.FIGURE, source_id=slug)
    edition = make_edition(pack=pack)
    html = read_html(edition=edition)
    printed = squeeze(poppler("pdftotext", open_pdf(edition=edition).read()))
    assert "They were held 100 times [1]. And so on [nothing]." in html
    for words in ("People held", "Wales, 2016–17", "250", "ten months"):
        assert words in html
        assert squeeze(words) in printed
    assert html.count("<rect") >= 2
    assert [line["source"] for line in edition.manifest["items"] if line["kind"] == "figure"] == ["f1", "f2"]
