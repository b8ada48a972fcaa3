"""What `partials/field.html` asks about a field."""

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget

register = template.Library()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """One box to tick (not a list of them): its label stands beside it, not above."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def choice_hint(field: BoundField, choice: BoundWidget) -> str:
    """The words under one choice, from `choice_hints: dict[str, str]` on the form's field, if it has any."""
    hints: dict[str, str] = getattr(field.field, "choice_hints", {})
    return hints.get(str(choice.data["value"]), "")
