"""Bytes as they come: kept as far as they came, by one request at a time, in memory that does not grow."""

import datetime as dt
import io
import itertools

import pytest
from django.utils import timezone

from common.vault.files import seal_file
from stories.models import Upload, UploadPiece
from stories.uploads import receiving
from stories.uploads.beginning import Wishes, begin_upload
from stories.uploads.errors import BeingReceived, NoSuchUpload, WrongOffset
from stories.uploads.pieces import open_pieces, reserve
from stories.uploads.receiving import Checksum, receive
from tests.stories.sending import SOUND, Sender, files

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(sender: Sender) -> Upload:
    return begin_upload(submission_id=sender.submission.pk, length=len(SOUND), wishes=Wishes())


def take(upload: Upload, source: object, offset: int = 0, announced: int | None = None) -> Upload:
    return receive(
        upload_id=upload.pk,
        offset=offset,
        source=source,  # type: ignore[arg-type]  # anything with `read`
        announced=len(SOUND) - offset if announced is None else announced,
        length=None,
        checksum=None,
    )


class Breaks:
    """A connection that is lost after MOST bytes, in the way NOISE says."""

    def __init__(self, most: int, noise: type[OSError] | None) -> None:
        self.left, self.noise, self.source = most, noise, io.BytesIO(SOUND)

    def read(self, size: int) -> bytes:
        data = self.source.read(min(size, self.left, 1000))
        self.left -= len(data)
        if not data and self.noise is not None:
            raise self.noise("gone")
        return data


@pytest.mark.parametrize("noise", [None, OSError, ConnectionResetError])
@pytest.mark.parametrize("most", [0, 1, 999, 5000])
def test_a_line_that_breaks_keeps_what_came(upload: Upload, most: int, noise: type[OSError] | None) -> None:
    before = files()
    assert take(upload, Breaks(most, noise)).received == most
    assert len(files() - before) == min(most, 1)
    now = take(upload, io.BytesIO(SOUND[most:]), offset=most)
    assert now.received == len(SOUND)
    with open_pieces(upload=now) as reader:
        assert reader.read() == SOUND
    assert now.token is None


def test_with_a_checksum_a_broken_line_keeps_nothing(upload: Upload) -> None:
    before = files()
    with pytest.raises(receiving.ChecksumWrong):
        receive(
            upload_id=upload.pk, offset=0, source=Breaks(5000, None), announced=len(SOUND), length=None,
            checksum=Checksum("sha1", b"x" * 20),
        )  # fmt: skip
    assert files() == before
    assert Upload.objects.get().received == 0


def test_a_long_body_is_kept_piece_by_piece(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "PIECE", 10_000)
    now = take(upload, io.BytesIO(SOUND))
    sizes = list(now.pieces.values_list("start", "size"))
    assert sizes[:2] == [(0, 10_000), (10_000, 10_000)]
    assert sum(size for _start, size in sizes) == len(SOUND)
    with open_pieces(upload=now) as reader:
        assert reader.read() == SOUND
        for at in (0, 9_999, 10_000, 10_001, len(SOUND) - 3):
            reader.seek(at)
            assert reader.read(7) == SOUND[at : at + 7]


def test_pieces_that_were_closed_give_nothing_more(upload: Upload) -> None:
    reader = open_pieces(upload=take(upload, io.BytesIO(SOUND)))
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.read()


def test_no_more_is_read_than_was_announced(upload: Upload) -> None:
    source = io.BytesIO(SOUND)
    assert take(upload, source, announced=100).received == 100
    assert source.tell() == 100


def test_one_at_a_time_and_the_next_one_takes_over_once_bytes_stop(upload: Upload) -> None:
    hold = receiving._take(upload_id=upload.pk, offset=0, announced=10, length=None)
    with pytest.raises(BeingReceived):
        take(upload, io.BytesIO(SOUND))
    Upload.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert take(upload, io.BytesIO(SOUND)).received == len(SOUND)
    with pytest.raises(BeingReceived):
        receiving.extend(hold=hold)


def test_whoever_was_taken_over_writes_nothing_more(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files()

    def meanwhile(**how: object) -> object:
        monkeypatch.setattr(receiving, "seal_file", seal_file)
        sealed = seal_file(**how)  # type: ignore[arg-type]
        Upload.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
        assert take(upload, io.BytesIO(SOUND)).received == len(SOUND)
        return sealed

    monkeypatch.setattr(receiving, "seal_file", meanwhile)
    with pytest.raises(BeingReceived):
        take(upload, io.BytesIO(b"?" * len(SOUND)))
    assert len(files() - before) == 1
    with open_pieces(upload=upload) as reader:
        assert reader.read() == SOUND


def test_what_a_killed_server_left_is_cleared_by_the_next_request(upload: Upload) -> None:
    before = files()
    left = reserve(upload=upload, start=0)
    seal_file(
        owner=upload.submission_id, context=left.context, source=io.BytesIO(b"half"), name=left.file_name
    )
    assert files() - before == {left.file_name}
    take(upload, io.BytesIO(SOUND))
    assert left.file_name not in files()
    assert UploadPiece.objects.count() == 1


def test_bytes_that_arrive_slowly_keep_the_hold(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "BEAT", 0.0)
    seen = []

    class Slow(Breaks):
        def read(self, size: int) -> bytes:
            seen.append(Upload.objects.get().lease_until)
            return super().read(size)

    take(upload, Slow(5000, None))
    assert len(seen) > 3
    assert all(later > earlier for earlier, later in itertools.pairwise(seen[1:]))


def test_removed_while_it_arrives(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files()
    monkeypatch.setattr(receiving, "BEAT", 0.0)

    class Removed(Breaks):
        def read(self, size: int) -> bytes:
            Upload.objects.all().delete()
            return super().read(size)

    with pytest.raises(NoSuchUpload):
        take(upload, Removed(5000, None))
    assert files() == before


def test_pieces_open_in_their_own_place_only(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "PIECE", 10_000)
    now = take(upload, io.BytesIO(SOUND))
    first, second = now.pieces.order_by("start")[:2]
    UploadPiece.objects.filter(pk=first.pk).update(file_name="x")
    UploadPiece.objects.filter(pk=second.pk).update(file_name=first.file_name)
    UploadPiece.objects.filter(pk=first.pk).update(file_name=second.file_name)
    from common.vault.errors import VaultError

    with open_pieces(upload=now) as reader, pytest.raises(VaultError):
        reader.read()


def test_a_wrong_offset_reads_nothing(upload: Upload) -> None:
    source = io.BytesIO(SOUND)
    with pytest.raises(WrongOffset):
        take(upload, source, offset=5, announced=10)
    assert source.tell() == 0
