"""Stories: tellers' submissions, consent, release, anonymising, moderation, themes and trusts."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "stories"
    label = "stories"
    verbose_name = "Stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models and registries exist only once every app is loaded.
        from stories import registrations  # noqa: PLC0415

        registrations.register()
