"""How moments of a reel are written."""

from django import template

register = template.Library()


@register.filter
def clock(seconds: float) -> str:
    """Minutes and seconds, as players show them."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
