"""Loading Celery's app with the settings makes it the current one in every process: web, worker and commands."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
