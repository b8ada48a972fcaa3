"""What readers see. Every word here comes through stories.release, which asks the gate each time."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.paging import before_asked, older_link
from stories import release
from stories.counts import people_on, people_shown
from stories.search import search_stories
from stories.themes import all_terms, by_subgroup, every_term, theme_tree

PAGE = 9  # three rows of three: a page that can be taken in, and as quick to make at ten stories as at ten thousand


@require_safe
def story_list(request: HttpRequest) -> HttpResponse:
    theme = request.GET.get("theme", "")
    found = all_terms().get(theme)
    chosen = found if found and found.browsable else None
    listed = release.list_website(
        theme=chosen.slug if chosen else "", before=before_asked(request), limit=PAGE
    )
    context = {
        "stories": listed.stories,
        "older": older_link(moment=listed.next_before, **({"theme": chosen.slug} if chosen else {})),
        "chosen": chosen,
        "tree": theme_tree(),
        "unknown_theme": bool(theme) and chosen is None,
        "first_page": not request.GET.get("before"),
    }
    return render(request, "stories/public/list.html", context)


@require_safe
def story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    found = release.read_website(story_id=story_id)
    if found is None:
        raise Http404
    return render(request, "stories/public/story.html", {"story": found})


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    tree = [(group, by_subgroup(terms)) for group, terms in theme_tree()]
    return render(request, "stories/public/themes.html", {"tree": tree, "bands": people_shown()})


@require_safe
def counting(request: HttpRequest) -> HttpResponse:
    """The rules of every number on these pages, for the people they are about."""
    return render(request, "stories/public/counting.html")


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Also of a term that is no longer given, for as long as stories that carry it lead here."""
    term = every_term().get(slug)
    if term is None or not term.browsable:
        raise Http404
    listed = release.list_website(theme=slug, before=before_asked(request), limit=PAGE)
    if not term.active and not listed.stories:
        raise Http404
    context = {
        "term": term,
        "people": people_on(theme=slug),
        "stories": listed.stories,
        "older": older_link(moment=listed.next_before),
    }
    return render(request, "stories/public/theme.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:200]
    ids = search_stories(query=query) if query else []
    context = {"query": query, "stories": release.read_website_many(story_ids=ids)}
    return render(request, "stories/public/search.html", context)
