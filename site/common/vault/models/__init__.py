from common.vault.models.key_tombstone import KeyTombstone
from common.vault.models.wrapped_key import WrappedKey

__all__ = ["KeyTombstone", "WrappedKey"]
