"""The frame of every trainer's screen: title, crumbs, and whose it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation

Crumb = dict[str, str]
TITLES: dict[str, str | Promise] = {
    "no_terms": gettext_lazy("Terms first"),
    "terms": gettext_lazy("Terms"),
    "library": gettext_lazy("Clips for training"),
    "reels": gettext_lazy("Reels"),
}


def show(
    request: HttpRequest,
    template: str,
    *,
    organisation: Organisation,
    title: str = "",
    crumbs: Sequence[Crumb] = (),
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    title = title or str(TITLES[template])
    home = {"url": reverse("training:library", args=[organisation.slug]), "label": _("Training")}
    frame = {
        "header_title": title,
        "page_title": title,
        "header_icon": "media",
        "breadcrumbs_items": [home, *crumbs, {"url": "", "label": title}],
        "organisation": organisation,
        "here": template,
    }
    page = f"transcription/library/{template}.html"
    return render(request, page, {**frame, **(context or {})}, status=status)
