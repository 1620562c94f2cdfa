"""Reading and writing the settings file: atomic, and a damaged file is kept aside, never overwritten unseen."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

import msgspec

from studio.core.files import write_atomic
from studio.settings.migration import migrate
from studio.settings.schema import Settings

log = logging.getLogger(__name__)
_SIZE_LIMIT = 4 * 1024 * 1024


def load(path: Path) -> Settings:
    """The settings in ``path``; the defaults when there are none.

    A value that does not fit its type falls back to its default alone. A file that is no JSON object is renamed to
    ``….damaged-<time>`` and the defaults are used.
    """
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise msgspec.DecodeError("larger than any settings file")
        values = msgspec.json.decode(path.read_bytes())
        if not isinstance(values, dict):
            raise msgspec.DecodeError("not a JSON object")
    except FileNotFoundError:
        return Settings()
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        kept = _keep_aside(path)
        log.info("settings were damaged (%s); kept as %s", error, kept)
        return Settings()
    except OSError as error:
        log.info("settings cannot be read (%s); defaults are used", error)
        return Settings()
    return _convert(migrate(values))


def save(path: Path, settings: Settings) -> None:
    """Write atomically (temporary file, fsync, rename), for its owner's eyes only: prompts are in it. Raises OSError when
    the folder cannot be written."""
    write_atomic(path, msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n", private=True)


def _convert(values: dict[str, Any]) -> Settings:
    try:
        return msgspec.convert(values, Settings)
    except msgspec.ValidationError:
        pass
    good: dict[str, Any] = {}
    for field in msgspec.structs.fields(Settings):
        if field.name not in values:
            continue
        try:
            msgspec.convert({field.name: values[field.name]}, Settings)
        except msgspec.ValidationError as error:
            log.info("setting %s is not valid (%s); its default is used", field.name, error)
        else:
            good[field.name] = values[field.name]
    return msgspec.convert(good, Settings)


def _keep_aside(path: Path) -> Path | None:
    kept = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    try:
        return path.replace(kept)
    except OSError:
        return None
