"""Included at the root, before allauth and before Wagtail's admin: the first match wins."""

from django.urls import path, re_path

from accounts.views import admin_doors, home, second_factor

app_name = "accounts"
urlpatterns = [
    path("me/", home.home, name="home"),
    # Wagtail's own ways in stay live behind these and would let a password walk round the second factor.
    path("admin/login/", admin_doors.sign_in, name="admin_login"),
    path("_util/login/", admin_doors.sign_in, name="page_login"),
    re_path(r"^admin/password_reset/(?P<rest>.*)$", admin_doors.reset_password, name="admin_password_reset"),
    path("account/2fa/totp/activate/", second_factor.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("account/2fa/webauthn/add/", second_factor.SetUpPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/2fa/webauthn/keys/<int:pk>/remove/",
        second_factor.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
]
