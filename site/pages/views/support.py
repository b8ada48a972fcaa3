from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.enums import Nation
from pages.support import group_lines


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    """Every line we may show, for one nation (`?nation=Wales`) or all, most urgent first."""
    asked = request.GET.get("nation", "")
    nation = asked if asked in Nation.values else ""
    return render(
        request,
        "pages/support.html",
        {"groups": group_lines(nation=nation), "nation": nation, "nations": Nation},
    )
