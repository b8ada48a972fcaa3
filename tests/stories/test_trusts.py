"""Trusts as values."""

import pytest

from stories.models import Trust
from stories.trusts import TrustInfo, all_trusts, successor_of, those_before, trust
from tests.stories.factories import make_trust

pytestmark = pytest.mark.django_db


def test_a_trust_is_found_by_its_code_alone() -> None:
    make_trust()
    assert trust(code="ZZT") == TrustInfo("ZZT", "Testmoor NHS Foundation Trust", "England", "", True)
    for code in ("", "zzt", "Testmoor NHS Foundation Trust", "NOPE"):
        assert trust(code=code) is None


def test_a_line_of_mergers_ends_at_the_body_that_is_there_today_and_a_ring_does_not_hang() -> None:
    for code in ("ZZA", "ZZB", "ZZC"):
        make_trust(code, name=f"{code} NHS Trust")
    Trust.objects.filter(code="ZZA").update(successor_code="ZZB", previous_names="Alder (to 2009); Elm")
    Trust.objects.filter(code="ZZB").update(successor_code="ZZC")
    ends = [successor_of(code=code) for code in ("ZZA", "ZZB")]
    assert [end.code for end in ends if end] == ["ZZC", "ZZC"]
    assert successor_of(code="ZZC") is None
    assert [each.code for each in those_before(code="ZZC")] == ["ZZA", "ZZB"]
    Trust.objects.filter(code="ZZC").update(successor_code="NOPE")
    assert successor_of(code="ZZC") is None
    Trust.objects.filter(code="ZZC").update(successor_code="ZZA")
    assert successor_of(code="ZZA") is not None


def test_earlier_names_are_told_one_by_one() -> None:
    make_trust("ZZA")
    Trust.objects.filter(code="ZZA").update(previous_names="Alder NHS Trust (to 2009); Elm")
    found = trust(code="ZZA")
    assert found is not None
    assert found.history == ("Alder NHS Trust (to 2009)", "Elm")


def test_the_list_is_of_those_that_still_take_patients_by_name() -> None:
    make_trust("ZZB", name="Beech NHS Trust")
    make_trust("ZZA", name="Ash NHS Trust")
    make_trust("ZZC", name="Cedar NHS Trust")
    Trust.objects.filter(code="ZZC").update(status="merged")
    assert [found.code for found in all_trusts()] == ["ZZA", "ZZB"]
    assert trust(code="ZZC") is not None, "an old name can still be told of"
