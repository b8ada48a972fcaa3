"""Plain bytes that lie sealed, read like any file: what every reader of them shares."""

import io
import os


class PlainReader(io.RawIOBase):
    """A read gives as many bytes as were asked for unless there are no more. Not for use by two threads at once."""

    size: int
    _position = 0

    def _some(self, most: int) -> bytes:
        """The next bytes, MOST of them or fewer, none at the end; moves `_position` on."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        self._check_open()
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self._check_open()
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}.get(whence)
        if start is None or start + offset < 0:
            raise ValueError(
                "A position is counted from the start, from here or from the end, and is not negative."
            )
        self._position = start + offset
        return self._position

    def read(self, size: int | None = -1, /) -> bytes:
        self._check_open()
        left = self.size - self._position if size is None or size < 0 else size
        found = []
        while left > 0 and (some := self._some(left)):
            found.append(some)
            left -= len(some)
        return found[0] if len(found) == 1 else b"".join(found)

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]
        with memoryview(buffer).cast("B") as view:
            data = self.read(len(view))
            view[: len(data)] = data
        return len(data)

    def _check_open(self) -> None:
        if self.closed:
            raise ValueError("The sealed file is closed.")
