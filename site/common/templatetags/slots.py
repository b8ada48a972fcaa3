from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from common import slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str) -> SafeString:
    """Whatever higher apps put in the place called NAME (see `common.slots`)."""
    words: dict[str, Any] = {str(key): value for key, value in context.flatten().items()}
    return slots.draw(name, context["request"], words)
