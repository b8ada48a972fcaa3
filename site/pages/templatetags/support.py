from typing import Any

from django import template
from django.template import Context

from common import ward
from pages.support import nation_of, urgent_lines

register = template.Library()


@register.inclusion_tag("partials/support_lines.html", takes_context=True)
def support_lines(context: Context, nation: str = "") -> dict[str, Any]:
    """The panel of urgent lines, without those of other nations where NATION or the page says which it is."""
    return {"lines": urgent_lines(nation=nation or _nation(context))}


def _nation(context: Context) -> str:
    """As the page says, or as was chosen with ward mode, or where the teller says that it happened."""
    request = context.get("request")
    chosen = nation_of(slug=ward.chosen(request)) if request is not None else ""
    told = context.get("draft") or context.get("submission")
    trust = getattr(told, "trust", None)
    return context.get("nation") or chosen or getattr(trust, "nation", "") or ""
