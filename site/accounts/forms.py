"""The administrators' forms for people. Roles are ticked here and given by `accounts.membership`.

No password, no superuser tick, no groups: people choose their own password, nobody needs to be a superuser,
and groups follow roles.
"""

from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from accounts import membership, people
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from accounts.roles import ROLES_OF_KIND

RoleIn = tuple[Organisation, Role]


class PersonForm(WagtailAdminModelForm):
    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Editors, second readers and safeguarding leads see what tellers sent. Nobody else does."
        ),
    )

    class Meta:
        model = User
        fields = ["email", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [
            (key, f"{organisation.name}: {role.label}") for key, (organisation, role) in self.on_offer.items()
        ]

    @cached_property
    def on_offer(self) -> dict[str, RoleIn]:
        organisations = sorted(
            Organisation.objects.all(), key=lambda row: (row.kind != OrganisationKind.HOST, row.name)
        )
        return {
            f"{organisation.pk}:{role.value}": (organisation, role)
            for organisation in organisations
            for role in ROLES_OF_KIND[OrganisationKind(organisation.kind)]
        }

    def clean_roles(self) -> list[RoleIn]:
        """Says which of the roles newly ticked may not be given, before anything is written."""
        wanted = [self.on_offer[key] for key in self.cleaned_data["roles"]]
        held = set(self.initial.get("roles", []))
        for organisation, role in wanted:
            if f"{organisation.pk}:{role.value}" in held:
                continue
            try:
                membership.check_grant(
                    user=self.instance, organisation=organisation, role=role, by=self.for_user
                )
            except membership.GrantRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return wanted


class InviteForm(PersonForm):
    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.annotate(lower=Lower("email")).filter(lower=email).exists():
            raise forms.ValidationError(_("Somebody with this address is here already."))
        return email

    def save(self, commit: bool = True) -> User:
        data = self.cleaned_data
        user = people.invite(email=data["email"], name=data["name"], by=self.for_user)
        membership.set_roles(user=user, wanted=data["roles"], by=self.for_user)
        self.instance = user
        return user


class PersonEditForm(PersonForm):
    """The address stays theirs to change: whoever could change it could sign in as them by e-mailed code."""

    class Meta(PersonForm.Meta):
        fields = ["email", "name", "is_active"]

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        held = Membership.objects.filter(user=kwargs["instance"]).values_list("organisation_id", "role")
        kwargs["initial"] = {**(kwargs.get("initial") or {}), "roles": [f"{pk}:{role}" for pk, role in held]}
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.was_active = self.instance.is_active
        if editing_self:
            del self.fields["is_active"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        try:
            self._check_what_goes(data)
        except membership.GrantRefused as refusal:
            self.add_error("roles", str(refusal))
        return data

    def _check_what_goes(self, data: dict[str, Any]) -> None:
        if self.was_active and data.get("is_active") is False:
            people.check_letting_go(user=self.instance)
        kept = data.get("roles") or []
        for key in self.initial["roles"]:
            if self.on_offer.get(key) not in kept:
                membership.check_revoke(user=self.instance, role=Role(key.partition(":")[2]))

    def save(self, commit: bool = True) -> User:
        data, user = self.cleaned_data, User.objects.get(pk=self.instance.pk)
        people.rename(user=user, name=data["name"])
        membership.set_roles(user=user, wanted=data["roles"], by=self.for_user)
        people.set_active(user=user, active=data.get("is_active", user.is_active), by=self.for_user)
        return user


class OwnNameForm(forms.ModelForm[User]):
    """On Wagtail's account page, instead of its first and last name."""

    class Meta:
        model = User
        fields = ["name"]


class OrganisationForm(WagtailAdminModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "slug", "kind", "blurb", "fictional"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Its people's roles were given for the kind it has.
        self.fields["kind"].disabled = not self.instance._state.adding
