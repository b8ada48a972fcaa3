"""Choosing a theme, a trust, a reply: never making one on the way. They are made at their own pages."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.generic.chooser import CreateView
from wagtail.snippets.views.chooser import SnippetChooserViewSet


class NothingMade(CreateView):
    """Wagtail keeps this address for choosers without a form too, and would fail when something is sent to it."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        raise PermissionDenied


class OnlyChoose(SnippetChooserViewSet):
    create_view_class = NothingMade
