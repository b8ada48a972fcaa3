"""Small helps for campaigns' templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.db.models import Model

register = template.Library()


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """MAPPING's value for KEY, or nothing."""
    return mapping.get(key)


@register.filter
def table_name(row: Model) -> str:
    """As addresses name a table of the library: guidancestatement."""
    return str(row._meta.model_name)
