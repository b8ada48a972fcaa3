from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from pages.models import SupportLine  # noqa: F401  named in the type below only; importing it would go round


class SupportLineQuerySet(models.QuerySet["SupportLine"]):
    def for_readers(self) -> "SupportLineQuerySet":
        return self.filter(shown=True)
