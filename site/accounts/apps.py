from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "accounts.invite": _("Invited somebody"),
    "accounts.grant_role": _("Gave a role"),
    "accounts.revoke_role": _("Took a role away"),
    "accounts.let_in": _("Let somebody sign in again"),
    "accounts.shut_out": _("Stopped somebody signing in"),
    "accounts.reset_second_factor": _("Took a lost second factor away"),
}


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"
    verbose_name = "People and groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # These need models, which are loaded only now.
        from accounts import checks, welcome  # noqa: F401, PLC0415
        from common import audit  # noqa: PLC0415
        from common.preparing import welcome as set_up  # noqa: PLC0415

        set_up.add(welcome.TITLE, welcome.sign_in_lines)

        for action, label in ACTIONS.items():
            audit.register(action=action, label=label, model="accounts.User")
