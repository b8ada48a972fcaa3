"""The Celery app. Its settings are computed late: this module is imported before Django's settings are."""

from typing import Any
from urllib.parse import urlsplit

from celery import Celery
from django.conf import settings
from kombu import Queue

# A task may run for hours and is acknowledged when done: RabbitMQ must not take it away after 30 minutes.
CONSUMER_TIMEOUT = {"x-consumer-timeout": 24 * 60 * 60 * 1000}
LONGEST_TASK = 6 * 60 * 60  # then its process is killed, the lease runs out and the job is tried again
# How a request may wait for a broker that is away: hardly.
QUICK = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
POLL = 0.25
# Transports of kombu's with a fault that would lose or stop work, mended; each module says which.
MENDED = {
    "filesystem": "common.jobs.folder_broker:Transport",
    "redis": "common.jobs.redis_broker:Transport",
    "rediss": "common.jobs.redis_broker:Transport",
}


def celery_settings() -> dict[str, Any]:
    scheme = urlsplit(settings.CELERY_BROKER_URL).scheme
    rabbitmq = scheme in ("amqp", "amqps", "pyamqp")
    # Kombu complains of an address without a host, also where there is none.
    url = "filesystem://localhost" if scheme == "filesystem" else settings.CELERY_BROKER_URL
    return {
        "broker_url": url,
        "broker_read_url": url,  # these two, because Celery itself reads CELERY_BROKER_URL in place of the first
        "broker_write_url": url,
        "broker_transport": MENDED.get(scheme),
        "broker_transport_options": transport_options(scheme),
        "broker_connection_timeout": 3,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_queues": [
            Queue(name, queue_arguments=CONSUMER_TIMEOUT if rabbitmq else None)
            for name in ("default", "media", "transcription")
        ],
        "task_default_queue": "default",
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_acks_late": True,
        "task_ignore_result": True,
        "task_time_limit": LONGEST_TASK,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "enable_utc": True,
    }


def transport_options(scheme: str) -> dict[str, Any]:
    if scheme == "filesystem":
        return QUICK | folders() | {"polling_interval": POLL}
    if scheme in ("redis", "rediss"):
        return QUICK | {"socket_connect_timeout": 3, "socket_keepalive": True}
    return QUICK


def folders() -> dict[str, str]:
    """One folder for both directions; `control` keeps the exchanges, which would otherwise go to the current one."""
    queue = settings.QUEUE_FOLDER
    for folder in (queue, queue / "control"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(queue / "control"),
    }


app = Celery("heard", set_as_current=True)
app.add_defaults(celery_settings)
app.autodiscover_tasks()
