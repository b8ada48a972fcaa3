"""What transcription adds to Wagtail's admin: the trainers' menu item, the groups' word lists."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from accounts.enums import Role
from accounts.permissions import has_role, roles_of
from stories.permissions import ANONYMISERS
from transcription.vocabulary.admin import word_lists


class TrainingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(user=request.user, role=Role.TRAINER)


@hooks.register("register_admin_menu_item")
def register_training() -> MenuItem:
    return TrainingMenuItem(
        _("Training"), reverse_lazy("training:home"), name="training", icon_name="media", order=320
    )


class OldDiscsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return not roles_of(request.user).isdisjoint(ANONYMISERS)


@hooks.register("register_admin_menu_item")
def register_old_discs() -> MenuItem:
    return OldDiscsMenuItem(
        _("Old discs and tapes"), reverse_lazy("splitting:rips"), name="discs", icon_name="media", order=310
    )


@hooks.register("register_admin_viewset")
def register_word_lists() -> ViewSet:
    return word_lists
