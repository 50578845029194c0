"""Where a memory may lie: network shares are told apart. Leaves out: what is done about them."""

import os
import re
import sys
from pathlib import Path

_NETWORK = frozenset(
    {
        *("9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre"),
        *("ncpfs", "nfs", "nfs3", "nfs4", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf"),
        *("fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs"),
        "fuse.vmhgfs-fuse",
    }
)
"""File systems that several machines may write to at once, where SQLite's shared memory fails."""

_OCTAL = re.compile(r"\\([0-7]{3})")
"""How the mount table writes spaces and other awkward characters of a path."""

_MOUNTS = Path("/proc/self/mounts")
_REMOTE_DRIVE = 4
"""`DRIVE_REMOTE` of the Windows function `GetDriveTypeW`."""


def network_share(path: Path, *, mounts: str | None = None, platform: str = sys.platform) -> str | None:
    r"""Return the kind of network share `path` lies on, or None where it is local or not known.

    `mounts` stands in for `/proc/self/mounts` and `platform` for `sys.platform`. On macOS shares
    are not told apart.

    >>> from pathlib import PureWindowsPath
    >>> network_share(PureWindowsPath(r"\\office\share\tm.sqlite"), platform="win32")
    'UNC'
    """
    if platform == "win32":
        return _windows_share(str(path))
    if mounts is None:
        if not _MOUNTS.exists():
            return None
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        path = Path(os.path.realpath(path))
    return _mounted_share(path.as_posix(), mounts)


def _mounted_share(path: str, mounts: str) -> str | None:
    best, kind = "", ""
    for line in mounts.splitlines():
        _device, _, rest = line.partition(" ")
        point, _, rest = rest.partition(" ")
        point = _OCTAL.sub(lambda match: chr(int(match[1], 8)), point)
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if point and inside and len(point) >= len(best):
            best, kind = point, rest.partition(" ")[0]
    return kind if kind in _NETWORK else None


def _windows_share(path: str) -> str | None:
    if path.startswith(("\\\\", "//")) and not path.startswith(("\\\\?\\", "\\\\.\\")):
        return "UNC"
    if path.startswith("\\\\?\\UNC\\"):
        return "UNC"
    if sys.platform == "win32" and path[1:2] == ":":
        import ctypes

        if ctypes.windll.kernel32.GetDriveTypeW(path[:2] + "\\") == _REMOTE_DRIVE:
            return "mapped drive"
    return None
