from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_noop


class JobsConfig(AppConfig):
    name = "common.jobs"
    label = "jobs"
    verbose_name = "Background work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # These import models, which are loaded by now and were not when this module was.
        from common import audit  # noqa: PLC0415
        from common.jobs import worker  # noqa: F401, PLC0415  connects Celery's signals
        from common.jobs.service import RETRIED  # noqa: PLC0415

        audit.register(action=RETRIED, label=gettext_noop("Tried a background job again"), model="jobs.Job")
        autodiscover_modules("tasks")
