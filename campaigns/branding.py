"""A group's name, logo and two colours, as its packs carry them.

    brand = brand_of(organisation=pack.campaign.organisation)
    brand.logo        # bytes of a PNG drawn by us, or None
    brand.main        # "#0f4c4a": headings and lines, readable on paper
    brand.ground      # "#e4eeea": behind words, which are then in ink

The colours are checked for light pages and print. A dark page keeps the site's own.
"""

import io
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation
from campaigns.colours import HEX, carries_ink, reads_on_paper
from campaigns.logos import Logo, draw_logo
from campaigns.models import Branding
from common.storages import FileMissing
from common.vault.files import delete_file, open_file, seal_file
from common.vault.keys import create_key

OUR_MAIN, OUR_GROUND = "#0f4c4a", "#e4eeea"


class Unreadable(ValueError):
    """A colour in or on which words could not be read. `field` is whose, the message says why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Brand:
    name: str
    logo: bytes | None = None
    main: str = OUR_MAIN
    ground: str = OUR_GROUND


def brand_of(organisation: Organisation) -> Brand:
    """Heard's own colours and no logo for a group that chose none. Raises StorageUnavailable, never for a lost file."""
    row = Branding.objects.filter(organisation=organisation).first()
    if row is None:
        return Brand(name=organisation.name)
    return Brand(name=organisation.name, logo=_logo_of(row), main=row.main_colour, ground=row.ground_colour)


def as_css(brand: Brand) -> str:
    """For light pages and print: see above. A main colour chosen before panels were looked at may be too pale."""
    main = brand.main if reads_on_paper(brand.main) else OUR_MAIN
    return (
        "@media (prefers-color-scheme: light), print { "
        f".pack {{ --teal: {main}; --teal-wash: {brand.ground}; }} }}\n"
    )


def check_colours(*, main: str, ground: str) -> None:
    """Raises Unreadable."""
    for field, colour in (("main", main), ("ground", ground)):
        if not HEX.fullmatch(colour):
            raise Unreadable(field, _("Write a colour as # and six figures or letters a to f: #0f4c4a."))
    if not reads_on_paper(main):
        raise Unreadable("main", _("Words in this colour could not be read on paper. Choose a darker one."))
    if not carries_ink(ground):
        raise Unreadable("ground", _("Words could not be read on this colour. Choose a lighter one."))


def keep_brand(
    *, organisation: Organisation, main: str, ground: str, logo: BinaryIO | None = None, bare: bool = False
) -> None:
    """Everything or nothing. No LOGO leaves the one that is there; BARE takes it away. Raises Unreadable, NotALogo."""
    main, ground = main.lower(), ground.lower()
    check_colours(main=main, ground=ground)
    drawn = draw_logo(source=logo) if logo else None
    defaults = {"main_colour": main, "ground_colour": ground}
    with transaction.atomic():
        row, _new = Branding.objects.update_or_create(organisation=organisation, defaults=defaults)
        if drawn or bare:
            _put_logo(row=row, drawn=drawn)


def _put_logo(*, row: Branding, drawn: Logo | None) -> None:
    """The new file is whole before the row names it, and the old one goes when nothing names it any more."""
    old, name = row.logo_name, ""
    if drawn:
        create_key(owner=row.pk)
        name = seal_file(owner=row.pk, context=row.logo_context, source=io.BytesIO(drawn.png)).name
    row.logo_name = name
    row.save(update_fields=["logo_name", "changed_at"])
    if old:
        transaction.on_commit(lambda: delete_file(name=old))


def _logo_of(row: Branding) -> bytes | None:
    if not row.logo_name:
        return None
    try:
        with open_file(owner=row.pk, context=row.logo_context, name=row.logo_name) as file:
            return file.read()
    except FileMissing:
        return None
