"""What changed, as a feed: promises that groups show, and whether they were kept. No word of any story."""

import datetime as dt

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from campaigns.dossiers.changed import PublicPromise, public_promises
from campaigns.organising.timeline import promise_anchor
from common.xml import plain

MOST = 30


class WhatChanged(Feed[PublicPromise, None]):
    feed_type = Atom1Feed
    title = _("Heard: what changed")
    subtitle = _("What trusts and health boards promised, and what became of it.")

    def link(self) -> str:
        return reverse("campaigns:changed")

    def items(self) -> list[PublicPromise]:
        return public_promises()[:MOST]

    def item_title(self, item: PublicPromise) -> str:
        return plain(f"{item.state.label}: {item.promise.text}")

    def item_description(self, item: PublicPromise) -> str:
        return plain(f"{item.trust}. {item.promise.evidence}")

    def item_link(self, item: PublicPromise) -> str:
        page = reverse("campaigns:campaign", args=[item.promise.campaign.slug])
        return f"{page}#{promise_anchor(item.promise)}"

    def item_pubdate(self, item: PublicPromise) -> dt.datetime:
        day = item.promise.settled_on or item.promise.made_on
        return dt.datetime.combine(day, dt.time(), dt.UTC)
