from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.enums import OrganisationKind, Role
from accounts.loading import load_roles
from accounts.membership import grant_role
from accounts.models import Organisation, User
from accounts.people import invite


class Command(BaseCommand):
    help = "Invites somebody who may then invite everybody else. They need no password: they sign in by e-mailed code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(email=options["email"].strip().lower()).exists():
            raise CommandError(
                "Somebody with this address is here already: give them the role on their page."
            )
        with transaction.atomic():
            load_roles()
            host, _new = Organisation.objects.get_or_create(
                kind=OrganisationKind.HOST, defaults={"name": settings.SITE_NAME, "slug": "host"}
            )
            user = invite(email=options["email"], name=options["name"], by=None)
            grant_role(user=user, organisation=host, role=Role.ADMINISTRATOR, by=None)
        self.stdout.write(f"Invited {user.email} as administrator of {host.name}. An e-mail is on its way.")
