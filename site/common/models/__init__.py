from common.models.tombstone import Tombstone

__all__ = ["Tombstone"]
