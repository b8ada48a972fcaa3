"""Ward mode: what it does, turning it on and off, and leaving so that nothing stays on the device."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from common import ward as mode
from pages.enums import LineKind, Nation
from pages.support import lines_for, nation_of
from stories.tellers import forget_teller

BESIDE_YOU = (LineKind.ADVOCACY, LineKind.REGULATOR)


@require_http_methods(["GET", "POST"])
def ward(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _switch(request)
    nation = nation_of(slug=request.GET.get("nation", "")) or nation_of(slug=mode.chosen(request))
    return render(request, "stories/tell/ward.html", _context(nation))


def _context(nation: str) -> dict[str, Any]:
    lines = [line for line in lines_for(nation=nation) if line.kind in BESIDE_YOU] if nation else []
    nations = [(slugify(value), label) for value, label in Nation.choices]
    return {"nation": nation, "nation_slug": slugify(nation), "nations": nations, "lines": lines}


def _switch(request: HttpRequest) -> HttpResponse:
    response = redirect("tell:ward")
    if request.POST.get("switch") == "off":
        mode.turn_off(response)
        if not request.session.is_empty():
            request.session.set_expiry(None)
    else:
        nation = nation_of(slug=request.POST.get("nation", ""))
        mode.turn_on(response, choice=slugify(nation))
        if not request.session.is_empty():
            request.session.modified = True  # its cookie is sent again, and from now on ends with the browser
    return response


@require_safe
def leave_quickly(request: HttpRequest) -> HttpResponse:
    """Where *Exit this page* leads in ward mode: whoever presses Back on this device finds nothing."""
    response = HttpResponseRedirect(mode.WEATHER)
    if mode.is_on(request):
        forget_teller(request=request)
        mode.wipe(response)
    return response
