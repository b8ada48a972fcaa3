"""Wagtail's user app with our screens for people: the documented way to change them."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.viewsets.UserViewSet"
