"""Reading a sealed file from any place in it, in constant memory."""

from common.storages import RangeStream, SealedStorage, StorageUnavailable
from common.vault.chunks import CHUNK, ChunkCipher, Layout
from common.vault.errors import VaultError
from common.vault.plain import PlainReader


class SealedReader(PlainReader):
    """Plain bytes of a sealed file; only the chunks that are asked for are fetched and opened.

    The last chunk is checked when the file is opened, so `size` can be trusted even by who reads one range.
    """

    def __init__(self, *, storage: SealedStorage, name: str, stored: int, cipher: ChunkCipher) -> None:
        self._layout = Layout(stored)
        if not self._layout.possible:
            raise VaultError(f"The sealed file {name} is cut short.")
        self._storage = storage
        self._name = name
        self._cipher = cipher
        self._stream: RangeStream | None = None
        self._next = 0  # the chunk that the stream will give next
        self._chunk = b""
        self._loaded = -1
        self.size = self._layout.plain
        self._load(self._layout.chunks - 1)

    def close(self) -> None:
        self._drop_stream()
        self._chunk = b""
        self._loaded = -1
        super().close()

    def _some(self, most: int) -> bytes:
        """The next bytes up to the end of a chunk; moves on."""
        if self._position >= self.size:
            return b""
        number, start = divmod(self._position, CHUNK)
        self._load(number)
        piece = self._chunk[start : start + most]
        self._position += len(piece)
        return piece

    def _load(self, number: int) -> None:
        if number == self._loaded:
            return
        last = self._layout.is_last(number)
        self._chunk = self._cipher.open(number, self._fetch(number), last=last)
        self._loaded = number

    def _fetch(self, number: int) -> bytes:
        """One sealed chunk. A connection that broke while the reader paused is opened again, once."""
        try:
            return self._fetch_from_stream(number)
        except StorageUnavailable:
            self._drop_stream()
            return self._fetch_from_stream(number)

    def _fetch_from_stream(self, number: int) -> bytes:
        if self._stream is None or self._next != number:
            self._drop_stream()
            start = self._layout.offset(number)
            self._stream = self._storage.open_range(self._name, start, self._layout.stored - start)
        sealed = read_exactly(self._stream, self._layout.length(number))
        self._next = number + 1
        return sealed

    def _drop_stream(self) -> None:
        stream, self._stream = getattr(self, "_stream", None), None
        if stream is not None:
            stream.close()


def read_exactly(stream: RangeStream, length: int) -> bytes:
    """LENGTH bytes, or fewer at the stream's end."""
    data = stream.read(length)
    while 0 < len(data) < length and (more := stream.read(length - len(data))):
        data += more
    return data
