from pathlib import Path

import pytest

from common import disks
from common.disks import disk_type, is_network_type, network_disk

MOUNTS = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
nas:/export /srv nfs4 rw,vers=4.2 0 0
/dev/sdb1 /srv/fast ext4 rw 0 0
//nas/share /mnt/our\040share cifs rw 0 0
me@host:/ /home/me/far fuse.sshfs rw 0 0
/dev/sdc1 /media/usb fuseblk rw 0 0
host /work 9p rw,trans=virtio 0 0
tmpfs /over tmpfs rw 0 0
nas:/x /over nfs rw 0 0
a short line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/heard.sqlite3", "ext4"),
        ("/srv/heard/heard.sqlite3", "nfs4"),
        ("/srvother/heard.sqlite3", "ext4"),
        ("/srv/fast/heard.sqlite3", "ext4"),
        ("/srv/fast/../heard.sqlite3", "nfs4"),
        ("/mnt/our share/heard.sqlite3", "cifs"),
        ("/home/me/far/var/heard.sqlite3", "fuse.sshfs"),
        ("/media/usb/heard.sqlite3", "fuseblk"),
        ("/work/main/var/heard.sqlite3", "9p"),
        ("/over/heard.sqlite3", "nfs"),
    ],
)
def test_the_innermost_and_latest_mount_decides(path: str, kind: str) -> None:
    assert disk_type(Path(path), MOUNTS) == kind


def test_nothing_is_known_without_mounts() -> None:
    assert disk_type(Path("/var/heard.sqlite3"), "") == ""


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse", "fuse.sshfs", "fuse.s3fs", "glusterfs"]
)
def test_network_types(kind: str) -> None:
    assert is_network_type(kind)


@pytest.mark.parametrize("kind", ["", "ext4", "xfs", "btrfs", "zfs", "apfs", "overlay", "tmpfs", "fuseblk"])
def test_local_types(kind: str) -> None:
    assert not is_network_type(kind)


def test_a_link_is_followed_to_the_disk_it_leads_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "var").symlink_to(tmp_path / "far")
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/x {tmp_path / 'far'} nfs rw 0 0\n")
    monkeypatch.setattr(disks, "MOUNTS", mounts)
    assert network_disk(tmp_path / "var" / "heard.sqlite3") == "nfs"
    assert network_disk(tmp_path / "heard.sqlite3") == ""


def test_a_system_that_does_not_say_is_not_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disks, "MOUNTS", tmp_path / "none")
    assert network_disk(tmp_path) == ""
