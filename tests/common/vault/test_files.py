import hashlib
import io
import os
import re
import shutil
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.storages import FileMissing, StorageUnavailable, sealed_storage
from common.vault.chunks import CHUNK, HEADER, MAGIC, SEALED_CHUNK, TAG
from common.vault.files import delete_file, open_file, seal_file
from common.vault.keys import KeyDestroyed, VaultError, destroy_key

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
PLACE = "stories.SealedPart.file:1"
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 777]


class Trickle(io.RawIOBase):
    """Gives far less than is asked for, as a socket does."""

    def __init__(self, data):
        self.data = io.BytesIO(data)

    def read(self, size=-1):
        return self.data.read(min(size, 1000))


def plain_bytes(size):
    return hashlib.shake_128(b"plain").digest(size)


@pytest.fixture
def seal(owner, sealed_root):
    def make(data, owner=owner, context=PLACE):
        return seal_file(owner=owner, context=context, source=io.BytesIO(data))

    return make


@pytest.fixture
def path_of(sealed_root):
    return lambda sealed: sealed_root / sealed.name


def read_all(owner, sealed, context=PLACE):
    with open_file(owner=owner, context=context, name=sealed.name) as reader:
        return reader.read()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_comes_out(owner, seal, path_of, size):
    data = plain_bytes(size)
    sealed = seal(data)
    assert (sealed.size, sealed.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert read_all(owner, sealed) == data
    with open_file(owner=owner, context=PLACE, name=sealed.name) as reader:
        assert reader.size == size
    assert path_of(sealed).stat().st_size == HEADER + size + max(1, -(-size // CHUNK)) * TAG


def test_a_source_that_trickles_gives_the_same_file(owner, sealed_root):
    data = plain_bytes(2 * CHUNK + 5)
    sealed = seal_file(owner=owner, context=PLACE, source=Trickle(data))
    assert sealed.size == len(data)
    assert read_all(owner, sealed) == data


def test_sealing_starts_where_the_source_stands(owner, sealed_root):
    source = io.BytesIO(b"skip this, keep that")
    source.seek(11)
    sealed = seal_file(owner=owner, context=PLACE, source=source)
    assert read_all(owner, sealed) == b"keep that"


def test_names_are_random_and_say_nothing(owner, seal):
    first, second = seal(b"same"), seal(b"same")
    assert first.name != second.name
    assert re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{30}", first.name)
    assert str(owner).replace("-", "") not in first.name


def test_nothing_plain_is_on_the_disk(seal, sealed_root, path_of):
    data = b"they held me down " * 20_000
    sealed = seal(data)
    kept = path_of(sealed).read_bytes()
    assert b"held" not in kept
    assert [file for file in sealed_root.rglob("*") if file.is_file()] == [path_of(sealed)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    moves=st.lists(st.tuples(st.integers(0, 4 * CHUNK), st.integers(0, 2 * CHUNK)), min_size=1, max_size=6)
)
def test_ranges_equal_those_of_the_plain_bytes(owner, seal, moves):
    data = plain_bytes(3 * CHUNK + 777)
    sealed = seal(data)
    with open_file(owner=owner, context=PLACE, name=sealed.name) as reader:
        for start, length in moves:
            assert reader.seek(start) == start
            assert reader.read(length) == data[start : start + length]
            assert reader.tell() == max(start, min(start + length, len(data)))


def test_the_reader_is_a_file_to_those_who_expect_one(owner, seal):
    data = plain_bytes(2 * CHUNK + 100)
    reader = open_file(owner=owner, context=PLACE, name=seal(data).name)
    assert (reader.readable(), reader.seekable(), reader.writable()) == (True, True, False)
    assert reader.seek(-100, os.SEEK_END) == len(data) - 100
    assert reader.seek(10, os.SEEK_CUR) == len(data) - 90
    assert reader.read() == data[-90:]
    assert reader.read(5) == b""
    assert reader.seek(len(data) + 50) == len(data) + 50
    assert reader.read(5) == b""
    with pytest.raises(ValueError):
        reader.seek(-1)
    with pytest.raises(ValueError):
        reader.seek(0, 9)
    reader.seek(CHUNK - 10)
    buffer = bytearray(50)
    assert reader.readinto(buffer) == 50
    assert bytes(buffer) == data[CHUNK - 10 : CHUNK + 40]
    reader.seek(0)
    assert io.BufferedReader(reader).read() == data
    copied = io.BytesIO()
    again = open_file(owner=owner, context=PLACE, name=seal(data).name)
    shutil.copyfileobj(again, copied, 1000)
    assert copied.getvalue() == data


def test_a_closed_reader_gives_nothing(owner, seal):
    reader = open_file(owner=owner, context=PLACE, name=seal(b"held").name)
    reader.close()
    reader.close()
    for use in (reader.read, reader.tell, lambda: reader.seek(0)):
        with pytest.raises(ValueError):
            use()


class Counting:
    """A storage that notes the ranges it was asked for and the bytes that were read from them."""

    def __init__(self, storage):
        self.storage = storage
        self.ranges = []
        self.bytes = 0

    def open_range(self, name, start, length):
        self.ranges.append(start)
        stream = self.storage.open_range(name, start, length)
        read = stream.read

        class Counted:
            close = stream.close

            def read(_self, size):
                data = read(size)
                self.bytes += len(data)
                return data

        return Counted()


def test_a_range_fetches_only_its_chunks(owner, seal):
    data = plain_bytes(100 * CHUNK)
    with open_file(owner=owner, context=PLACE, name=seal(data).name) as reader:
        reader._storage = counting = Counting(reader._storage)
        reader.seek(40 * CHUNK + 10)
        assert reader.read(CHUNK) == data[40 * CHUNK + 10 : 41 * CHUNK + 10]
        assert counting.bytes == 2 * SEALED_CHUNK
        assert counting.ranges == [HEADER + 40 * SEALED_CHUNK]
        reader.read(1000)
        assert counting.bytes == 2 * SEALED_CHUNK, "the chunk at hand is used again"


def test_reading_in_order_opens_the_store_once(owner, seal):
    data = plain_bytes(20 * CHUNK)
    with open_file(owner=owner, context=PLACE, name=seal(data).name) as reader:
        reader._storage = counting = Counting(reader._storage)
        while reader.read(5000):
            pass
        assert counting.ranges == [HEADER]


def test_a_connection_that_broke_is_opened_again_once(owner, seal):
    data = plain_bytes(3 * CHUNK)
    reader = open_file(owner=owner, context=PLACE, name=seal(data).name)
    storage = reader._storage
    broken = []

    class Breaking:
        def open_range(self, name, start, length):
            stream = storage.open_range(name, start, length)
            if not broken:
                broken.append(start)
                stream.read = _raise
            return stream

    reader._storage = Breaking()
    assert reader.read() == data
    assert broken == [HEADER]


def _raise(size):
    raise StorageUnavailable("gone")


def refused(owner, sealed, context=PLACE):
    with pytest.raises(VaultError) as caught:
        read_all(owner, sealed, context)
    return str(caught.value)


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("magic", 0),
        ("version", len(MAGIC) - 1),
        ("salt", len(MAGIC)),
        ("end of salt", HEADER - 1),
        ("first chunk", HEADER),
        ("first tag", HEADER + CHUNK),
        ("middle chunk", HEADER + SEALED_CHUNK + 5),
        ("middle tag", HEADER + 2 * SEALED_CHUNK - 1),
        ("last chunk", -TAG - 1),
        ("last tag", -1),
    ],
)
def test_a_flipped_bit_is_noticed_in_every_region(owner, seal, path_of, where, place):
    sealed = seal(plain_bytes(2 * CHUNK + 100))
    for bit in (1, 128):
        kept = bytearray(path_of(sealed).read_bytes())
        kept[place] ^= bit
        path_of(sealed).write_bytes(kept)
        refused(owner, sealed)
        kept[place] ^= bit
        path_of(sealed).write_bytes(kept)
    assert read_all(owner, sealed), "the file itself is whole"


def test_every_byte_of_a_small_file_is_guarded(owner, seal, path_of):
    sealed = seal(b"held")
    whole = path_of(sealed).read_bytes()
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 4
        path_of(sealed).write_bytes(altered)
        refused(owner, sealed)


def test_every_cut_is_noticed_when_the_file_is_opened(owner, seal, path_of):
    sealed = seal(plain_bytes(3 * CHUNK + 100))
    whole = path_of(sealed).read_bytes()
    at_chunks = [HEADER + n * SEALED_CHUNK for n in range(4)]
    near = [cut + by for cut in at_chunks for by in (-1, 1, TAG - 1, TAG)]
    for cut in {0, 3, HEADER - 1, len(whole) - 1, len(whole) - TAG, *at_chunks, *near}:
        path_of(sealed).write_bytes(whole[:cut])
        with pytest.raises(VaultError):
            open_file(owner=owner, context=PLACE, name=sealed.name)


def test_every_addition_is_noticed_when_the_file_is_opened(owner, seal, path_of):
    sealed = seal(plain_bytes(2 * CHUNK))
    whole = path_of(sealed).read_bytes()
    for more in (b"\0", b"\0" * TAG, whole[-SEALED_CHUNK:], whole[HEADER : HEADER + SEALED_CHUNK]):
        path_of(sealed).write_bytes(whole + more)
        with pytest.raises(VaultError):
            open_file(owner=owner, context=PLACE, name=sealed.name)


def chunks_of(whole):
    return [whole[at : at + SEALED_CHUNK] for at in range(HEADER, len(whole), SEALED_CHUNK)]


def test_moved_repeated_and_missing_chunks_are_noticed(owner, seal, path_of):
    sealed = seal(plain_bytes(4 * CHUNK))
    whole = path_of(sealed).read_bytes()
    header, (a, b, c, d) = whole[:HEADER], chunks_of(whole)
    for order in ([b, a, c, d], [a, c, b, d], [a, b, d], [a, a, c, d], [a, b, c, d, d], [d], [a, b, c]):
        path_of(sealed).write_bytes(header + b"".join(order))
        refused(owner, sealed)


def test_chunks_of_two_files_cannot_be_exchanged(owner, seal, path_of):
    one, other = seal(plain_bytes(2 * CHUNK)), seal(plain_bytes(2 * CHUNK))
    first, second = path_of(one).read_bytes(), path_of(other).read_bytes()
    path_of(one).write_bytes(first[: HEADER + SEALED_CHUNK] + second[HEADER + SEALED_CHUNK :])
    refused(owner, one)
    path_of(one).write_bytes(first[:HEADER] + second[HEADER : HEADER + SEALED_CHUNK] + first[-SEALED_CHUNK:])
    refused(owner, one)


def test_whole_files_cannot_be_exchanged(owner, seal, path_of):
    """Same owner, same place, older version: the name is bound too."""
    old, new = seal(b"older words"), seal(b"newer words")
    shutil.copy(path_of(old), path_of(new))
    refused(owner, new)


def test_a_file_opens_for_its_owner_and_place_only(owner, new_owner, seal):
    sealed = seal(b"held me down")
    refused(new_owner(), sealed)
    message = refused(owner, sealed, context=PLACE + "0")
    assert "held" not in message


def test_an_altered_middle_lets_the_rest_be_read_and_nothing_false(owner, seal, path_of):
    data = plain_bytes(3 * CHUNK)
    sealed = seal(data)
    kept = bytearray(path_of(sealed).read_bytes())
    kept[HEADER + SEALED_CHUNK] ^= 1
    path_of(sealed).write_bytes(kept)
    with open_file(owner=owner, context=PLACE, name=sealed.name) as reader:
        assert reader.read(CHUNK) == data[:CHUNK]
        with pytest.raises(VaultError):
            reader.read(1)
        reader.seek(2 * CHUNK)
        assert reader.read() == data[2 * CHUNK :]


def test_nothing_is_sealed_or_opened_without_its_key(owner, seal, sealed_root):
    sealed = seal(b"held")
    destroy_key(owner=owner)
    with pytest.raises(KeyDestroyed):
        open_file(owner=owner, context=PLACE, name=sealed.name)
    for without in (owner, uuid4()):
        with pytest.raises(KeyDestroyed):
            seal_file(owner=without, context=PLACE, source=io.BytesIO(b"held"))
    assert len([file for file in sealed_root.rglob("*") if file.is_file()]) == 1


def test_a_source_that_breaks_leaves_nothing_behind(owner, sealed_root):
    class Breaking(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            if self.given > 5 * CHUNK:
                raise ConnectionResetError("the phone lost its signal")
            return b"x" * size

    with pytest.raises(ConnectionResetError, match="signal"):
        seal_file(owner=owner, context=PLACE, source=Breaking())
    assert [file for file in sealed_root.rglob("*") if file.is_file()] == []


def test_deleting_is_final_and_may_be_repeated(owner, seal, path_of):
    sealed = seal(b"held")
    delete_file(name=sealed.name)
    assert not path_of(sealed).exists()
    delete_file(name=sealed.name)
    with pytest.raises(FileMissing):
        open_file(owner=owner, context=PLACE, name=sealed.name)


@pytest.mark.s3
def test_a_file_in_a_bucket_is_sealed_read_by_range_and_deleted(owner, settings, s3_url):
    settings.STORAGE_URL = s3_url
    data = plain_bytes(200 * CHUNK + 77)  # more than two parts of an upload
    sealed = seal_file(owner=owner, context=PLACE, source=io.BytesIO(data))
    assert sealed.sha256 == hashlib.sha256(data).hexdigest()
    with open_file(owner=owner, context=PLACE, name=sealed.name) as reader:
        assert reader.size == len(data)
        for start, length in [(0, 10), (150 * CHUNK - 5, 10), (len(data) - 3, 10), (CHUNK, 3 * CHUNK)]:
            reader.seek(start)
            assert reader.read(length) == data[start : start + length]
        reader.seek(0)
        assert hashlib.sha256(reader.read()).hexdigest() == sealed.sha256
    delete_file(name=sealed.name)
    delete_file(name=sealed.name)
    assert not sealed_storage().exists(sealed.name)
    with pytest.raises(FileMissing):
        open_file(owner=owner, context=PLACE, name=sealed.name)


@pytest.mark.s3
def test_a_range_in_a_bucket_fetches_only_its_chunks(owner, settings, s3_url):
    settings.STORAGE_URL = s3_url
    data = plain_bytes(30 * CHUNK)
    sealed = seal_file(owner=owner, context=PLACE, source=io.BytesIO(data))
    with open_file(owner=owner, context=PLACE, name=sealed.name) as reader:
        reader._storage = counting = Counting(reader._storage)
        reader.seek(10 * CHUNK)
        assert reader.read(100) == data[10 * CHUNK : 10 * CHUNK + 100]
        assert counting.bytes == SEALED_CHUNK


@pytest.mark.s3
def test_an_altered_file_in_a_bucket_is_noticed(owner, settings, s3_url):
    settings.STORAGE_URL = s3_url
    sealed = seal_file(owner=owner, context=PLACE, source=io.BytesIO(plain_bytes(CHUNK + 5)))
    store = sealed_storage()
    kept = bytearray(store.open_range(sealed.name, 0, store.size(sealed.name)).read(10**6))
    kept[HEADER + 9] ^= 1
    store.write_stream(sealed.name, [bytes(kept)])
    refused(owner, sealed)
