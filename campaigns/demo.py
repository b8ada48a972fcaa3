"""The invented campaign, its pack and edition 1, from demo_content/campaign.yaml. Made through the domain functions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from yaml import CSafeLoader

from accounts.demo import DemoOrganisation, DemoPerson
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from campaigns.branding import keep_brand
from campaigns.enums import Audience, CommitmentState, EditionState, HandedOver, ItemKind, Phase, SectionKind
from campaigns.models import (
    Campaign,
    Commitment,
    Edition,
    GuidanceStatement,
    InformationRequest,
    Meeting,
    Pack,
)
from campaigns.organising.evaluation import close_round, keep_answer, open_round
from campaigns.organising.information import answer_due
from campaigns.organising.involvement import keep_check
from campaigns.organising.plan import add_step, change_step, tick_step
from campaigns.organising.questions import QUESTIONS
from campaigns.packs.building import create_campaign, create_pack, pick, quote
from campaigns.packs.deliveries import hand_over
from campaigns.packs.editions import issue_edition
from campaigns.packs.press import render_edition
from campaigns.packs.sections import sections_of
from stories.demo import read_stories
from stories.release import candidates_for_pack

FILE = Path(__file__).parent / "demo_content" / "campaign.yaml"
Data = dict[str, Any]


class NotForProduction(Exception):
    """Invented campaigns never stand beside real ones."""


def read_campaign() -> Data:
    loaded: Data = yaml.load(FILE.read_text(encoding="utf-8"), Loader=CSafeLoader)
    return loaded


def demo_people(data: Data) -> list[DemoPerson]:
    """Everybody in the file, each in their organisation."""
    organisations = {row["slug"]: _organisation(row) for row in data["organisations"]}
    return [
        DemoPerson(row["name"], row["email"], (Role(row["role"]),), organisations[row["organisation"]])
        for row in data["people"]
    ]


def _organisation(row: Data) -> DemoOrganisation:
    return DemoOrganisation(
        row["name"], OrganisationKind(row["kind"]), row["slug"], row["about"], fictional=True
    )


def campaign_is_complete(*, data: Data) -> bool:
    """The pack is there and has been issued at least once: nothing is left to load."""
    had = Edition.objects.filter(pack__campaign__slug=data["campaign"]["slug"])
    return had.exclude(state=EditionState.RENDERING).exists()


def load_campaign(*, data: Data, by: User, story_ids: Mapping[str, UUID] | None = None) -> bool:
    """The campaign with everything around it, and edition 1; False when all of it is there already.

    STORY_IDS go by the slugs of the demo stories. Without them (an earlier run was cut short) stories are found
    again by their titles.
    """
    if not settings.DEVELOPMENT:
        raise NotForProduction("Demo campaigns are for development only.")
    with transaction.atomic():
        pack = Pack.objects.filter(campaign__slug=data["campaign"]["slug"]).first()
        if pack is None:
            campaign = _campaign(data["campaign"])
            _group(row=data["campaign"], group=campaign.organisation, by=by)
            ask_rounds(rows=data["campaign"]["evaluation"], campaign=campaign)
            work_on_plan(rows=data["campaign"]["plan"], campaign=campaign, by=by)
            pack = _pack(
                data["pack"], campaign=campaign, by=by, known=story_ids or _by_title(campaign.trust_code)
            )
    return _edition_one(pack=pack, by=by)


def _campaign(row: Data) -> Campaign:
    group = Organisation.objects.get(slug=row["organisation"])
    campaign = create_campaign(
        organisation=group, trust_code=row["trust"], name=row["title"], aim=row["aim"].strip()
    )
    Campaign.objects.filter(pk=campaign.pk).update(
        slug=row["slug"],
        started_on=row["started"],
        what_changed=row["story_so_far"],
        public=True,
        fictional=True,
    )
    for contact in row["contacts"]:
        campaign.contacts.create(role=contact["role"], name=contact["name"], cares_about=contact["note"])
    for meeting in row["meetings"]:
        _meeting(meeting, campaign=campaign, on=meeting["date"], title=meeting["title"])
    for promise in row["commitments"]:
        campaign.commitments.add(_promise(promise), bulk=False)
    for request in row["requests"]:
        campaign.requests.add(_request(request), bulk=False)
    return Campaign.objects.select_related("organisation").get(pk=campaign.pk)


def _request(row: Data) -> InformationRequest:
    return InformationRequest(
        asked=row["asked"],
        arrived_on=row["arrived"],
        due_on=answer_due(arrived_on=row["arrived"]),
        reference=row["reference"],
        outcome=row.get("outcome", ""),
        answered_on=row.get("answered"),
        answer=row.get("answer", ""),
    )


def _group(*, row: Data, group: Organisation, by: User) -> None:
    """Its colours, and how it judges its own involvement."""
    keep_brand(organisation=group, **row["brand"])
    check = row["four_pi"]
    keep_check(organisation=group, on=check["date"], answers=check["answers"], by=by)


def ask_rounds(*, rows: Sequence[Data], campaign: Campaign) -> None:
    for row in rows:
        found = open_round(campaign=campaign, phase=Phase(row["phase"]), ward=row["ward"], time=row["time"])
        for answers in row["answers"]:
            chosen = {name: int(mark) for name, mark in zip(QUESTIONS, answers, strict=True) if mark != "-"}
            keep_answer(token=found.token, choices=chosen)
        close_round(round_id=found.pk)


def work_on_plan(*, rows: Sequence[Data], campaign: Campaign, by: User) -> None:
    """Some steps ticked, some with a note, one of the group's own."""
    for row in rows:
        note = row.get("note", "")
        if "own" in row:
            add_step(campaign_id=campaign.pk, words=row["own"], note=note)
            continue
        step = campaign.steps.get(recipe_id=row["step"])
        change_step(step=step, words=step.words, note=note)
        if row.get("done"):
            tick_step(step=step, by=by)


def _meeting(row: Data, *, campaign: Campaign, on: dt.date, title: str) -> Meeting:
    texts = {name: "\n".join(row[name]) for name in ("agenda", "safety_plan", "may_be_repeated")}
    meeting = campaign.meetings.create(
        on=on,
        title=title,
        place=row["place"],
        present="\n".join(row.get("present", ())),
        notes=row.get("notes", ""),
        **texts,
    )
    meeting.contacts.set(campaign.contacts.filter(role__in=row["with"]))
    return meeting


def _promise(row: Data) -> Commitment:
    settled = row["status"] if row["status"] in (CommitmentState.KEPT, CommitmentState.BROKEN) else ""
    return Commitment(
        text=row["what"],
        owner=row["owner"],
        made_on=row["made_on"],
        due_on=row["due"],
        settled=settled,
        settled_on=row["due"] if settled else None,
        evidence=row["note"],
    )


def _pack(row: Data, *, campaign: Campaign, by: User, known: Mapping[str, UUID]) -> Pack:
    day: dt.date = row["meeting_date"]
    meeting = _meeting(row["meeting"], campaign=campaign, on=day, title=row["audience_name"])
    pack = create_pack(
        campaign=campaign,
        title=row["title"],
        by=by,
        audience=Audience(row["audience"]),
        addressed_to=row["audience_name"],
        meeting=meeting,
        meeting_on=day,
        letter=row["letter"],
        summary=row["summary"],
        ask=row["ask"],
    )
    for slug in row["stories"]:
        pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(known[slug]))
    for row_quoted in row["quotations"]:
        quote(pack_id=pack.pk, story_id=known[row_quoted["story"]], words=row_quoted["words"])
    for slug in row["figures"]:
        pick(pack_id=pack.pk, kind=ItemKind.FIGURE, source_id=slug)
    _add_sections(pack, row["sections"])
    usable = set(GuidanceStatement.objects.for_packs().values_list("slug", flat=True))
    for slug in row["guidance"]:
        if slug in usable:
            pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id=slug)
    for slug in row["initiatives"]:
        pick(pack_id=pack.pk, kind=ItemKind.INITIATIVE, source_id=slug)
    return pack


def _add_sections(pack: Pack, texts: Mapping[str, str]) -> None:
    """Beside the usual ones, before the rules."""
    given = [
        (section.kind, {"heading": section.heading, "text": section.text}) for section in sections_of(pack)
    ]
    place = next(n for n, (kind, _value) in enumerate(given) if kind == SectionKind.RULES)
    given[place:place] = [(kind, {"heading": "", "text": text}) for kind, text in texts.items()]
    pack.sections = given  # type: ignore[assignment] # a StreamField takes pairs
    pack.save(update_fields=["sections"])


def _by_title(trust_code: str) -> dict[str, UUID]:
    slugs = {entry["title"]: entry["slug"] for entry in read_stories()["stories"]}
    found = candidates_for_pack(trust_code=trust_code, limit=1000)
    return {slugs[story.title]: story.story_id for story in found if story.fictional and story.title in slugs}


def _edition_one(*, pack: Pack, by: User) -> bool:
    """Issued at once, in this process: there may be no worker yet. Its job then finds nothing left to do."""
    edition = pack.editions.first() or issue_edition(pack_id=pack.pk, by=by)
    if edition.state != EditionState.RENDERING:
        return False
    render_edition(edition_id=edition.pk)
    edition.refresh_from_db()
    if edition.state != EditionState.ISSUED:
        raise RuntimeError(f"The demo edition was not issued: {edition.message}")
    hand_over(
        edition_id=edition.pk,
        recipient="Chair of the quality committee (invented)",
        how=HandedOver.LINK,
        on=timezone.localdate(),
        by=by,
    )
    return True
