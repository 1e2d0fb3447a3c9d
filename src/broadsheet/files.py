"""Files that appear whole or not at all: write beside, fsync, rename."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from broadsheet.errors import StorageError
from broadsheet.failpoints import failpoint


def storage_error(path: Path, error: OSError) -> StorageError:
    """Return the error that tells a person what the system refused, and what to do."""
    return StorageError(
        f"cannot be written ({error.strerror or error})",
        subject=str(path),
        remedy="make room there, or choose another folder with --out; what stood there before is untouched",
    )


def write_whole(path: Path, data: bytes | str, mode: int | None = None) -> Path:
    """Write ``data`` (text as UTF-8) so that ``path`` holds all of it or what it held before; return ``path``.

    ``mode`` are its permissions, otherwise those of a new file.
    Raises StorageError, naming the path, when the disk is full or the folder may not be written.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else data
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        failpoint("file.begun")
        with temporary.open("wb") as handle:
            _hold(handle.fileno())
            if mode is not None:
                os.fchmod(handle.fileno(), mode)
            handle.write(raw)
            handle.flush()
            failpoint("file.written")
            os.fsync(handle.fileno())
            failpoint("file.synced")
            temporary.replace(path)
        failpoint("file.renamed")
        _sync(path.parent)
        failpoint("file.done")
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise storage_error(path, error) from error
    return path


def write_plainly(path: Path, data: bytes) -> Path:
    """Write ``data`` into a pipe or a device, to any other path as ``write_named`` does.  Raises StorageError."""
    if not (path.is_fifo() or path.is_char_device()):
        return write_named(path, data)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise storage_error(path, error) from error
    return path


def write_named(path: Path, data: bytes | str) -> Path:
    """Write as ``write_whole`` does, to a file that a person named or keeps; return ``path``.

    A link stays: what it leads to is written, beside itself.  The file keeps its permissions.  Raises StorageError also
    for what is no file: a device, a pipe, a folder, a link that leads round in a circle.

    (``write_whole`` puts a file in the place of a link: within our own folders nobody's link leads a write away.)
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return write_whole(Path(os.path.realpath(path)), data) and path
    except OSError as error:
        raise storage_error(path, error) from error
    if not stat.S_ISREG(mode):
        raise StorageError(
            "is no file: a device, a pipe or a folder stands there; nothing was written",
            subject=str(path),
            remedy="name a file, or one that is not there yet",
        )
    write_whole(Path(os.path.realpath(path)), data, stat.S_IMODE(mode))
    return path


@contextlib.contextmanager
def one_writer(path: Path) -> Iterator[None]:
    """Let one process at a time read ``path`` and write it anew: of two that add a line at once, both lines are kept.

    The folder that holds the file (what a link leads to) is locked, by the system, until the writer ends however it
    ends; others wait.  Raises StorageError where there is no such folder and none can be made.
    """
    folder = Path(os.path.realpath(path)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise storage_error(path, error) from error
    try:
        with contextlib.suppress(OSError):  # a file system without locks: there, only its owner can see to it
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


AT_ONCE = 200
"""Files that are written together: each is held open meanwhile, and a process may hold 256 on some systems."""


def write_all(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write many files as ``write_whole`` does each: whole, or what it held before; the disk is waited for twice.

    Raises StorageError: the files that were renamed by then stand, the others are as they were.
    """
    left = iter(files)
    while chunk := list(islice(left, AT_ONCE)):
        _write_chunk(chunk)


def _write_chunk(files: Sequence[tuple[Path, bytes]]) -> None:
    path = files[0][0]
    try:
        with contextlib.ExitStack() as held:  # inside: where the disk is full, closing a file fails as well
            written = []
            for path, data in files:
                path.parent.mkdir(parents=True, exist_ok=True)
                failpoint("file.begun")
                temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
                held.callback(temporary.unlink, missing_ok=True)
                handle = held.enter_context(temporary.open("wb"))
                _hold(handle.fileno())
                handle.write(data)
                handle.flush()
                written.append((temporary, path))
                failpoint("file.written")
            folder = held.enter_context(_opened(path.parent))
            _settle(folder, lambda: (temporary for temporary, _ in written))
            failpoint("file.synced")
            for temporary, path in written:
                temporary.replace(path)
                failpoint("file.renamed")
            _settle(folder, lambda: {path.parent for _, path in written})
            failpoint("file.done")
    except OSError as error:
        raise storage_error(path, error) from error


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it takes the place of ``path``, else it vanishes.

    The old folder is moved aside and removed only after the new one stands.  Raises StorageError.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    old = path.with_name(f".{path.name}.{secrets.token_hex(4)}.old")
    held: int | None = None
    try:
        temporary.mkdir(parents=True)
        held = os.open(temporary, os.O_RDONLY)
        _hold(held)
        failpoint("folder.begun")
        yield temporary
        failpoint("folder.filled")
        _settle(held, lambda: (Path(folder, name) for folder, _, names in os.walk(temporary) for name in (*names, "")))
        failpoint("folder.synced")
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise NotADirectoryError(errno.ENOTDIR, "something else than a folder stands there", str(path))
        if path.exists():
            path.rename(old)
            failpoint("folder.aside")
        try:
            temporary.rename(path)
        except OSError:
            if old.exists():
                old.rename(path)
            raise
        failpoint("folder.renamed")
        _sync(path.parent)
        failpoint("folder.done")
    except OSError as error:
        raise storage_error(path, error) from error
    finally:
        if held is not None:
            os.close(held)
        shutil.rmtree(temporary, ignore_errors=True)
        if path.exists():
            shutil.rmtree(old, ignore_errors=True)


def remove_folder(path: Path) -> None:
    """Remove a folder so that nobody meets half of it.  Raises StorageError; what is gone already is no error."""
    away = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.rename(away)
        failpoint("folder.away")
        _sync(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise storage_error(path, error) from error
    shutil.rmtree(away, ignore_errors=True)


_LITTER = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.(?P<kind>tmp|old)")
"""Names of what stands beside a file or folder while that is written."""

BREATH = 1.0
"""Seconds that what is unlocked must stand before it counts as abandoned: its writer locks it in the next breath.  Set
by hand, 2026-11-22: between the two calls lie microseconds."""


def sweep(root: Path) -> None:
    """Finish below ``root`` what writers that were killed left behind.

    A folder that was moved aside takes its place again where none has come instead; what is half written goes.  What a
    living process writes is locked, and left alone.
    """
    for folder, folders, names in os.walk(root):
        found = [match for name in (*folders, *names) if (match := _LITTER.fullmatch(name))]
        folders[:] = [name for name in folders if not _LITTER.fullmatch(name)]
        for match in found:
            litter, wanted = Path(folder, match[0]), Path(folder, match["name"])
            with contextlib.suppress(OSError):  # its writer has just ended: it is no litter any more
                if not _abandoned(litter):
                    continue
                if match["kind"] == "old" and not wanted.exists():
                    litter.rename(wanted)
                elif litter.is_dir():
                    shutil.rmtree(litter)
                else:
                    litter.unlink()


def _hold(descriptor: int) -> None:
    """Lock what is being written.  The lock is the system's: it ends with the writer, however that ends."""
    with contextlib.suppress(OSError):  # a file system without locks: there, nothing is swept
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _abandoned(litter: Path) -> bool:
    """Say whether nobody holds the lock of ``litter``, a breath after it was made."""
    time.sleep(max(0.0, min(BREATH, litter.stat().st_ctime + BREATH - time.time())))
    descriptor = os.open(litter, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


_SYNCFS = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
"""Linux brings a whole file system to the disk in one call, which Python's ``os`` does not offer.  A folder of 137
pages took 18 ms, one fsync a file 280 to 620 ms (2026-11-22, ext4 on a busy machine of two cores)."""


def _settle(descriptor: int, paths: Callable[[], Iterable[Path]]) -> None:
    """Wait until the disk holds all that was written on the file system of ``descriptor``, ``paths`` at least.

    The kernel tells what it could not write since ``descriptor`` was opened (Linux 5.8): open it before writing.
    """
    if _SYNCFS is not None and _SYNCFS(descriptor) == 0:
        return
    if _SYNCFS is not None and (number := ctypes.get_errno()) not in (errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL):
        raise OSError(number, os.strerror(number))
    for path in paths():
        _sync(path)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _sync(path: Path) -> None:
    with _opened(path) as descriptor:
        os.fsync(descriptor)
