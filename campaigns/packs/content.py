"""One source of truth for every format: plain data, built once, given to the web page and to the typesetter alike."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _

from campaigns.branding import brand_of
from campaigns.enums import CommitmentState, SectionKind
from campaigns.evidence.figures import FigureGroup, figures_for_pack, grouped
from campaigns.evidence.in_force import rules_touched
from campaigns.evidence.library import practices_for_pack, rules_for_pack, sources_of
from campaigns.evidence.values import Practice, Rule, SourceRef
from campaigns.packs.citing import Cited, cited_numbers, sources_numbered
from campaigns.packs.laying import lay_sections
from campaigns.packs.plan import Plan, Promised
from campaigns.packs.quoting import Span, quoted
from campaigns.packs.readers import care_of, trust_name
from common.weave import weave_svg_file
from pages.support import urgent_lines
from stories.counts import people_by_theme
from stories.enums import MEDIA_KINDS
from stories.release import ReleasedStory
from stories.trusts import trust as find_trust

Data = dict[str, Any]


@dataclass(frozen=True)
class Imprint:
    """What makes it this edition and no other. Number 0: a preview."""

    number: int = 0
    issued_on: dt.date | None = None
    verify_code: str = ""
    verify_url: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackContent:
    """STORIES are all of which anything is printed; `data["stories"]` those in full, in the same order."""

    data: Data
    stories: tuple[ReleasedStory, ...] = field(repr=False)
    printed: tuple[ReleasedStory, ...] = field(repr=False)
    quotations: tuple[Span, ...] = ()
    logo: bytes | None = field(default=None, repr=False)  # PNG


def compose(*, plan: Plan, stories: Sequence[ReleasedStory], imprint: Imprint) -> PackContent:
    """Everything that will be printed, in order. STORIES came through the one door; they are not asked for here."""
    rules = rules_for_pack(slugs=plan.rules)
    practices = practices_for_pack(slugs=plan.practices)
    figures = figures_for_pack(slugs=plan.figures)
    cited: list[Cited] = [*rules, *figures, *practices]
    sources = sources_of(values=cited)
    numbers = sources_numbered(sources)
    printed = [story for story in stories if story.story_id in plan.printed_ids]
    quotations = [(span, words) for span in plan.quotations if (words := quoted(span=span, stories=stories))]
    brand = brand_of(plan.campaign.organisation)
    data = {
        **_front(plan, imprint),
        "brand": {"main": brand.main, "ground": brand.ground, "logo": brand.logo is not None},
        "stories": [_story(place, story) for place, story in enumerate(printed, start=1)],
        "minutes": sum(story.minutes for story in printed),
        "quotations": [_quotation(span, words, stories, printed) for span, words in quotations],
        "themes": _themes(plan, stories),
        "rules": [_rule(rule, numbers, printed) for rule in rules],
        "figures": [_figure_group(group, numbers) for group in grouped(figures)],
        "practices": [_practice(practice, numbers) for practice in practices],
        "promises": [_promise(promise) for promise in plan.words.promises],
        "sources": [_source(numbers[source.slug], source) for source in sources],
        "support": _support(plan),
    }
    data["sections"] = lay_sections(plan=plan, data=data, cited=cited_numbers(rows=cited, numbers=numbers))
    spans = tuple(span for span, _words in quotations)
    told = {story.story_id for story in printed} | {span.story_id for span in spans}
    # A story of which nothing is printed (its quotation is of another version) does not leave.
    leaving = tuple(story for story in stories if story.story_id in told)
    return PackContent(data, leaving, tuple(printed), spans, brand.logo)


def _front(plan: Plan, imprint: Imprint) -> Data:
    campaign, words = plan.campaign, plan.words
    return {
        "lang": (translation.get_language() or "en")[:2],
        "title": words.title,
        "audience": words.addressed_to or words.audience,
        "meeting_on": _date(words.meeting_date),
        "group": campaign.organisation.name,
        "group_about": campaign.organisation.blurb,
        "campaign": campaign.name,
        "trust": trust_name(plan.use),
        "care": care_of(plan.use),
        "fictional": campaign.fictional or campaign.organisation.fictional,
        "edition": {
            "number": imprint.number,
            "issued_on": _date(imprint.issued_on),
            "verify_code": imprint.verify_code,
            "verify_url": imprint.verify_url,
            "changes": list(imprint.changes),
        },
    }


def _story(place: int, story: ReleasedStory) -> Data:
    paragraphs, questions = _telling(story)
    return {
        "number": place,
        "title": story.title,
        "summary": story.summary,
        "notes": [term.label for term in story.content_notes],
        "themes": [term.label for term in story.themes],
        "slugs": list(story.theme_slugs),
        "setting": story.setting,
        "paragraphs": paragraphs,
        "questions": questions,
        "lang": story.language[:2],
        "minutes": story.minutes,
        "fictional": story.fictional,
        "cover": weave_svg_file(story.theme_slugs, size="cover"),
        "cover_alt": _cover_alt(story),
    }


def _telling(story: ReleasedStory) -> tuple[list[str], list[int]]:
    """The words by paragraph, and which of them are questions that the teller answers in those that follow.

    A written line ends where its teller ended it; a spoken one only where Whisper paused.
    """
    found: list[str] = []
    questions: list[int] = []
    for part in story.parts:
        if part.question and part.paragraphs:
            questions.append(len(found))
            found.append(part.question)
        spoken = part.kind in MEDIA_KINDS
        found += [" ".join(piece.split()) if spoken else piece for piece in part.paragraphs]
    return found, questions


def _cover_alt(story: ReleasedStory) -> str:
    themes = ", ".join(term.label for term in story.themes)
    return _("A woven pattern drawn from the story’s themes: %(themes)s.") % {"themes": themes}


def _themes(plan: Plan, stories: Sequence[ReleasedStory]) -> list[Data]:
    """How many people in all tell of what these stories tell of: in bands, as everybody may read it."""
    if all(section.kind != SectionKind.THEMES for section in plan.words.sections):
        return []
    people = people_by_theme()
    terms = {term.slug: term.label for story in stories for term in story.themes}
    return [{"label": label, "said": str(people[slug])} for slug, label in terms.items() if slug in people]


def _quotation(
    span: Span, words: str, stories: Sequence[ReleasedStory], printed: Sequence[ReleasedStory]
) -> Data:
    """From which story, only where that story is in the pack; whose words they are is never said."""
    story = next(each for each in stories if each.story_id == span.story_id)
    return {
        "text": words,
        "lang": story.language[:2],
        "story": next((n for n, each in enumerate(printed, 1) if each.story_id == span.story_id), 0),
        "setting": story.setting,
        "notes": [term.label for term in story.content_notes],
        "fictional": story.fictional,
    }


def _figure_group(group: FigureGroup, numbers: dict[str, int]) -> Data:
    return {
        "measure": group.measure,
        "drawn": group.drawn,
        "rows": [
            {
                "slug": figure.slug,
                "label": figure.label,
                "value": figure.said,
                "number": figure.number,
                "share": group.share(figure),
                "qualifier": figure.qualifier,
                "sources": [numbers[source.slug] for source in figure.sources],
            }
            for figure in group.figures
        ],
    }


def _promise(promise: Promised) -> Data:
    state = CommitmentState(promise.state)
    return {
        "text": promise.text,
        "owner": promise.owner,
        "made_on": _date(_day(promise.made_on)),
        "due_on": _date(_day(promise.due_on)),
        "state": str(state),
        "state_label": str(state.label),
        "evidence": promise.evidence,
    }


def _day(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _rule(rule: Rule, numbers: dict[str, int], stories: Sequence[ReleasedStory]) -> Data:
    return {
        "slug": rule.slug,
        "text": rule.text,
        "section": rule.section,
        "standing": rule.standing,
        "status": rule.status_label,
        "jurisdictions": list(rule.jurisdictions),
        "note": rule.note,
        "ask": rule.ask,
        "record_fields": rule.fields_in_force,
        "sources": [numbers[source.slug] for source in rule.sources],
        "stories": [
            n
            for n, story in enumerate(stories, 1)
            if rules_touched(rules=[rule], themes=story.theme_slugs, happened=story.happened)
        ],
    }


def _practice(practice: Practice, numbers: dict[str, int]) -> Data:
    """Only findings that were checked are printed; their cautions always are."""
    return {
        "slug": practice.slug,
        "name": practice.name,
        "what": practice.what,
        "findings": [_finding(f) for f in practice.findings if f.verified],
        "caution": practice.caution,
        "sources": [numbers[source.slug] for source in practice.sources],
    }


def _finding(finding: Any) -> Data:
    how = ", ".join(filter(None, [finding.design[:1].upper() + finding.design[1:], str(finding.year or "")]))
    return {"text": finding.text, "how": how, "caution": finding.caution}


def _source(number: int, source: SourceRef) -> Data:
    return {"number": number, "line": source.line, "url": source.url, "checked": str(source.checked.label)}


def _support(plan: Plan) -> list[Data]:
    trust = find_trust(code=plan.campaign.trust_code)
    rows = urgent_lines(nation=trust.nation if trust else "")
    return [
        {"name": row.name, "phone": row.phone, "text": row.text, "hours": row.hours, "url": row.url}
        for row in rows
    ]


def _date(day: dt.date | None) -> str:
    return formats.date_format(day, "j F Y") if day else ""
