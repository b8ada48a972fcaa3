"""What the workbench's page is made of, and what a script is answered after a decision: the changed pieces only."""

from typing import Any
from uuid import UUID

from django.http import JsonResponse
from django.template.loader import render_to_string

from stories.bench.decisions import Change
from stories.bench.drawing import Drawing
from stories.bench.layout import Layout
from stories.bench.offers import Offer
from stories.bench.rows import done_in, draw_done, draw_done_rows, draw_group, draw_groups, groups_in
from stories.models import Story
from stories.people.offers import offers_for
from stories.workbench import OpenWords


def bench_context(*, story: Story, opened: OpenWords, mine: bool, chosen: str) -> dict[str, Any]:
    """For words.html; of a part without words, nothing but the counts."""
    layout, part_id = opened.layout, opened.part.pk
    counts = progress(layout, part_id)
    if part_id not in layout.parts:
        return {"progress": counts}
    drawing = Drawing(layout.parts[part_id])
    groups = groups_in(layout, part_id)
    offers = offers_for(story_id=story.pk, layout=layout, groups=groups)
    return {
        "progress": counts,
        "sealed": drawing.sealed(),
        "safe": drawing.safe(),
        "groups": draw_groups(groups, part_id, offers),
        "done": draw_done_rows(done_in(layout, part_id), mine=mine),
        "looking": part_id in layout.looking,
        "offer": offers.get(chosen, Offer()),
    }


def chosen_group(opened: OpenWords, key: str) -> dict[str, Any]:
    """What the panel begins with when a group was chosen without the script."""
    if key not in opened.layout.met:
        return {}
    group = opened.layout.group(key)
    return {"group": key, "words": group.words, "kind": group.kind.value}


def progress(layout: Layout, part_id: UUID) -> dict[str, int]:
    """`groups` and how many are `decided`, of the whole story; `here` wait in this part, `elsewhere` in others only."""
    here = len(layout.keys_in(part_id))
    return {
        "decided": layout.decided,
        "groups": layout.groups,
        "here": here,
        "elsewhere": len(layout.met) - here,
    }


def answer_script(*, story: Story, part_id: UUID, change: Change, said: str) -> JsonResponse:
    """Pieces by number; groups and decided rows that are gone, and those that are new or otherwise than before."""
    before, after = change.before, change.after
    drawn = Drawing(after.parts[part_id]).changed(Drawing(before.parts[part_id]))
    was, now = before.keys_in(part_id), after.keys_in(part_id)
    # Not the same places as before, in whatever part.
    other = {key for key in was | now if before.met.get(key) != after.met.get(key)}
    changed = [after.group(key) for key in now & other]
    offers = offers_for(story_id=story.pk, layout=after, groups=changed)
    had, has = ({row.row_id: row for row in done_in(each, part_id)} for each in (before, after))
    return JsonResponse(
        {
            "said": said,
            "pieces": drawn,
            "gone": sorted(was & other),
            "groups": [
                (dict(group.first)[part_id], draw_group(group, part_id, offers.get(group.key, Offer())))
                for group in changed
            ],
            "undone": [key for key in had if has.get(key) != had[key]],
            "done": [draw_done(row, mine=True) for key, row in has.items() if had.get(key) != row],
            "progress": render_to_string(
                "stories/admin/bench_progress.html", {"progress": progress(after, part_id)}
            ),
        }
    )
