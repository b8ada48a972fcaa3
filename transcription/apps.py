from django.apps import AppConfig


class TranscriptionConfig(AppConfig):
    name = "transcription"
    label = "transcription"
    verbose_name = "Testimony"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # These import models, which are loaded by now and were not when this module was.
        from transcription import registrations  # noqa: PLC0415

        registrations.register()
