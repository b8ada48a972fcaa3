"""Trusts as values."""

import pytest

from stories.models import Trust
from stories.trusts import TrustInfo, all_trusts, trust
from tests.stories.factories import make_trust

pytestmark = pytest.mark.django_db


def test_a_trust_is_found_by_its_code_alone() -> None:
    make_trust()
    assert trust(code="ZZT") == TrustInfo("ZZT", "Testmoor NHS Foundation Trust", "England", "", True)
    for code in ("", "zzt", "Testmoor NHS Foundation Trust", "NOPE"):
        assert trust(code=code) is None


def test_the_list_is_of_those_that_still_take_patients_by_name() -> None:
    make_trust("ZZB", name="Beech NHS Trust")
    make_trust("ZZA", name="Ash NHS Trust")
    make_trust("ZZC", name="Cedar NHS Trust")
    Trust.objects.filter(code="ZZC").update(status="merged")
    assert [found.code for found in all_trusts()] == ["ZZA", "ZZB"]
    assert trust(code="ZZC") is not None, "an old name can still be told of"
