"""What tellers send lies nowhere under a name, is counted but not kept above the limit, and survives a full disk."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from common import uploads
from common.storages import StorageFull

BIG = b"They held me down. " * 200_000  # 3.8 MB: Django's own handler would put it in a named file


def arrive(path: str, content: bytes) -> HttpRequest:
    sent = SimpleUploadedFile("my story.opus", content, content_type="audio/ogg")
    return RequestFactory().post(path, {"recording": sent, "text": "beside it"})


def every_file(*folders: Path) -> set[Path]:
    return {file for folder in folders for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def folders(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    settings.WORK_ROOT = tmp_path / "work"
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return tmp_path / "work", tmp_path / "tmp"


def test_a_recording_arrives_whole_and_no_folder_lists_it(folders: tuple[Path, Path]) -> None:
    request = arrive("/tell/recording/", BIG)
    file = request.FILES["recording"]
    assert (file.size, file.read(), file.name) == (len(BIG), BIG, "my story.opus")
    assert request.POST["text"] == "beside it"
    assert every_file(*folders) == set()
    assert os.fstat(file.file.fileno()).st_nlink == 0
    assert oct(folders[0].stat().st_mode)[-3:] == "700"


def test_the_editors_uploads_go_djangos_way(folders: tuple[Path, Path]) -> None:
    file = arrive("/admin/images/add/", BIG).FILES["recording"]
    assert isinstance(file, TemporaryUploadedFile)
    assert file.read() == BIG
    # The same look would have seen a named file above.
    assert every_file(*folders) != set()


def test_above_the_limit_it_is_counted_and_thrown_away(folders: tuple[Path, Path], settings) -> None:
    settings.PLAIN_UPLOAD_LIMIT = 100_000
    file = arrive("/tell/recording/", BIG).FILES["recording"]
    assert file.size == len(BIG)
    assert len(file.read()) <= 100_000


def test_an_empty_file_is_empty(folders: tuple[Path, Path]) -> None:
    file = arrive("/tell/recording/", b"").FILES["recording"]
    assert (file.size, file.read(), file.lost) == (0, b"", False)


def no_room(*args: object) -> BytesIO:
    raise StorageFull("full")


class FillsUp(BytesIO):
    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self.tell() > 1_000_000:
            raise OSError(28, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("place", [no_room, FillsUp], ids=["full", "fills up"])
def test_without_room_the_request_goes_on_and_says_so(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, place: object
) -> None:
    monkeypatch.setattr(uploads, "nameless_file", place)
    request = arrive("/tell/recording/", BIG)
    assert request.FILES["recording"].lost
    assert request.POST["text"] == "beside it"


def test_an_upload_that_breaks_off_leaves_nothing(folders: tuple[Path, Path]) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="recording"; filename="a.opus"\r\n\r\n' + BIG
    request = RequestFactory().generic(
        "POST", "/tell/recording/", body, content_type="multipart/form-data; boundary=B"
    )
    assert "recording" not in request.POST
    assert every_file(*folders) == set()
