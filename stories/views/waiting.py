"""A human answer to too many tries: how long, that nothing is lost, and the same form for when the wait is over."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stories.throttle import TooManyTries


def please_wait(request: HttpRequest, *, wait: TooManyTries, form: forms.Form) -> HttpResponse:
    """429 with Retry-After. Nobody's worker sleeps; what was typed is still there."""
    response = render(
        request, "stories/back/too_many.html", {"seconds": wait.seconds, "form": form}, status=429
    )
    response["Retry-After"] = str(wait.seconds)
    return response
