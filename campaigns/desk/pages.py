"""The frame of every screen: title, crumbs and a way on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Edition, Pack

Crumb = dict[str, str]


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    crumbs: Sequence[Crumb] = (),
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    frame = {
        "header_title": title,
        "page_title": title,
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [home_crumb(), *crumbs],
    }
    return render(request, f"campaigns/desk/{template}.html", {**frame, **(context or {})}, status=status)


def home_crumb() -> Crumb:
    return {"url": reverse("packs:home"), "label": _("Campaigns and packs")}


def campaign_crumb(campaign: Campaign) -> Crumb:
    return {"url": reverse("packs:campaign", args=[campaign.pk]), "label": campaign.name}


def pack_crumbs(pack: Pack) -> list[Crumb]:
    return [
        campaign_crumb(pack.campaign),
        {"url": reverse("packs:pack", args=[pack.pk]), "label": pack.title},
    ]


def edition_crumbs(edition: Edition) -> list[Crumb]:
    label = _("Edition %(number)s") % {"number": edition.number}
    return [*pack_crumbs(edition.pack), here(label)]


def here(label: str) -> Crumb:
    return {"url": "", "label": label}
