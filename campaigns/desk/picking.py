"""Choosing what goes into a pack: stories whose tellers agreed, rules they touch, practice that answers them."""

from collections.abc import Mapping
from dataclasses import asdict
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.desk.pages import here, pack_crumbs, show
from campaigns.enums import ItemKind
from campaigns.evidence.figures import usable_figures
from campaigns.evidence.library import suggest_rules, usable_practices, usable_rules
from campaigns.forms import QuotationForm, StorySearchForm
from campaigns.models import Pack
from campaigns.packs.building import NotPickable, pick, quote
from campaigns.packs.layout import lay_out, picked_ids
from campaigns.packs.plan import plan_of_pack
from campaigns.packs.quoting import NotQuotable
from campaigns.packs.readers import agreed
from campaigns.permissions import coordinator_required, own_pack
from stories.candidates import WantedStories, find_candidates
from stories.release import read_for_pack
from stories.themes import Term, all_terms
from stories.trusts import trust


@coordinator_required
@require_safe
def stories(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    pack = own_pack(user=request.user, pk=pack_id)
    form = StorySearchForm(request.GET)
    wanted = WantedStories(**form.cleaned_data) if form.is_valid() else WantedStories()
    page = int(number) if (number := request.GET.get("page", "1")).isdecimal() and len(number) < 6 else 1
    found = find_candidates(wanted=wanted, use=pack.use, page=page)
    form.count(found.counts)
    chosen = picked_ids(pack=pack, kind=ItemKind.STORY)
    asked = urlencode({name: value for name, value in asdict(wanted).items() if value})
    context = {
        "pack": pack,
        "form": form,
        "asked": asked,
        "query": f"{asked}&page={page}" if page > 1 else asked,
        "agreed": agreed(pack.use),
        "stories": [(story, str(story.story_id) in chosen) for story in found.stories],
        "found": found,
        "page": min(page, found.pages),
    }
    return show(
        request,
        "stories",
        title=_("Choose stories"),
        crumbs=_crumbs(pack, _("Choose stories")),
        context=context,
    )


@coordinator_required
@require_safe
def rules(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """First those that held where and when one of the chosen stories happened; then the rest that hold there."""
    pack = own_pack(user=request.user, pk=pack_id)
    layout = lay_out(pack=pack, plan=plan_of_pack(pack))
    themes, told = layout.themes, layout.told()
    where = trust(code=pack.campaign.trust_code)
    nation = where.nation if where else ""
    chosen = picked_ids(pack=pack, kind=ItemKind.STATEMENT)
    usable = usable_rules(nation=nation)
    suggested = suggest_rules(rules=usable, stories=told)
    slugs = {rule.slug for rule in suggested}
    others = [rule for rule in usable if rule.slug not in slugs]
    terms = all_terms()
    context = {
        "pack": pack,
        "nation": nation,
        "unplaced": sum(not story.happened.known for story in told),
        "suggested": [
            (rule, rule.slug in chosen, _touched(rule.themes, themes, terms)) for rule in suggested
        ],
        "others": [(rule, rule.slug in chosen, []) for rule in others],
    }
    return show(
        request, "rules", title=_("Choose rules"), crumbs=_crumbs(pack, _("Choose rules")), context=context
    )


@coordinator_required
@require_safe
def practices(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    pack = own_pack(user=request.user, pk=pack_id)
    themes = lay_out(pack=pack, plan=plan_of_pack(pack)).themes
    chosen = picked_ids(pack=pack, kind=ItemKind.INITIATIVE)
    terms = all_terms()
    found = usable_practices(themes=themes)
    context = {
        "pack": pack,
        "practices": [(each, each.slug in chosen, _touched(each.themes, themes, terms)) for each in found],
    }
    title = _("Choose good practice")
    return show(request, "practices", title=title, crumbs=_crumbs(pack, title), context=context)


@coordinator_required
@require_safe
def figures(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """Of this trust first, then of its nation."""
    pack = own_pack(user=request.user, pk=pack_id)
    where = trust(code=pack.campaign.trust_code)
    found = usable_figures(nation=where.nation if where else "")
    chosen = picked_ids(pack=pack, kind=ItemKind.FIGURE)
    own = [each for each in found if each.org_code and each.org_code == pack.campaign.trust_code]
    others = [each for each in found if each not in own]
    context = {
        "pack": pack,
        "nation": where.nation if where else "",
        "figures": [(each, each.slug in chosen) for each in (*own, *others)],
    }
    title = _("Choose figures")
    return show(request, "figures", title=title, crumbs=_crumbs(pack, title), context=context)


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def quotation(request: HttpRequest, pack_id: UUID, story_id: UUID) -> HttpResponse:
    """The released text of one story; what is selected in it stands in a box, where it can be typed as well."""
    pack = own_pack(user=request.user, pk=pack_id)
    found = read_for_pack(story_ids=[story_id], use=pack.use)
    if not found:
        messages.error(request, _("This story may not be used in this pack any more."))
        return redirect("packs:pack", pack.pk)
    form = QuotationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            item = quote(pack_id=pack.pk, story_id=story_id, words=form.cleaned_data["words"])
        except NotQuotable as refused:
            form.add_error("words", str(refused))
        else:
            return redirect(f"{reverse('packs:pack', args=[pack.pk])}#item-{item.pk}")
    context = {"pack": pack, "story": found[0], "form": form}
    title = _("Quote from a story")
    return show(request, "quotation", title=title, crumbs=_crumbs(pack, title), context=context)


SCREENS = {
    ItemKind.STORY: "packs:pick_stories",
    ItemKind.STATEMENT: "packs:pick_rules",
    ItemKind.FIGURE: "packs:pick_figures",
    ItemKind.INITIATIVE: "packs:pick_practices",
}


@coordinator_required
@require_POST
def add(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    pack = own_pack(user=request.user, pk=pack_id)
    if request.POST.get("kind") not in SCREENS:
        raise Http404
    kind, source_id = ItemKind(request.POST["kind"]), request.POST.get("source", "")
    try:
        pick(pack_id=pack.pk, kind=kind, source_id=source_id)
    except NotPickable as refused:
        messages.error(request, refused.message)
    back = reverse(SCREENS[kind], args=[pack_id])
    query = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{back}{'?' + query if query else ''}#pick-{source_id if source_id.isascii() else ''}")


def _touched(slugs: tuple[str, ...], themes: set[str], terms: Mapping[str, Term]) -> list[str]:
    return [terms[slug].label for slug in slugs if slug in themes and slug in terms]


def _crumbs(pack: Pack, title: str) -> list[dict[str, str]]:
    return [*pack_crumbs(pack), here(title)]
