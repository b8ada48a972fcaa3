from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "common.vault"
    label = "vault"
    verbose_name = "Vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Registers the system checks, which need the app registry.
        from common.vault import checks  # noqa: F401, PLC0415
