"""What campaigns put on a theme's public page: the way to the rules that speak of it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stories.themes import Term


def show_theme_rules(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["term"]: the theme. Asks nothing of the database; one that was switched off has no rules' page."""
    term: Term = context["term"]
    if not term.active:
        return SafeString("")
    address = reverse("campaigns:rules_theme", args=[term.slug])
    return format_html('<p><a href="{}">{}</a></p>', address, _("What the rules say"))
