"""Places in a lower app's page that a higher app fills, so that imports keep running one way.

A higher app calls `fill("story_media", show_player)` in its AppConfig.ready(); the template says
`{% load slots %}{% slot "story_media" %}`. Every filler is asked, in the order they came.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

Filler = Callable[[HttpRequest, Mapping[str, Any]], SafeString]

_fillers: dict[str, list[Filler]] = defaultdict(list)


def fill(name: str, filler: Filler) -> None:
    """Have FILLER asked whenever slot NAME is drawn. Filling twice with the same callable counts once."""
    if filler not in _fillers[name]:
        _fillers[name].append(filler)


def draw(name: str, request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """All that the fillers of NAME answer, empty when nobody fills it."""
    return format_html_join("", "{}", ((filler(request, context),) for filler in _fillers.get(name, ())))
