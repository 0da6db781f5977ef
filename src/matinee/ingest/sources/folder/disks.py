"""Which file systems folders lie on, and what may be believed of them.

Read from /proc/self/mountinfo (proc_pid_mountinfo(5)); no disk is touched for it, so one that
hangs holds nobody up.
"""

import re
from collections.abc import Sequence
from pathlib import Path, PurePath

_MOUNTS = Path("/proc/self/mountinfo")
# A folder's time changes with every name in it that comes, goes or changes. FAT and exFAT keep no
# such time (it is that of the folder's making), FUSE leaves it to each program, and servers behind
# CIFS answer from what they remember.
_HONEST = frozenset({
    "bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "nfs", "nfs4", "nilfs2", "overlay",
    "ramfs", "reiserfs", "tmpfs", "xfs", "zfs",
})  # fmt: skip
# What another machine writes there is told to nobody here.
_REMOTE = frozenset({"9p", "afs", "ceph", "cifs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"})
_REMOTE_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.s3fs", "fuse.davfs")
_ESCAPED = re.compile(rb"\\([0-7]{3})")


class Disks:
    """The mounts as they are at one moment."""

    def __init__(self, lines: Sequence[bytes] | None = None) -> None:
        self._kinds: dict[str, str] = {}
        for line in _mounts() if lines is None else lines:
            before, _, after = line.partition(b" - ")
            fields, kind = before.split(b" "), after.split(b" ")[0]
            if len(fields) >= 5 and kind:
                # A later mount over the same place hides the one before.
                self._kinds[_text(fields[4])] = _text(kind)

    def kind_of(self, path: Path) -> str:
        """Return the file system's kind, as in `mount -t`; "" where it is not known."""
        for one in (path, *path.parents):
            kind = self._kinds.get(str(one))
            if kind is not None:
                return kind
        return ""

    def is_honest(self, path: Path) -> bool:
        """Say whether a folder whose time is as it was holds the same names as before."""
        return self.kind_of(path) in _HONEST

    def is_remote(self, path: Path) -> bool:
        """Say whether others may write there of whom the kernel does not hear."""
        kind = self.kind_of(path)
        return kind in _REMOTE or kind.startswith(_REMOTE_FUSE)

    def below(self, path: Path) -> list[str]:
        """Return what is mounted within a folder."""
        return [one for one in self._kinds if PurePath(one).is_relative_to(path)]


def _mounts() -> list[bytes]:
    try:
        return _MOUNTS.read_bytes().splitlines()
    except OSError:
        return []


def _text(raw: bytes) -> str:
    """Return a field as text; blanks and backslashes stand there as three octal digits."""
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 8) & 0xFF]), raw)
    return plain.decode("utf-8", "surrogateescape")
