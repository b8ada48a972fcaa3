"""How many people, beside what they tell of."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.few import Band

register = template.Library()


@register.simple_tag
def people(bands: Mapping[str, Band], slug: str) -> SafeString:
    """`{% people bands theme.slug %}`: the band as a small number, and nothing at all where there are few."""
    found = bands.get(slug)
    if found is None or not found.told:
        return SafeString("")
    return format_html(' <span class="chip__people">{}</span>', found)
