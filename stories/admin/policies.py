"""Wagtail asks for permission; roles answer: some may look, nobody may do more, superusers included."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy, ModelPermissionPolicy

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import roles_of


class LookOnly(BasePermissionPolicy):
    """Everything that happens to a story happens in its domain functions; Wagtail's own screens change nothing."""

    def __init__(self, model: type[Model], *, roles: Iterable[Role]) -> None:
        super().__init__(model)
        self.roles = frozenset(roles)

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action == "view" and not roles_of(user).isdisjoint(self.roles)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        if "view" not in actions:
            return User.objects.none()
        return User.objects.filter(is_active=True, memberships__role__in=self.roles).distinct()


class NeverDeleted(ModelPermissionPolicy):
    """As Django's permissions say, but nobody deletes: stories point at it, and what they point at must stay."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        possible = [action for action in actions if action != "delete"]
        users: QuerySet[User] = super().users_with_any_permission(possible)
        return users if possible else users.none()
