"""People and organisations in Wagtail's settings menu, for administrators."""

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.users import CreateView, IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from accounts.enums import Role
from accounts.forms import InviteForm, OrganisationForm, PersonEditForm
from accounts.models import Organisation, User


def describe_roles(user: User) -> str:
    held = [(row.organisation.name, Role(row.role).label) for row in user.memberships.all()]
    return "; ".join(f"{label}, {name}" for name, label in sorted(held))


class PeopleIndexView(IndexView):
    page_title = _("People")
    add_item_label = _("Invite somebody")
    search_fields = ("name", "email")
    search_backend_name = None

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("name", label=_("Name"), accessor=str, sort_key="name", get_url=self.get_edit_url),
            *self.plain_columns,
        ]

    plain_columns = [
        Column("email", label=_("E-mail address"), sort_key="email"),
        Column("roles", label=_("Roles"), accessor=describe_roles),
        BooleanColumn("is_active", label=_("May sign in"), sort_key="is_active"),
        DateColumn("last_login", label=_("Last signed in"), sort_key="last_login"),
    ]

    def get_base_queryset(self) -> QuerySet[User]:
        people: QuerySet[User] = super().get_base_queryset()
        return people.prefetch_related("memberships__organisation")

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Wagtail would sort by a first and a last name, which nobody has here."""
        return queryset.order_by(self.ordering, "pk")


class InviteView(CreateView):
    page_title = _("Invite somebody")
    success_message = _("%(object)s is invited. An e-mail is on its way.")
    submit_button_label = _("Send the invitation")


class UserViewSet(WagtailUserViewSet):
    menu_label = _("People")
    index_view_class = PeopleIndexView
    add_view_class = InviteView
    ordering = "name"
    copy_view_enabled = False
    template_prefix = "accounts/people/"

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm[Any]]:
        return PersonEditForm if for_update else InviteForm


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "globe"
    menu_label = _("Organisations")
    menu_order = 602
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["name", "kind", "fictional"]
    search_fields = ["name"]

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm[Any]]:
        return OrganisationForm


organisations = OrganisationViewSet("organisations", url_prefix="organisations")
