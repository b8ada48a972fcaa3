"""What stands on the slides for the meeting: one thought each, short enough to be read across a table.

What a speaker may need beside it is in the notes. How they look is `pptx.py`'s.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from campaigns.enums import SectionKind
from campaigns.packs.content import PackContent
from campaigns.packs.rendering import labels
from common.documents import qr_svg

Data = dict[str, Any]
ROOM = 420  # signs that fit a slide in letters that can be read from the other side of a table


@dataclass(frozen=True)
class Picture:
    svg: str
    words: str  # the alternative text; none for what is only for the eye


@dataclass(frozen=True)
class Slide:
    title: str
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    over: str = ""  # a quiet line above the title
    lang: str = ""  # of the words on it, where they are not the pack's
    band: Picture | None = None
    picture: Picture | None = None
    front: bool = False


def slides_of(content: PackContent) -> list[Slide]:
    """The pack's own sections in their own order; the letter is for paper, and stands in the notes of what is asked."""
    data, say = content.data, labels(content.data)
    made = [_front(data, say)]
    for section in data["sections"]:
        if section["kind"] != SectionKind.LETTER:
            made += _section(section, data, say)
    return [*made, *_verify(data, say)]


def _section(section: Data, data: Data, say: Data) -> list[Slide]:
    """The group's own words first, where there are any; then a slide for each thing, or lines for small ones."""
    own = _spread(Slide(section["heading"], tuple(section["text"])))
    match section["kind"]:
        case SectionKind.ASKS:
            return _ask(section, data)
        case SectionKind.STORIES:
            return [*own, *(_story(story, say) for story in data["stories"])]
        case SectionKind.PRACTICES:
            return [*own, *(_practice(each, data, section["heading"], say) for each in data["practices"])]
        case SectionKind.RULES:
            things = [_rule(rule, data, say) for rule in data["rules"]]
        case SectionKind.QUOTATIONS:
            things = [part for quote in data["quotations"] for part in _parts(_quotation(quote, say))]
        case SectionKind.FIGURES:
            things = [part for group in data["figures"] for part in _parts(_figures(group, data))]
        case kind:
            things = _parts(Slide("", tuple(LISTED[kind](data, say)))) if kind in LISTED else []
    return _numbered(section["heading"], [*own, *things])


def _front(data: Data, say: Data) -> Slide:
    edition = data["edition"]
    facts = [
        f"{say[key]}: {value}"
        for key, value in (("about", data["trust"]), ("from", data["group"]), ("for", data["audience"]))
        if value
    ]
    if data["meeting_on"]:
        facts.append(f"{say['meeting']} {data['meeting_on']}")
    if data["fictional"]:
        facts.append(say["fictional"])
    notes = (say["promise"], say["promise_text"], data["care"]["heading"], *data["care"]["lines"])
    over = f"{say['edition']}  ·  {edition['verify_code']}" if edition["number"] else say["preview"]
    return Slide(data["title"], tuple(facts), tuple(filter(None, notes)), over=over, front=True)


def _ask(section: Data, data: Data) -> list[Slide]:
    asks = section["lines"]
    numbered = asks if len(asks) == 1 else [f"{place}. {words}" for place, words in enumerate(asks, start=1)]
    letter = [
        words for each in data["sections"] if each["kind"] == SectionKind.LETTER for words in each["text"]
    ]
    return _spread(Slide(section["heading"], tuple(numbered), tuple(letter)))


def _quotation(quote: Data, say: Data) -> Slide:
    whose = f"{say['story']} {quote['story']}" if quote["story"] else say["other_story"]
    over = "  ·  ".join(filter(None, [whose, quote["setting"], *_before(quote, say)]))
    return Slide("", (f"“{quote['text']}”",), over=over, lang=quote["lang"])


def _before(told: Data, say: Data) -> list[str]:
    return [f"{say['notes']}: {', '.join(told['notes'])}"] if told["notes"] else []


def _figures(group: Data, data: Data) -> Slide:
    rows = group["rows"]
    lines = tuple(f"{row['label']}: {row['value']}" for row in rows)
    qualified = [f"{row['label']}: {row['qualifier']}" for row in rows if row["qualifier"]]
    cited = _cited({"sources": [number for row in rows for number in row["sources"]]}, data)
    return Slide("", lines, (*qualified, *cited), over=group["measure"])


def _story(story: Data, say: Data) -> Slide:
    """Its summary to be seen, its words in the notes to be read aloud or not."""
    before = _before(story, say)
    return Slide(
        story["title"],
        (story["summary"] or _first(story["paragraphs"]),),
        (*before, *story["paragraphs"]),
        over="  ·  ".join(filter(None, [f"{say['story']} {story['number']}", story["setting"], *before])),
        lang=story["lang"],
        band=Picture(story["cover"], story["cover_alt"]),
    )


def _first(paragraphs: Sequence[str]) -> str:
    """The beginning of a telling, whole sentences, where its teller approved no summary."""
    return next(iter(pieces(paragraphs[0], ROOM)), "") if paragraphs else ""


def _rule(rule: Data, data: Data, say: Data) -> Slide:
    where = ", ".join(
        filter(None, [*rule["jurisdictions"], rule["standing"], rule["status"], rule["section"]])
    )
    asked = (f"{say['question']}: {rule['ask']}",) if rule["ask"] else ()
    touched = [f"{say['touches']} {', '.join(map(str, rule['stories']))}"] if rule["stories"] else []
    fields = [f"{say['record']}: {'; '.join(rule['record_fields'])}"] if rule["record_fields"] else []
    notes = (*filter(None, [rule["note"]]), *fields, *touched, *_cited(rule, data))
    return Slide("", (rule["text"], *asked), notes, over=where)


def _practice(practice: Data, data: Data, heading: str, say: Data) -> Slide:
    found = [
        "  ·  ".join(filter(None, [each["text"], each["how"], each["caution"]]))
        for each in practice["findings"]
    ]
    caution = [f"{say['caution']}: {practice['caution']}"] if practice["caution"] else []
    notes = (*found, *caution, *_cited(practice, data))
    shown = [found[0]] if found else []
    return Slide(practice["name"], (practice["what"], *shown, *caution), notes, over=heading)


def _cited(row: Data, data: Data) -> list[str]:
    wanted = set(row["sources"])
    return [_source(source) for source in data["sources"] if source["number"] in wanted]


def _source(source: Data) -> str:
    return f"[{source['number']}] " + "  ".join(
        filter(None, [source["line"], source["url"], source["checked"]])
    )


def _promised(data: Data, say: Data) -> list[str]:
    return [
        "  ·  ".join(
            filter(
                None,
                [
                    f"{each['state_label']}: {each['text']}",
                    each["owner"],
                    f"{say['promised']} {each['made_on']}",
                    each["due_on"] and f"{say['due']} {each['due_on']}",
                    each["evidence"],
                ],
            )
        )
        for each in data["promises"]
    ]


def _support(data: Data, say: Data) -> list[str]:
    lines = [
        "  ·  ".join(filter(None, [line["name"], line["phone"], line["text"], line["hours"]]))
        for line in data["support"]
    ]
    return [say["support_intro"], *lines] if lines else []


# What is small enough to be a line.
LISTED: Mapping[str, Callable[[Data, Data], list[str]]] = {
    SectionKind.THEMES: lambda data, _say: [f"{each['label']}: {each['said']}" for each in data["themes"]],
    SectionKind.LAST_TIME: _promised,
    SectionKind.SOURCES: lambda data, _say: [*map(_source, data["sources"])],
    SectionKind.SUPPORT: _support,
}


def _verify(data: Data, say: Data) -> list[Slide]:
    edition = data["edition"]
    if not edition["verify_url"]:
        return []
    lines = (say["verify_how"], edition["verify_code"], edition["verify_url"])
    code = Picture(qr_svg(text=edition["verify_url"]), say["verify_alt"])
    return [Slide(say["verify"], lines, (say["promise_text"],), picture=code)]


def _numbered(title: str, slides: list[Slide]) -> list[Slide]:
    """Titles that a screen reader can tell apart."""
    count = len(slides)
    titles = [title] if count == 1 else [f"{title} ({place}/{count})" for place in range(1, count + 1)]
    return [replace(slide, title=each) for slide, each in zip(slides, titles, strict=True)]


def _spread(slide: Slide) -> list[Slide]:
    return _numbered(slide.title, _parts(slide))


def _parts(slide: Slide) -> list[Slide]:
    """As many slides as its lines need; none for no lines. Notes stay with the first."""
    shares = _shares([piece for line in slide.lines for piece in pieces(line, ROOM)])
    return [
        replace(slide, lines=tuple(share), notes=() if n else slide.notes) for n, share in enumerate(shares)
    ]


def _shares(lines: Sequence[str]) -> Iterator[list[str]]:
    share: list[str] = []
    for line in lines:
        if share and sum(map(len, share)) + len(line) > ROOM:
            yield share
            share = []
        share.append(line)
    if share:
        yield share


def pieces(text: str, room: int) -> Iterator[str]:
    """TEXT in parts of at most ROOM signs: between sentences, else between words, else within a word."""
    rest = text.strip()
    while len(rest) > room:
        ends = [found.end() for found in re.finditer(r"[.!?…]['’”)]*\s", rest[:room])]
        spaces = [found.end() for found in re.finditer(r"\s", rest[:room])]
        cut = (ends or spaces or [room])[-1]
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest
