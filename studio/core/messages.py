"""Commands (engine → worker) and Events (worker → engine): the one typed, versioned channel between them."""

from __future__ import annotations

import enum
from typing import TypeAlias

import msgspec

from studio.core.errors import ErrorInfo, Phrase
from studio.core.models import InstalledModel
from studio.core.recipes import Recipe
from studio.core.requests import Kind, Request

PROTOCOL = 2


class Phase(enum.StrEnum):
    QUEUED = "queued"
    LOADING = "loading"
    ENCODING = "encoding"
    DENOISING = "denoising"
    GENERATING = "generating"
    DECODING = "decoding"
    SAVING = "saving"


class _Command(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    pass


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    pass


class Configure(_Command, frozen=True, kw_only=True):
    """The first command: how the worker may use the machine. ``memory_budget`` in bytes (0 = choose);
    ``threads`` 0 = cores − 1; ``device`` "" = best; ``ring`` names the shared memory for previews ("" = none)."""

    protocol: int = PROTOCOL
    device: str = ""
    threads: int = 0
    memory_budget: int = 0
    ring: str = ""
    warm: bool = True


class GridCell(msgspec.Struct, frozen=True, kw_only=True):
    """One picture of a grid: its plain request with its models filled in, and their ids, the main one first."""

    request: Request
    models: tuple[str, ...] = ()


class RunJob(_Command, frozen=True, kw_only=True):
    """Run one job. ``folder`` is the job's own folder for results; ``models`` are those the request needs,
    the main one first (empty where a task needs none). A request with a grid brings its ``cells``, one a take."""

    job: str
    request: Request
    folder: str
    models: tuple[InstalledModel, ...] = ()
    cells: tuple[GridCell, ...] = ()


class CancelJob(_Command, frozen=True, kw_only=True):
    job: str


class Unload(_Command, frozen=True, kw_only=True):
    """Drop a model from memory; "" drops them all."""

    model: str = ""


class Shutdown(_Command, frozen=True, kw_only=True):
    pass


Command: TypeAlias = Configure | RunJob | CancelJob | Unload | Shutdown


class Ready(_Event, frozen=True, kw_only=True):
    """The answer to Configure, before anything heavy is imported."""

    protocol: int = PROTOCOL
    pid: int
    versions: dict[str, str] = {}


class Warmed(_Event, frozen=True, kw_only=True):
    """The heavy imports are done; ``devices`` as in ``worker.devices``."""

    device: str = ""
    seconds: float = 0.0


class Started(_Event, frozen=True, kw_only=True):
    job: str


class Progress(_Event, frozen=True, kw_only=True):
    """``fraction`` 0–1 within the whole job, or None while it cannot be known; ``eta`` in seconds, or None."""

    job: str
    phase: Phase
    fraction: float | None = None
    eta: float | None = None
    take: int = 0
    note: Phrase | None = None


class TextDelta(_Event, frozen=True, kw_only=True):
    """Text of a take to append. Tokens are batched: at most one event every 16 ms."""

    job: str
    take: int
    text: str


class Preview(_Event, frozen=True, kw_only=True):
    """A preview picture lies in ``slot`` of the shared-memory ring: RGB888 rows, ``width`` × ``height``."""

    job: str
    take: int
    slot: int
    serial: int
    width: int
    height: int


class Result(_Event, frozen=True, kw_only=True):
    """A take is finished and lies as a file in the job's folder. ``thumbnail`` is a JPEG/PNG file beside it or "".

    ``kind`` is that of the *asset* (transcription is an audio job whose asset is text). ``width``/``height`` in
    pixels, ``seconds`` of sound, ``excerpt`` the first lines of a text (at most 2,000 characters). ``peak`` is the most
    memory in bytes that the take needed beyond the models that were in memory (0 = not measured).
    """

    job: str
    take: int
    kind: Kind
    path: str
    recipe: Recipe
    thumbnail: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    excerpt: str = ""
    peak: int = 0


class Finished(_Event, frozen=True, kw_only=True):
    """The job has ended in the worker: ``done``, ``cancelled`` or ``failed`` (then with ``error``)."""

    job: str
    outcome: str
    error: ErrorInfo | None = None


class Residency(_Event, frozen=True, kw_only=True):
    """Which models are in memory now, with their bytes; on which device, in which number format, and how many bytes that
    device has in all and free at this moment (0 while no device is chosen)."""

    models: dict[str, int] = {}
    budget: int = 0
    device: str = ""
    dtype: str = ""
    device_memory: int = 0
    device_free: int = 0


class Fault(_Event, frozen=True, kw_only=True):
    """The worker cannot go on (wrong protocol, failed import): it exits after this."""

    error: ErrorInfo


Event: TypeAlias = Ready | Warmed | Started | Progress | TextDelta | Preview | Result | Finished | Residency | Fault

_encode = msgspec.msgpack.Encoder()
_commands: msgspec.msgpack.Decoder[Command] = msgspec.msgpack.Decoder(Command)
_events: msgspec.msgpack.Decoder[Event] = msgspec.msgpack.Decoder(Event)


def encode(message: Command | Event) -> bytes:
    """One message as MessagePack bytes: no pickle ever crosses the channel."""
    return _encode.encode(message)


def decode_command(data: bytes) -> Command:
    """Raises ``msgspec.MsgspecError`` when the bytes are not a command of this protocol."""
    return _commands.decode(data)


def decode_event(data: bytes) -> Event:
    """Raises ``msgspec.MsgspecError`` when the bytes are not an event of this protocol."""
    return _events.decode(data)
