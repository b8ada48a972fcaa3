"""What campaigns put on the site's first page: those their groups show, newest first."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from campaigns.models import Campaign

SHOWN = 3


def show_home_campaigns(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    rows = list(Campaign.objects.on_website().select_related("organisation")[:SHOWN])
    return (
        render_to_string("campaigns/public/home.html", {"campaigns": rows}, request=request)
        if rows
        else SafeString("")
    )
