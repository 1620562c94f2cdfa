"""Where the training pictures come from: package, exact version, licence, author, and the style word of captions."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

ALLOWED_LICENCES = {"MIT", "Apache-2.0", "CC0-1.0", "CC-BY-4.0"}


# Microsoft's repository says that its paperclip and video game emoji could not be released with the others; what the
# packages carry under these names is left alone.
WITHHELD = {
    (package, label)
    for label in ("paperclip", "video game")
    for package in ("@iconify-json/fluent-emoji-flat", "@iconify-json/fluent-emoji", "@lobehub/fluent-emoji-3d")
}


@dataclass(frozen=True)
class Source:
    """One npm package of pictures (or, with `kind` "data", of names and keywords)."""

    package: str
    version: str
    licence: str
    author: str
    link: str
    style: str
    kind: str = "iconify"
    held_out: bool = False

    @property
    def folder(self) -> str:
        """The file name npm gives the archive, without its ending."""
        return f"{self.package.lstrip('@').replace('/', '-')}-{self.version}"


SOURCES = (
    Source(
        "@iconify-json/noto",
        "1.2.9",
        "Apache-2.0",
        "Google Inc",
        "https://github.com/googlefonts/noto-emoji",
        "cartoon style",
    ),
    Source(
        "@iconify-json/noto-v1",
        "1.2.5",
        "Apache-2.0",
        "Google Inc",
        "https://github.com/googlefonts/noto-emoji",
        "retro style",
    ),
    Source(
        "@iconify-json/fluent-emoji-flat",
        "1.2.6",
        "MIT",
        "Microsoft Corporation",
        "https://github.com/microsoft/fluentui-emoji",
        "flat style",
    ),
    Source(
        "@iconify-json/fluent-emoji",
        "1.2.7",
        "MIT",
        "Microsoft Corporation",
        "https://github.com/microsoft/fluentui-emoji",
        "glossy style",
    ),
    Source(
        "@lobehub/fluent-emoji-3d",
        "1.1.0",
        "MIT",
        "Microsoft Corporation, packaged by LobeHub",
        "https://github.com/lobehub/fluent-emoji",
        "3d style",
        kind="webp",
    ),
    Source(
        "@iconify-json/twemoji",
        "1.2.5",
        "CC-BY-4.0",
        "Twitter, Inc and other contributors",
        "https://github.com/jdecked/twemoji",
        "simple style",
    ),
    Source(
        "@iconify-json/streamline-emojis",
        "1.2.4",
        "CC-BY-4.0",
        "Streamline",
        "https://github.com/webalys-hq/streamline-vectors",
        "outline style",
    ),
    Source(
        "@iconify-json/emojione",
        "1.2.3",
        "CC-BY-4.0",
        "EmojiOne / EmojiTwo",
        "https://github.com/EmojiTwo/emojitwo",
        "soft style",
        held_out=True,
    ),
    Source("emojibase-data", "17.0.0", "MIT", "Miles Johnson", "https://github.com/milesj/emojibase", "", kind="data"),
)


def download(work: Path) -> None:
    """Fetch every package at its exact version with `npm pack` into WORK/npm and unpack it into WORK/pkg."""
    archives, unpacked = work / "npm", work / "pkg"
    archives.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        archive, folder = archives / f"{source.folder}.tgz", unpacked / source.folder
        if not archive.exists():
            subprocess.run(["npm", "pack", "--silent", f"{source.package}@{source.version}"], cwd=archives, check=True)
        if not folder.exists():
            with tarfile.open(archive) as tar:
                tar.extractall(folder.with_suffix(".part"), filter="data")
            (folder.with_suffix(".part") / "package").rename(folder)


def audit(work: Path) -> None:
    """Stop unless each package itself declares the licence that `SOURCES` says, and that licence is an allowed one."""
    for source in SOURCES:
        folder = work / "pkg" / source.folder
        declared = {json.loads((folder / "package.json").read_text())["license"]}
        info = folder / "info.json"
        if info.exists():
            declared.add(json.loads(info.read_text())["license"]["spdx"])
        if declared != {source.licence} or source.licence not in ALLOWED_LICENCES:
            raise SystemExit(f"{source.package}: declares {declared}, expected {source.licence}")
        print(f"{source.package} {source.version}: {source.licence}, {source.author}")


def slug(text: str) -> str:
    """The icon name that iconify derives from an emoji label: "Christmas tree" -> "christmas-tree"."""
    return re.sub("[^a-z0-9]+", "-", text.lower().replace("’", "")).strip("-")
