"""What still stands between a story and its second reader on the bench."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.anonymise.stored import gave_up
from stories.bench.layout import lay_out
from stories.bench.state import open_bench


def why_not_yet(*, story_id: UUID) -> str:
    """What an editor has to do before they hand it over; empty when every group is decided. Raises KeyDestroyed."""
    layout = lay_out(open_bench(story_id=story_id))
    if layout.met:
        return ngettext(
            "%d group of words is not decided yet. Hide it or keep it, then hand the story over.",
            "%d groups of words are not decided yet. Hide or keep each of them, then hand the story over.",
            len(layout.met),
        ) % len(layout.met)
    if any(not gave_up(part_id=part_id) for part_id in layout.looking):
        return _("We are still looking through its words for names. Open them again in a minute.")
    return ""
