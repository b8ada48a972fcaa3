from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from common import weave as loom

register = template.Library()


@register.simple_tag
def weave(themes: str | Iterable[Any], size: loom.Size = "card") -> SafeString:
    """`{% weave story.themes %}` or `{% weave theme.slug size="small" %}`: slugs, or things with a slug."""
    given: Iterable[Any] = [themes] if isinstance(themes, str) else themes
    return loom.weave([getattr(theme, "slug", theme) for theme in given], size=size)
