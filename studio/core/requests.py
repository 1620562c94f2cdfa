"""Requests: frozen, serialisable, complete descriptions of one piece of work.

A tab or the command line makes a Request; the queue keeps it; a worker runs it. What was really run is kept as a
:class:`studio.core.recipes.Recipe`.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Literal, TypeAlias

import msgspec

from studio.core.errors import InputError

PROMPT_LIMIT = 100_000
"""Characters of a prompt (and of a negative or system prompt) that a Request accepts."""

MAX_SEED = 2**32 - 1
MAX_TAKES = 64

Kind: TypeAlias = Literal["text", "image", "audio"]
KINDS: tuple[Kind, ...] = ("text", "image", "audio")

TEXT_TASKS = ("write", "rewrite", "summarise", "translate", "chat")
IMAGE_TASKS = ("text-to-image", "image-to-image", "inpaint", "upscale", "restyle")
AUDIO_TASKS = ("speak", "transcribe", "denoise")

PROMPTLESS_TASKS = frozenset({"upscale", "restyle", "transcribe", "denoise"})
"""Tasks that work on an input file and need no prompt."""


class InputRef(msgspec.Struct, frozen=True, kw_only=True):
    """An input file of a Request. ``path`` is absolute while the job lives; ``asset`` names it in the project.

    ``role`` says what it is for: ``source`` (the picture or sound worked on), ``mask``, ``style``, ``document``.
    """

    path: str
    asset: str = ""
    role: str = "source"


class Message(msgspec.Struct, frozen=True):
    """One turn of a conversation. ``role`` is ``user`` or ``assistant``."""

    role: Literal["user", "assistant"]
    text: str


class BaseRequest(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What every Request has.

    ``seed`` None means: choose one when the job runs. ``model`` "" means: the default for the task.
    ``takes`` is the number of Assets wanted; take *i* uses seed + *i*.
    """

    task: str
    prompt: str = ""
    model: str = ""
    seed: int | None = None
    takes: int = 1
    inputs: tuple[InputRef, ...] = ()

    def input(self, role: str = "source") -> InputRef | None:
        """The first input with this role, if any."""
        return next((i for i in self.inputs if i.role == role), None)


class TextRequest(BaseRequest, frozen=True, kw_only=True, tag="text"):
    """Text from a language model. ``temperature`` 0 is greedy; ``max_tokens`` bounds the answer."""

    task: str = "write"
    system: str = ""
    history: tuple[Message, ...] = ()
    temperature: float = 0.7
    top_p: float = 0.95
    max_tokens: int = 512


class ImageRequest(BaseRequest, frozen=True, kw_only=True, tag="image"):
    """A picture. Sizes are pixels; 0 means the model's own default, as do ``steps`` 0 and ``guidance`` None.

    ``strength`` (0–1) says how far image-to-image and restyle may leave the input; ``scale`` is the upscale factor;
    ``style`` names a built-in style of restyle.
    """

    task: str = "text-to-image"
    negative: str = ""
    width: int = 0
    height: int = 0
    steps: int = 0
    guidance: float | None = None
    scheduler: str = ""
    strength: float = 0.6
    scale: int = 4
    style: str = ""
    transparent: bool = False


class AudioRequest(BaseRequest, frozen=True, kw_only=True, tag="audio"):
    """Sound from text, or work on a sound. ``language`` is a BCP-47 primary tag ("" = detect).

    ``speed`` 1.0 is the voice's own pace; ``loudness`` is the target in LUFS (ITU-R BS.1770-4).
    """

    task: str = "speak"
    voice: str = ""
    language: str = ""
    speed: float = 1.0
    loudness: float = -16.0


Request: TypeAlias = TextRequest | ImageRequest | AudioRequest

_TASKS: dict[type[Any], tuple[str, ...]] = {
    TextRequest: TEXT_TASKS,
    ImageRequest: IMAGE_TASKS,
    AudioRequest: AUDIO_TASKS,
}
REQUEST_TYPES: dict[Kind, type[TextRequest] | type[ImageRequest] | type[AudioRequest]] = {
    "text": TextRequest,
    "image": ImageRequest,
    "audio": AudioRequest,
}

_RANGES: dict[str, tuple[float, float]] = {
    "takes": (1, MAX_TAKES),
    "seed": (0, MAX_SEED),
    "temperature": (0.0, 2.0),
    "top_p": (0.01, 1.0),
    "max_tokens": (1, 32_768),
    "width": (0, 8192),
    "height": (0, 8192),
    "steps": (0, 500),
    "guidance": (0.0, 50.0),
    "strength": (0.0, 1.0),
    "scale": (1, 8),
    "speed": (0.5, 2.0),
    "loudness": (-40.0, -6.0),
}

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)


def kind_of(request: Request) -> Kind:
    """``text``, ``image`` or ``audio``: the tab the request belongs to."""
    if isinstance(request, TextRequest):
        return "text"
    return "image" if isinstance(request, ImageRequest) else "audio"


def to_json(request: Request) -> bytes:
    """The Request as JSON, its kind in the field ``kind``."""
    return _encoder.encode(request)


def from_json(data: bytes | str) -> Request:
    """The Request of :func:`to_json`. Raises :class:`InputError` when it is not one."""
    try:
        return _decoder.decode(data)
    except msgspec.MsgspecError as error:
        raise InputError("setting-invalid", name="request", value="read", hint=str(error)) from error


def clean_prompt(text: str) -> str:
    """The prompt with line ends unified and control characters (Unicode category Cc) removed but for tab and newline.

    Emoji, right-to-left text and its marks (category Cf) are kept: they carry meaning.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def settings_of(kind: Kind) -> dict[str, Any]:
    """Names and defaults of the fields that ``--set`` can name for this kind."""
    fixed = {"task", "prompt", "model", "seed", "takes", "inputs", "history"}
    return {f.name: f.default for f in msgspec.structs.fields(REQUEST_TYPES[kind]) if f.name not in fixed}


def build(kind: Kind, values: dict[str, Any]) -> Request:
    """A validated Request from plain values (strings are converted to the field's type).

    Raises :class:`InputError` naming the setting that does not fit.
    """
    known = {f.name for f in msgspec.structs.fields(REQUEST_TYPES[kind])}
    for name in values:
        if name not in known:
            hint = "Settings of this task: " + ", ".join(sorted(settings_of(kind)))
            raise InputError("setting-invalid", name=name, value=values[name], hint=hint)
    try:
        request: Request = msgspec.convert(values, REQUEST_TYPES[kind], strict=False)
    except msgspec.ValidationError as error:
        name = str(error).rsplit("`$.", 1)[-1].rstrip("`") if "`$." in str(error) else "request"
        raise InputError(
            "setting-invalid", name=name, value=values.get(name, ""), hint=str(error).split(" - at", 1)[0] + "."
        ) from error
    return validate(request)


def validate(request: Request) -> Request:
    """The request with a cleaned prompt, or :class:`InputError` in the user's words."""
    for name in ("prompt", "negative", "system"):
        text = getattr(request, name, "")
        if len(text) > PROMPT_LIMIT:
            raise InputError("prompt-too-long", length=f"{len(text):,}", limit=f"{PROMPT_LIMIT:,}")
    request = msgspec.structs.replace(request, prompt=clean_prompt(request.prompt))
    tasks = _TASKS[type(request)]
    if request.task not in tasks:
        raise InputError("setting-invalid", name="task", value=request.task, hint="Choose one of: " + ", ".join(tasks))
    if request.task not in PROMPTLESS_TASKS and not request.prompt.strip():
        raise InputError("prompt-empty")
    for name, (low, high) in _RANGES.items():
        value = getattr(request, name, None)
        # A comparison written this way also refuses NaN.
        if value is not None and not low <= value <= high:
            raise InputError("setting-invalid", name=name, value=value, hint=f"Choose {low:g} to {high:g}.")
    needs_source = request.task in PROMPTLESS_TASKS or request.task in ("image-to-image", "inpaint")
    if needs_source and request.input("source") is None:
        raise InputError("input-needed", what="a sound" if isinstance(request, AudioRequest) else "a picture")
    return request
