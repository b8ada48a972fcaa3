"""The two signals by which stories tell the apps above. Both are sent INSIDE the transaction that changed things."""

from django.dispatch import Signal

consent_changed = Signal()  # story_id: UUID
story_erased = Signal()  # story_id: UUID
