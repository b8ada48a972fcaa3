"""System checks: the same refusals that the production settings make, on the settings as they are now."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from common.refusals import NAMES, problems


@register(Tags.security)
def check_refusals(**kwargs: Any) -> list[CheckMessage]:
    """Development and tests may do what production may not: they say so by DEVELOPMENT."""
    if settings.DEVELOPMENT:
        return []
    found = problems({name: getattr(settings, name, None) for name in NAMES})
    return [Error(problem.message, hint=problem.remedy, id=problem.id) for problem in found]
