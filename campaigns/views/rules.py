"""What the rules say: the evidence library for everybody, with its standing and its doubts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.enums import Topic
from campaigns.evidence import library
from campaigns.reference_rows import questions
from stories.themes import all_terms

NATIONS = ("England", "Wales")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    counts = library.rule_counts()
    topics = [(topic, counts[topic]) for topic in Topic if topic in counts]
    return render(request, "campaigns/rules/index.html", {"topics": topics, "questions": list(questions())})


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    if topic not in Topic.values:
        raise Http404
    found = Topic(topic)
    context = {"heading": found.label, "rules": library.rules_in(topic=found), "terms": all_terms()}
    return render(request, "campaigns/rules/list.html", context)


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    term = all_terms().get(slug)
    if term is None:
        raise Http404
    context = {
        "heading": term.label,
        "term": term,
        "rules": library.rules_on(theme=slug),
        "terms": all_terms(),
    }
    return render(request, "campaigns/rules/list.html", context)


@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/rules/practice.html", {"practices": library.practices()})


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/rules/sources.html", {"sources": library.all_sources()})
