from typing import Any

from wagtail.fields import StreamField


class PlainStreamField(StreamField):
    """A StreamField that leaves its blocks out of migrations: changing a block is not a change of the database."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, keywords = super().deconstruct()
        return name, path, [], {key: value for key, value in keywords.items() if key != "block_lookup"}

    def __init__(self, block_types: Any = (), **keywords: Any) -> None:
        super().__init__(block_types, **keywords)
