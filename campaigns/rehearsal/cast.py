"""The invented people, group and trust of a rehearsal."""

from dataclasses import dataclass

from django.core.management import call_command

from accounts.enums import OrganisationKind, Role
from accounts.membership import grant_role
from accounts.models import Organisation, User
from accounts.people import invite
from stories.demo import load_trusts

TRUST = "ZZ1"


@dataclass(frozen=True)
class Cast:
    editor: User
    second_reader: User
    coordinator: User
    group: Organisation


def assemble() -> Cast:
    """Reference data and people, all fictional."""
    call_command("load_reference", verbosity=0, stdout=_Silence())
    load_trusts()
    host = Organisation.objects.create(
        name="Rehearsal host", slug="host", kind=OrganisationKind.HOST, fictional=True
    )
    group = Organisation.objects.create(
        name="Rehearsal group", slug="group", kind=OrganisationKind.GROUP, fictional=True
    )
    return Cast(
        editor=_person("editor", Role.EDITOR, host),
        second_reader=_person("second reader", Role.SECOND_READER, host),
        coordinator=_person("coordinator", Role.COORDINATOR, group),
        group=group,
    )


def _person(name: str, role: Role, organisation: Organisation) -> User:
    user = invite(email=f"{name.replace(' ', '.')}@example.org", name=f"The {name}", by=None)
    grant_role(user=user, organisation=organisation, role=role, by=None)
    return user


class _Silence:
    def write(self, text: str) -> None:
        """The loaders' reports are for another day."""

    def flush(self) -> None:
        """Nothing is kept."""
