import errno
import os
import shutil
import stat
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from common.storages import FileMissing, StorageFull, StorageUnavailable, sealed_storage
from common.storages.bucket import PART, BucketStore
from common.storages.errors import plain_errors
from common.storages.location import parse_storage_url

NAME = "ab/abcdef"


@pytest.fixture
def root(settings, tmp_path):
    settings.STORAGE_URL = ""
    settings.SEALED_ROOT = tmp_path / "sealed"
    return tmp_path / "sealed"


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.s3)])
def store(request, settings, root):
    """The same promises from both kinds."""
    if request.param == "bucket":
        settings.STORAGE_URL = request.getfixturevalue("s3_url")
    return sealed_storage()


@pytest.fixture
def read_only_root(settings):
    """A folder that this process may not write to; root, who may write anywhere, gives that up meanwhile."""
    base = Path(tempfile.mkdtemp())
    base.chmod(0o755)
    (base / "sealed").mkdir(mode=0o555)
    settings.STORAGE_URL = ""
    settings.SEALED_ROOT = base / "sealed"
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    yield
    if was_root:
        os.seteuid(0)
    shutil.rmtree(base)


def files_in(root):
    return [file for file in root.rglob("*") if file.is_file()]


def read(store, name=NAME):
    stream = store.open_range(name, 0, store.size(name))
    data = b""
    while piece := stream.read(100_000):
        data += piece
    stream.close()
    return data


@pytest.mark.parametrize("chunks", [[], [b"one"], [b"one", b"", b"two"], [b"x" * 70_000] * 250])
def test_what_is_written_is_read(store, chunks):
    store.write_stream(NAME, iter(chunks))
    assert store.size(NAME) == len(b"".join(chunks))
    assert store.exists(NAME)
    if chunks:
        assert read(store) == b"".join(chunks)


def test_ranges(store):
    data = os.urandom(3000)
    store.write_stream(NAME, [data])
    for start, length in [(0, 1), (0, 3000), (1000, 999), (2999, 1), (2000, 5000)]:
        stream = store.open_range(NAME, start, length)
        assert stream.read(10_000) == data[start : start + length]
        assert stream.read(1) == b""
        stream.close()


def test_writing_again_replaces_the_whole_file(store):
    store.write_stream(NAME, [b"a longer first version"])
    store.write_stream(NAME, [b"second"])
    assert read(store) == b"second"


def test_deleting_may_be_repeated(store):
    store.write_stream(NAME, [b"x"])
    store.delete(NAME)
    store.delete(NAME)
    assert not store.exists(NAME)


def test_a_missing_file_is_named_as_such(store):
    assert not store.exists(NAME)
    with pytest.raises(FileMissing):
        store.size(NAME)
    with pytest.raises(FileMissing):
        store.open_range(NAME, 0, 1)


@pytest.mark.parametrize("before", [b"", b"x" * (PART + 1)])
def test_a_source_that_breaks_leaves_nothing_and_passes_its_own_error(store, before):
    def breaking():
        yield before
        raise RuntimeError("the phone lost its signal")

    with pytest.raises(RuntimeError, match="signal"):
        store.write_stream(NAME, breaking())
    assert not store.exists(NAME)


def test_a_source_that_breaks_leaves_the_older_file_alone(store):
    def breaking():
        yield b"half of the sec"
        raise RuntimeError

    store.write_stream(NAME, [b"first"])
    with pytest.raises(RuntimeError):
        store.write_stream(NAME, breaking())
    assert read(store) == b"first"


def test_what_a_killed_writer_left_goes_with_its_name(root, monkeypatch):
    """Killed: nothing tidies up after it. Whoever knows the name can remove all of it, and nobody else's."""
    store = sealed_storage()
    store.write_stream("ab/other", [b"other"])

    def killed():
        yield b"half of it"
        monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write_stream(NAME, killed())
    monkeypatch.undo()
    assert len(files_in(root)) == 2
    store.delete(NAME)
    assert files_in(root) == [root / "ab" / "other"]


def test_a_store_that_works_says_so_and_keeps_nothing(store, root):
    store.probe()
    assert not root.exists() or files_in(root) == []


def test_django_cannot_put_plain_bytes_in(root):
    with pytest.raises(NotImplementedError, match="seal_file"):
        storages["sealed"].save(NAME, ContentFile(b"plain"))
    with pytest.raises(NotImplementedError, match="open_file"):
        storages["sealed"].open(NAME)
    with pytest.raises(NotImplementedError):
        storages["sealed"].url(NAME)
    assert not root.exists()


def test_another_backend_under_the_name_is_refused(settings):
    settings.STORAGES = settings.STORAGES | {
        "sealed": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    with pytest.raises(ImproperlyConfigured):
        sealed_storage()


# the folder


def test_files_and_folders_are_for_their_owner_only(root):
    mask = os.umask(0)
    try:
        sealed_storage().write_stream(NAME, [b"x"])
    finally:
        os.umask(mask)
    assert stat.S_IMODE((root / NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE((root / NAME).parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_a_name_cannot_point_outside(root):
    for name in ("../outside", "/etc/passwd", "ab/../../outside"):
        with pytest.raises(SuspiciousFileOperation):
            sealed_storage().write_stream(name, [b"x"])
        with pytest.raises(SuspiciousFileOperation):
            sealed_storage().open_range(name, 0, 1)


def test_nobody_sees_a_half_written_file(root):
    def watched():
        yield b"first half"
        assert not (root / NAME).exists()
        yield b"second half"

    sealed_storage().write_stream(NAME, watched())
    assert files_in(root) == [root / NAME]


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="the system has no /dev/full to stand for a full disk"
)
def test_a_full_disk_is_said_plainly():
    with (
        pytest.raises(StorageFull, match="is full"),
        plain_errors("the folder"),
        Path("/dev/full").open("wb", buffering=0) as disk,
    ):
        disk.write(b"x")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, StorageFull),
        (errno.EDQUOT, StorageFull),
        (errno.EROFS, StorageUnavailable),
        (errno.EIO, StorageUnavailable),
    ],
)
def test_a_disk_that_fails_at_the_end_leaves_nothing(root, monkeypatch, number, kind):
    def fail(handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(kind) as caught:
        sealed_storage().write_stream(NAME, [b"x" * 100_000])
    assert str(root) not in str(caught.value)
    assert files_in(root) == []


@pytest.mark.usefixtures("read_only_root")
def test_a_read_only_folder_is_said_plainly():
    with pytest.raises(StorageUnavailable, match="may be written to"):
        sealed_storage().write_stream(NAME, [b"x"])
    with pytest.raises(StorageUnavailable, match="may be written to"):
        sealed_storage().probe()


def test_a_file_where_the_folder_should_be_is_said_plainly(root):
    root.write_text("in the way")
    with pytest.raises(StorageUnavailable):
        sealed_storage().write_stream(NAME, [b"x"])
    with pytest.raises(StorageUnavailable):
        sealed_storage().probe()


# the bucket


@pytest.mark.parametrize(
    ("url", "endpoint", "bucket", "region"),
    [
        ("s3+https://k:s@store.example/bucket", "https://store.example", "bucket", "us-east-1"),
        ("s3+http://k:s@127.0.0.1:8080/b/?region=eu-west-2", "http://127.0.0.1:8080", "b", "eu-west-2"),
        ("s3+http://k:s@[::1]:8080/b", "http://[::1]:8080", "b", "us-east-1"),
    ],
)
def test_a_storage_url_is_read(url, endpoint, bucket, region):
    location = parse_storage_url(url)
    assert (location.endpoint, location.bucket, location.region) == (endpoint, bucket, region)
    assert (location.access_key, location.secret_key) == ("k", "s")


def test_quoted_keys_are_unquoted_and_not_shown():
    location = parse_storage_url("s3+https://a%3Ab:c%2Fd%40e@store.example/bucket")
    assert (location.access_key, location.secret_key) == ("a:b", "c/d@e")
    assert "c/d@e" not in repr(location)


@pytest.mark.parametrize(
    "url",
    [
        "https://k:hush@store.example/bucket",
        "s3+https://store.example/bucket",
        "s3+https://k@store.example/bucket",
        "s3+https://k:hush@store.example/",
        "s3+https://k:hush@store.example/bucket/folder",
        "s3+https://k:hush@/bucket",
        "s3+https://k:hush@store.example:port/bucket",
        "nonsense",
    ],
)
def test_a_wrong_storage_url_is_refused_without_repeating_it(url):
    with pytest.raises(ImproperlyConfigured, match=r"use s3\+https://") as caught:
        parse_storage_url(url)
    assert "hush" not in str(caught.value)


def test_a_bucket_that_does_not_answer_is_said_plainly(settings):
    settings.STORAGE_URL = "s3+http://k:hush@127.0.0.1:9/bucket"
    with pytest.raises(StorageUnavailable, match="did not answer") as caught:
        sealed_storage().probe()
    assert "hush" not in str(caught.value)


@pytest.mark.s3
def test_a_wrong_secret_and_a_missing_bucket_are_said_plainly(settings, s3_url):
    settings.STORAGE_URL = s3_url.replace(":not-a-secret@", ":wrong@")
    assert "wrong" in settings.STORAGE_URL
    with pytest.raises(StorageUnavailable, match=r"refused.*Check STORAGE_URL"):
        sealed_storage().write_stream(NAME, [b"x"])
    settings.STORAGE_URL = s3_url.replace("?", "-missing?")
    with pytest.raises(StorageUnavailable, match="does not exist"):
        sealed_storage().probe()


@pytest.mark.s3
def test_a_broken_upload_leaves_no_parts_behind(s3_url):
    bucket = BucketStore(parse_storage_url(s3_url))

    def breaking():
        yield b"x" * (2 * PART + 1)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        bucket.write_stream(NAME, breaking())
    assert bucket.client.list_multipart_uploads(Bucket=bucket.bucket).get("Uploads", []) == []


@pytest.mark.s3
def test_a_large_upload_is_never_whole_in_memory(s3_url):
    bucket = BucketStore(parse_storage_url(s3_url))
    bucket.probe()
    tracemalloc.start()
    bucket.write_stream(NAME, (b"x" * 65_536 for _ in range(1600)))
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert bucket.size(NAME) == 1600 * 65_536
    assert highest < 5 * PART
