"""A group's brand, as packs read it."""

import io

import pytest

from campaigns.branding import OUR_MAIN, Unreadable, brand_of, keep_brand
from campaigns.logos import NotALogo
from campaigns.models import Branding
from common.storages import sealed_storage
from tests.campaigns.factories import make_group
from tests.campaigns.test_logos import picture

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
COLOURS = {"main": "#5B3A5E", "ground": "#f3cf93"}


def test_a_group_that_chose_nothing_has_the_sites_own_colours():
    brand = brand_of(make_group("Hill"))
    assert (brand.name, brand.logo, brand.main) == ("Hill", None, OUR_MAIN)


def test_what_a_group_chose_is_read_back_and_the_logo_lies_sealed(django_capture_on_commit_callbacks):
    hill = make_group("Hill")
    keep_brand(organisation=hill, **COLOURS, logo=picture())
    brand = brand_of(hill)
    assert (brand.main, brand.ground) == ("#5b3a5e", "#f3cf93")
    assert brand.logo is not None
    assert brand.logo.startswith(b"\x89PNG")
    name = Branding.objects.get().logo_name
    lying = sealed_storage().open_range(name, 0, sealed_storage().size(name))
    assert b"PNG" not in lying.read(200)
    assert brand_of(make_group("Valley")).logo is None


def test_a_new_logo_replaces_the_file_and_none_takes_it_away(django_capture_on_commit_callbacks):
    hill = make_group("Hill")
    keep_brand(organisation=hill, **COLOURS, logo=picture())
    first = Branding.objects.get().logo_name
    with django_capture_on_commit_callbacks(execute=True):
        keep_brand(organisation=hill, **COLOURS, logo=picture(size=(64, 64)))
    assert not sealed_storage().exists(first)
    keep_brand(organisation=hill, **COLOURS)
    assert brand_of(hill).logo is not None
    with django_capture_on_commit_callbacks(execute=True):
        keep_brand(organisation=hill, **COLOURS, bare=True)
    assert brand_of(hill).logo is None


@pytest.mark.parametrize(
    ("main", "ground", "field"),
    [
        ("#e8a33d", "#f3cf93", "main"),
        ("#0f4c4a", "#5b3a5e", "ground"),
        ("red", "#f3cf93", "main"),
        ("#0f4c4a", '#"/><x', "ground"),
    ],
)
def test_colours_that_cannot_be_read_are_refused_and_nothing_is_kept(main, ground, field):
    with pytest.raises(Unreadable) as refused:
        keep_brand(organisation=make_group(), main=main, ground=ground, logo=picture())
    assert refused.value.field == field
    assert not Branding.objects.exists()


def test_what_is_no_logo_leaves_everything_as_it_was():
    hill = make_group("Hill")
    keep_brand(organisation=hill, **COLOURS, logo=picture())
    with pytest.raises(NotALogo):
        keep_brand(organisation=hill, main="#000000", ground="#ffffff", logo=io.BytesIO(b"<svg/>"))
    assert brand_of(hill).main == "#5b3a5e"


def test_a_lost_file_is_no_logo_and_no_fault():
    hill = make_group("Hill")
    keep_brand(organisation=hill, **COLOURS, logo=picture())
    sealed_storage().delete(Branding.objects.get().logo_name)
    assert brand_of(hill).logo is None
