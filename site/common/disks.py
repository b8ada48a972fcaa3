"""What kind of disk a file lies on. SQLite's locks and write-ahead log are not safe on one that others share."""

import re
from pathlib import Path

MOUNTS = Path("/proc/mounts")
NETWORK_TYPES = frozenset(
    [
        "9p",
        "afp",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs3",
        "nfs4",
        "ocfs2",
        "orangefs",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
    ]
)
# FUSE carries sshfs, s3fs, gcsfuse and the like; fuseblk is a local disk (NTFS).
LOCAL_FUSE = frozenset({"fuseblk", "fuse.fuse-overlayfs", "fuse.lxcfs"})
OCTAL = re.compile(r"\\([0-7]{3})")


def is_network_type(kind: str) -> bool:
    return kind in NETWORK_TYPES or (kind.startswith("fuse") and kind not in LOCAL_FUSE)


def disk_type(path: Path, mounts: str) -> str:
    """The file system's type of PATH by MOUNTS (in the form of /proc/mounts); "" when it cannot be told."""
    wanted, best, kind = path.resolve(), Path(), ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(OCTAL.sub(lambda match: chr(int(match.group(1), 8)), fields[1]))
        # A later mount at the same place covers an earlier one.
        if wanted.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, fields[2]
    return kind


def network_disk(path: Path) -> str:
    """The type of the network disk that PATH lies on, or "" (a local disk, or a system that does not say)."""
    try:
        kind = disk_type(path, MOUNTS.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
    return kind if is_network_type(kind) else ""
