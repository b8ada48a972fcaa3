"""What stories put on the site's first page: the newest that may be read, asked of the gate like any other list."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from stories.release import list_website

SHOWN = 3


def show_home_stories(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    stories = list_website(limit=SHOWN).stories
    return (
        render_to_string("stories/public/home.html", {"stories": stories}, request=request)
        if stories
        else SafeString("")
    )
