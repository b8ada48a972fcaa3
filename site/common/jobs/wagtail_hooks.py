from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from common.jobs.models import Job
from common.jobs.permissions import LookAndRetry
from common.jobs.viewsets import jobs

register_permission_policy(Job, LookAndRetry(Job), exact_class=True)


@hooks.register("register_admin_viewset")
def register_jobs() -> ViewSet:
    return jobs
