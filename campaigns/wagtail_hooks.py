"""What campaigns add to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from campaigns.permissions import is_coordinator
from campaigns.viewsets import EvidenceGroup

register_snippet(EvidenceGroup)


class PacksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


@hooks.register("register_admin_menu_item")
def register_packs() -> MenuItem:
    return PacksMenuItem(
        _("Campaigns"),
        reverse_lazy("packs:home"),
        name="packs",
        icon_name="doc-full-inverse",
        order=310,
    )
