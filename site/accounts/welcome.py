"""The demo sign-ins, as set-up prints them."""

from django.conf import settings

from accounts.demo import password
from accounts.enums import Role
from accounts.models import Membership

TITLE = "Demo sign-ins"


def sign_in_lines() -> list[str]:
    """One person for each role, in the order of roles, and their password. Empty outside development."""
    if not settings.DEVELOPMENT:
        return []
    demo = Membership.objects.filter(organisation__fictional=True, user__is_active=True).select_related(
        "user"
    )
    people: dict[str, str] = {}
    for membership in demo.order_by("pk"):
        people.setdefault(membership.role, membership.user.email)
    lines = [f"{Role(role).label:18} {people[role]}" for role in Role.values if role in people]
    return [*lines, f"{'Password for all':18} {password()}"] if lines else []
