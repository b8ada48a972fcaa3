"""Who did what to which object, when: in Wagtail's log and, as one line, on stdout.

An entry names things by reference code and id only. It outlives the object it speaks of, so a word of
a story, a title or a person's name in it would be a leak that erasing could not reach: `record` refuses
whatever is not shaped like a code.
"""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from wagtail import hooks
from wagtail.log_actions import LogFormatter, get_active_log_context, registry
from wagtail.models import ModelLogEntry

if TYPE_CHECKING:  # common stands below accounts: the type is borrowed, never the module
    from django.contrib.auth.base_user import AbstractBaseUser

logger = logging.getLogger("heard.audit")

# A code is all capitals (H-ABC-DEF) or has a digit in it (person-12): a plain word or a name is neither.
REFERENCE = re.compile(r"(?:[A-Z0-9][A-Z0-9._:/-]{0,63}|(?=[^\n]*\d)[A-Za-z0-9][A-Za-z0-9._:/-]{0,63})")
KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}")

Data = Mapping[str, str | int]


class UnknownAction(LookupError):
    """The action was never registered."""


class WordsRefused(ValueError):
    """Something that is not a code was about to be logged. The message never repeats it."""


@dataclass(frozen=True)
class Action:
    name: str
    label: str | Promise
    model: str  # "app_label.ModelName" of what object_id is the key of


_actions: dict[str, Action] = {}


def register(*, action: str, label: str | Promise, model: str) -> None:
    """Declare ACTION, such as `stories.read_sealed`, in an app's `ready()`. LABEL may be lazy.

    Raises ValueError when the same name is declared twice with a different meaning.
    """
    wanted = Action(name=action, label=label, model=model)
    if _actions.setdefault(action, wanted).model != model:
        raise ValueError(f"The audit action {action} is registered twice.")
    if registry.has_scanned_for_actions and action not in registry.formatters:
        _tell_wagtail(wanted)


def registered() -> Mapping[str, Action]:
    return dict(_actions)


def record(
    *,
    action: str,
    user: "AbstractBaseUser | AnonymousUser | None",
    reference: str,
    object_id: UUID | int | str,
    data: Data | None = None,
) -> None:
    """Write one entry, in the caller's transaction; the stdout line follows on commit.

    REFERENCE is the object's code, such as H-7KQ-2MX or person-12; DATA holds codes, ids and numbers.
    Raises UnknownAction, or WordsRefused when REFERENCE or DATA could hold somebody's words.
    """
    declared = _actions.get(action)
    if declared is None:
        raise UnknownAction(f"{action}: call common.audit.register(...) for it in your AppConfig.ready().")
    facts = dict(data or {})
    _refuse_words(action=action, reference=reference, data=facts)
    entry = ModelLogEntry(
        content_type=_content_type(declared.model),
        label=reference,
        action=action,
        timestamp=timezone.now(),
        object_id=str(object_id),
        data=facts,
        user_id=user.pk if user is not None else None,
        uuid=get_active_log_context().uuid,
    )
    # One INSERT: save() would look every foreign key up again, which the lines above have just done.
    ModelLogEntry.objects.bulk_create([entry])
    transaction.on_commit(partial(_write_line, entry))


def last_entry() -> int:
    """The number of the last one; 0 when there is none. Whoever kept an older one knows that something happened."""
    return int(ModelLogEntry.objects.aggregate(last=Max("pk"))["last"] or 0)


def entries_for(object_id: UUID | int | str) -> QuerySet[Any]:
    """Every registered entry about the object, newest first, whatever its model."""
    entries: QuerySet[Any] = ModelLogEntry.objects.filter(object_id=str(object_id), action__in=_actions)
    return entries.select_related("user").order_by("-timestamp", "-id")


def _refuse_words(*, action: str, reference: str, data: dict[str, str | int]) -> None:
    if not REFERENCE.fullmatch(reference):
        raise WordsRefused(f"{action}: the reference is not a code.")
    for number, (key, value) in enumerate(data.items()):
        if not KEY.fullmatch(key) or not (isinstance(value, int) or VALUE.fullmatch(value)):
            raise WordsRefused(f"{action}: item {number} of the data is not a code, an id or a number.")


def _content_type(label: str) -> ContentType:
    model: type[Model] = apps.get_model(label)
    return ContentType.objects.get_for_model(model, for_concrete_model=False)


def _write_line(entry: ModelLogEntry) -> None:
    line = {
        "action": entry.action,
        "reference": entry.label,
        "object": entry.object_id,
        "user": entry.user_id,
        "data": entry.data,
    }
    logger.info(json.dumps(line, sort_keys=True))


def _tell_wagtail(action: Action) -> None:
    formatter = type("HeardFormatter", (LogFormatter,), {"label": action.label, "message": action.label})
    registry.register_action(action.name)(formatter)


@hooks.register("register_log_actions")
def register_log_actions(_registry: object) -> None:
    for action in _actions.values():
        _tell_wagtail(action)
