"""The two lists beside the texts, drawn: groups that wait, and what is decided. Hundreds of rows, so no templates."""

from collections.abc import Mapping
from html import escape
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.bench.layout import Done, Group, Layout
from stories.bench.offers import Offer

SEPARATOR = "\n"  # between general words in an attribute: no line of them has one


def groups_in(layout: Layout, part_id: UUID) -> list[Group]:
    """Those with a place in this part, in its order."""
    here = [(at, group) for group in layout.left.values() for part, at in group.first if part == part_id]
    return [group for _at, group in sorted(here, key=lambda each: each[0])]


def done_in(layout: Layout, part_id: UUID) -> list[Done]:
    return [row for row in layout.done.values() if part_id in row.parts]


def draw_groups(groups: list[Group], part_id: UUID, offers: Mapping[str, Offer]) -> SafeString:
    return _safe("".join(draw_group(group, part_id, offers.get(group.key, Offer())) for group in groups))


def draw_group(group: Group, part_id: UUID, offer: Offer) -> str:
    """A button that fills the panel, with or without the script."""
    kind = group.kind
    return (
        f'<li data-row="{group.key}" data-at="{dict(group.first)[part_id]}">'
        f'<button class="group k-{kind.value}" type="submit" name="group" value="{group.key}"'
        f' data-words="{escape(group.words)}" data-kind="{kind.value}"'
        f' data-stand-in="{escape(offer.stand_in)}" data-general="{escape(SEPARATOR.join(offer.general))}">'
        f'<span class="group__words">{escape(group.words)}</span>'
        f"{_count(group.total)}"
        f'<span class="group__kind">{escape(str(kind.label))}</span>{_notes(group, part_id, offer)}</button></li>'
    )


def _count(total: int) -> str:
    said = escape(ngettext("%d place", "%d places", total) % total)
    return f' <span class="group__count" aria-hidden="true">×{total}</span><span class="w-sr-only">{said}</span> '


def _notes(group: Group, part_id: UUID, offer: Offer) -> str:
    notes = [_("its teller lets it be named")] if offer.named else []
    if group.again:
        notes.append(_("hidden elsewhere"))
    elif not group.sure:
        notes.append(_("less certain"))
    if elsewhere := group.total - group.count_in(part_id):
        notes.append(ngettext("%d in another part", "%d in other parts", elsewhere) % elsewhere)
    return "".join(f' <span class="group__note">{escape(note)}</span>' for note in notes)


def draw_done_rows(rows: list[Done], *, mine: bool) -> SafeString:
    return _safe("".join(draw_done(row, mine=mine) for row in rows))


def draw_done(row: Done, *, mine: bool) -> str:
    """With `mine`, a button that takes it back: its value names the decisions."""
    said = ngettext("%d place", "%d places", row.total) % row.total
    undo = _undo(row) if mine else ""
    return (
        f'<li data-done="{row.row_id}"><span class="done__what">'
        f'<button class="done__words" type="button" data-show="{row.key}">{escape(row.words)}</button> '
        f"{_outcome(row)}"
        f' <span class="quiet">{escape(said)}{_kind(row)}</span></span>{undo}</li>'
    )


def _kind(row: Done) -> str:
    return f", {escape(str(row.kind.label))}" if row.kind and row.action else ""


def _outcome(row: Done) -> str:
    if row.action is None:
        return f'<span class="done__kept">{escape(_("kept"))}</span>'
    reads = escape(_("reads"))
    arrow = f'<span aria-hidden="true">→</span><span class="w-sr-only">{reads}</span>'
    return f"{arrow} <ins>{escape(row.replacement or '[…]')}</ins>"


def _undo(row: Done) -> str:
    ids = " ".join([*(f"r{pk}" for pk in row.hidden), *(f"k{pk}" for pk in row.kept)])
    return (
        f'<button class="button button-small button-secondary" type="submit" name="decided" value="{ids}">'
        f'{escape(_("Undo"))}<span class="w-sr-only"> {escape(row.words)}</span></button>'
    )


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308  every word went through escape()
