"""All files of an old recording, in order, as one plain file in a private folder."""

import hashlib
import hmac
from pathlib import Path

from django.conf import settings

from common.vault.errors import KeyDestroyed
from stories.uploads.errors import NoSuchUpload
from stories.uploads.held import held_files, open_held
from transcription.models import Rip
from transcription.splitting.names import CannotJoin, in_order
from transcription.unsealing import CHUNK


def unseal_rip(*, rip: Rip, to: Path) -> str:
    """Its keyed hash: the same for the same bytes, and it tells nobody what they are.

    Raises KeyDestroyed, also when its files were removed meanwhile.
    """
    mac = hmac.new(settings.RECEIPT_KEY.encode(), b"rip:", hashlib.sha256)
    try:
        with to.open("wb") as plain:
            for each in in_order(held_files(owner=rip.pk)):
                with open_held(upload_id=each.upload_id) as sealed:
                    while block := sealed.read(CHUNK):
                        mac.update(block)
                        plain.write(block)
    except (NoSuchUpload, CannotJoin) as error:
        raise KeyDestroyed("Its files are no longer here.") from error
    return mac.hexdigest()
