"""Campaigns: the organising side, the evidence library, packs and their editions."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    label = "campaigns"
    verbose_name = "Campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models and registries exist only once every app is loaded.
        from campaigns import registrations  # noqa: PLC0415

        registrations.register()
