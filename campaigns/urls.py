"""Addresses of campaigns: for everybody, for readers with a link, and for coordinators below /admin/packs/."""

from django.urls import include, path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from campaigns.dossiers.feeds import WhatChanged
from campaigns.views import asking, dossiers, editions, public, rules

feed = require_safe(cache_control(no_cache=True, private=True)(WhatChanged()))

everybody = [
    path("rules/", rules.index, name="rules"),
    path("rules/good-practice/", rules.practice, name="rules_practice"),
    path("rules/sources/", rules.sources, name="rules_sources"),
    path("rules/theme/<slug:slug>/", rules.theme, name="rules_theme"),
    path("rules/<slug:topic>/", rules.topic, name="rules_topic"),
    path("campaigns/", public.campaigns, name="list"),
    path("campaigns/start-where-you-are/", public.start, name="start"),
    path("campaigns/what-changed/", public.changed, name="changed"),
    path("campaigns/what-changed/feed/", feed, name="changed_feed"),
    path("trusts/", dossiers.trusts, name="trusts"),
    path("trusts/<str:code>/", dossiers.dossier, name="dossier"),
    path("campaigns/<slug:slug>/", public.campaign, name="campaign"),
    path("ask/thanks/", asking.thanks, name="questions_thanks"),
    path("ask/<str:token>/", asking.questions, name="questions"),
    path("e/<str:token>/", editions.web_edition, name="edition"),
    path("e/<str:token>/answer/", editions.answer, name="edition_answer"),
    path("e/<str:token>/colours.css", editions.colours, name="edition_colours"),
    path("e/<str:token>/pack.pdf", editions.pdf, name="edition_pdf"),
    path("verify/", editions.verify_form, name="verify_form"),
    path("verify/<str:code>/", editions.verify, name="verify"),
]
urlpatterns = [
    path("", include((everybody, "campaigns"))),
    # Before Wagtail's own addresses, which would answer a wrong role with a redirect instead of a plain no.
    path("admin/packs/", include("campaigns.desk.urls")),
]
