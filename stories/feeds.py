"""The feed and the sitemap: released stories only, through the same gate."""

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from common.xml import plain
from stories.models import Story
from stories.release import ReleasedStory, list_website


class NewestStories(Feed[ReleasedStory, None]):
    feed_type = Atom1Feed
    title = _("Heard: stories")
    subtitle = _("What people have told about restraint and seclusion on mental-health wards.")

    def link(self) -> str:
        return reverse("stories:list")

    def items(self) -> list[ReleasedStory]:
        return list_website(limit=20).stories

    def item_title(self, item: ReleasedStory) -> str:
        return plain(item.title)

    def item_description(self, item: ReleasedStory) -> str:
        return plain(item.summary)

    def item_link(self, item: ReleasedStory) -> str:
        return reverse("stories:story", args=[item.story_id])

    def item_pubdate(self, item: ReleasedStory) -> dt.datetime | None:
        return dt.datetime.combine(item.published_on, dt.time(), dt.UTC) if item.published_on else None


class StorySitemap(Sitemap[Story]):
    """Addresses only: no words of a story, and none of a story that is no longer there."""

    limit = 5000

    def items(self):  # type: ignore[no-untyped-def]  # django-stubs has no type for a queryset of values
        return Story.objects.on_website().order_by("-published_at").values_list("pk", "published_at")

    def location(self, item):  # type: ignore[no-untyped-def]  # a (pk, date) pair, as above
        return reverse("stories:story", args=[item[0]])

    def lastmod(self, item):  # type: ignore[no-untyped-def]  # as above
        return item[1]
