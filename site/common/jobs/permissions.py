"""Whoever may enter the admin may see how the work stands and try failed work again. Nobody edits a job by hand."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from common.jobs.models import Job

if TYPE_CHECKING:  # common stands below accounts: Django's own class stands in for the user model
    from django.contrib.auth.models import AbstractUser as User
    from django.contrib.auth.models import AnonymousUser

ACCESS_ADMIN = "wagtailadmin.access_admin"


class LookAndRetry(BasePermissionPolicy):
    def user_has_permission(self, user: "User | AnonymousUser", action: str) -> bool:
        return action in ("view", "retry") and user.is_active and user.has_perm(ACCESS_ADMIN)

    def user_has_any_permission(self, user: "User | AnonymousUser", actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(
        self, user: "User | AnonymousUser", action: str, instance: Job
    ) -> bool:
        return self.user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        if not {"view", "retry"}.intersection(actions):
            return get_user_model().objects.none()
        may_enter = {"content_type__app_label": "wagtailadmin", "codename": "access_admin"}
        permission = Permission.objects.filter(**may_enter)
        through = (
            Q(is_superuser=True) | Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
        )
        return get_user_model().objects.filter(through, is_active=True).distinct()
