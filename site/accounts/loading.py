"""Groups, their permissions and everybody's place in them, from the rules in `accounts.roles`."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.enums import Role
from accounts.models import User
from accounts.roles import allowed, find_permissions, group_for, sync_groups

PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
IMAGES = ("add_image", "change_image", "choose_image")


def load_roles() -> list[str]:
    """Bring every group in line; run it as often as you like. Returns a line for each change made.

    Raises accounts.roles.UnknownPermission when an app allowed something that no model has.
    """
    changes: list[str] = []
    with transaction.atomic():
        for role in Role:
            changes += _load_role(role)
        changes += _let_edit_the_site(group_for(Role.ADMINISTRATOR))
        for user in User.objects.order_by("pk"):
            if sync_groups(user=user):
                changes.append(f"{user.reference}: groups follow their roles again")
    return changes


def _load_role(role: Role) -> list[str]:
    group = group_for(role)
    wanted, held = set(find_permissions(allowed(role))), set(group.permissions.all())
    if held == wanted:
        return []
    group.permissions.set(wanted)
    return [f"{group.name}: {len(wanted - held)} permissions added, {len(held - wanted)} taken away"]


def _let_edit_the_site(group: Group) -> list[str]:
    """Administrators keep the site's own pages and their pictures; testimony is in neither."""
    pages = [
        GroupPagePermission.objects.get_or_create(
            group=group, page=Page.get_first_root_node(), permission=permission
        )
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGES)
    ]
    images = [
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailimages", codename__in=IMAGES
        )
    ]
    made = sum(new for _, new in [*pages, *images])
    return [f"{group.name}: {made} permissions on pages and pictures added"] if made else []
