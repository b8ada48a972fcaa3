"""What the vault refuses with. Neither error ever carries sealed or opened words."""


class KeyDestroyed(Exception):
    """There is no key for this owner: it was destroyed for good, or never made."""


class VaultError(Exception):
    """The ciphertext was altered or cut, belongs to another place, or was sealed with another key."""
