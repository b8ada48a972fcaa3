"""What accounts change in Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.admin.viewsets.base import ViewSet
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)

from accounts.forms import OwnNameForm
from accounts.viewsets import organisations

# Wagtail's bulk actions write groups and `is_active` past the rules and the audit log: one person at a time.
for action in (AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction):
    action.models = []

# A name is one field here; Wagtail's form would insist on a last name and never save.
NameEmailSettingsPanel.form_class = OwnNameForm


@hooks.register("register_admin_viewset")
def register_organisations() -> ViewSet:
    return organisations
