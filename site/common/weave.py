"""A cloth for every set of themes: the cover of a story on the site, in a pack and on a title card.

It is drawn from the slugs of the themes and nothing else, so it can say nothing about a person, and the same
themes, in any order, always weave the same cloth. Colours are CSS classes (`a0` to `a8`, see static/css) on the
site, so that it follows light and dark; `weave_svg_file` writes them out for documents.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Literal

from django.utils.safestring import SafeString, mark_safe

Size = Literal["small", "card", "cover", "hero"]
Colour = Callable[[int], str]
FEW = 20  # columns of a swatch
THREAD = 0.86  # how much of its place a thread fills

# Yarns by number, as in static/css/heard.css (--y0 to --y8):
# flax, teal, sea, mist, marigold, straw, plum, heather, ink.
YARNS = ("#eadfcb", "#0f4c4a", "#3f7f7a", "#9bbfb4", "#e8a33d", "#f3cf93", "#5b3a5e", "#a9849f", "#1f2430")
# Yarns that look well side by side: broad, narrow, a single bright thread.
TRIOS = (
    (1, 3, 4), (1, 2, 5), (1, 7, 5), (2, 1, 4), (2, 6, 5), (2, 0, 6), (3, 1, 6), (3, 2, 4), (3, 6, 0),
    (6, 7, 5), (6, 1, 4), (6, 3, 5), (7, 6, 4), (7, 1, 0), (7, 2, 5), (4, 6, 1), (4, 5, 1), (5, 2, 6),
)  # fmt: skip
# How a weft thread passes: over so many, under so many, and how far each next row steps aside.
STRUCTURES = ((1, 1, 1), (2, 2, 1), (2, 1, 1), (2, 2, 2), (3, 1, 1), (1, 2, 1))


@dataclass(frozen=True)
class Loom:
    columns: int
    rows: int
    pitch: int
    fringe: int = 0  # rows of bare warp below the cloth: there is more to be told


LOOMS: dict[Size, Loom] = {
    "small": Loom(8, 8, 3),
    "card": Loom(88, 26, 4),
    "cover": Loom(280, 44, 4),
    "hero": Loom(96, 96, 5, fringe=14),
}


def weave(themes: Sequence[str], *, size: Size = "card") -> SafeString:
    """Inline SVG, hidden from assistive technology: the themes are always named in words beside it."""
    loom = LOOMS[size]
    head = f'<svg class="weave weave--{size}" {_box(loom)} aria-hidden="true">'
    return mark_safe(head + _threads(themes, loom, lambda yarn: f'class="a{yarn}"') + "</svg>")  # noqa: S308 - numbers only


def weave_svg_file(themes: Sequence[str], *, size: Size = "card") -> str:
    """The same cloth as a file of its own, with its colours written out, for PDF, DOCX and slides."""
    loom = LOOMS[size]
    ground = f'<path fill="{YARNS[0]}" d="M0 0h{_width(loom)}v{_height(loom)}H0z"/>'
    threads = _threads(themes, loom, lambda yarn: f'fill="none" stroke="{YARNS[yarn]}"')
    return f'<svg xmlns="http://www.w3.org/2000/svg" {_box(loom)}>{ground}{threads}</svg>'


def _threads(themes: Sequence[str], loom: Loom, colour: Colour) -> str:
    slugs = sorted(set(themes))
    seed = _digest("|".join(slugs))
    sett = _sett(slugs, narrow=loom.pitch < 4)
    warp = _repeat(sett, loom.columns, start=seed[0] if loom.columns > FEW else 0)
    weft = _repeat(_weft_sett(sett, seed), loom.rows, start=0)
    over, under, step = STRUCTURES[seed[1] % len(STRUCTURES)]
    return "".join(
        (
            _warp(warp, loom, colour),
            f'<g stroke-width="{loom.pitch * THREAD:.4g}">',
            f'<g stroke-dasharray="{over * loom.pitch} {under * loom.pitch}">',
            _draw(_weft_paths(weft, loom, step=step, period=over + under), colour),
            "</g></g>",
        )
    )


def _sett(slugs: Sequence[str], *, narrow: bool) -> list[int]:
    """The order of coloured threads: each theme's stripe in turn, then back again, as a tartan is reckoned."""
    stripes = [_stripe(slug, narrow=narrow) for slug in slugs] or [[0, 0, 3, 0, 0]]
    there = [yarn for stripe in stripes for yarn in stripe]
    return there + there[-2:0:-1]


def _stripe(slug: str, *, narrow: bool) -> list[int]:
    digest = _digest(slug)
    broad, slim, bright = TRIOS[digest[0] % len(TRIOS)]
    widths = (3 + digest[1] % 9, 1 + digest[2] % 5, 1 + digest[3] % 2, 1 + digest[4] % 4)
    a, b, c, d = (max(1, width // 3) for width in widths) if narrow else widths
    return [broad] * a + [slim] * b + [bright] * c + [slim] * d + [broad] * (a // 2)


def _weft_sett(sett: list[int], seed: bytes) -> list[int]:
    """Across: the same order (a check), its quiet half, or one plain yarn with a bright thread now and then."""
    kinds = (sett, [sett[0], sett[0], 0, *sett], [0] * (5 + seed[2] % 7) + [max(sett, key=sett.count)])
    return kinds[seed[3] % len(kinds)]


def _repeat(sett: Sequence[int], count: int, *, start: int) -> list[int]:
    return [sett[(start + place) % len(sett)] for place in range(count)]


def _warp(warp: Sequence[int], loom: Loom, colour: Colour) -> str:
    if loom.fringe or loom.columns <= FEW:
        return _warp_by_thread(warp, loom, colour)
    return _warp_by_yarn(warp, loom, colour)


def _warp_by_yarn(warp: Sequence[int], loom: Loom, colour: Colour) -> str:
    """One dashed line, as thick as the cloth is high, for each yarn and one for the gaps: far less to write."""
    line = f'd="M0 {_height(loom) / 2:g}H{_width(loom)}"'
    yarns = "".join(
        f'<path {colour(yarn)} stroke-dasharray="{_runs(warp, yarn, loom.pitch)}" {line}/>'
        for yarn in sorted(set(warp))
    )
    gap = loom.pitch * (1 - THREAD)
    gaps = f'<path {colour(0)} stroke-dasharray="{gap:.4g} {loom.pitch - gap:.4g}" {line}/>'
    return f'<g stroke-width="{_height(loom)}">{yarns}{gaps}</g>'


def _runs(warp: Sequence[int], yarn: int, pitch: int) -> str:
    """Where YARN lies, as a dash pattern: so much of it, so much of others, and so on across."""
    lengths = [(own, sum(1 for _ in run) * pitch) for own, run in groupby(thread == yarn for thread in warp)]
    dashes = [length for _, length in lengths]
    return " ".join(map(str, dashes if lengths[0][0] else [0, *dashes]))


def _warp_by_thread(warp: Sequence[int], loom: Loom, colour: Colour) -> str:
    """For a fringe, where each ends where it will, and for a swatch, where it is the shorter way."""
    paths: dict[int, list[str]] = defaultdict(list)
    for place, yarn in enumerate(warp):
        length = _height(loom) - (place * 7 % 5) * loom.pitch * bool(loom.fringe)
        paths[yarn].append(f"M{(place + 0.5) * loom.pitch:g} 0v{length}")
    return f'<g stroke-width="{loom.pitch * THREAD:.4g}">{_draw(paths, colour)}</g>'


def _weft_paths(weft: Iterable[int], loom: Loom, *, step: int, period: int) -> dict[int, list[str]]:
    """A dashed line passes over where it is drawn and under where it is not; its start decides which is which."""
    paths: dict[int, list[str]] = defaultdict(list)
    for row, yarn in enumerate(weft):
        start = -(row * step % period) * loom.pitch
        paths[yarn].append(f"M{start} {(row + 0.5) * loom.pitch:g}H{_width(loom)}")
    return paths


def _draw(paths: dict[int, list[str]], colour: Colour) -> str:
    return "".join(f'<path {colour(yarn)} d="{"".join(lines)}"/>' for yarn, lines in sorted(paths.items()))


def _box(loom: Loom) -> str:
    fill = "" if loom.columns <= FEW else ' preserveAspectRatio="xMidYMid slice"'
    return f'viewBox="0 0 {_width(loom)} {_height(loom)}"{fill}'


def _width(loom: Loom) -> int:
    return loom.columns * loom.pitch


def _height(loom: Loom) -> int:
    return (loom.rows + loom.fringe) * loom.pitch


def _digest(words: str) -> bytes:
    return sha256(words.encode()).digest()
