"""Requests: frozen, serialisable, complete descriptions of one piece of work.

A tab or the command line makes a Request; the queue keeps it; a worker runs it. What was really run is kept as a
:class:`studio.core.recipes.Recipe`.
"""

from __future__ import annotations

import re
from typing import Any, Literal, TypeAlias

import msgspec

from studio.core import addition_checks, drawing, finishing, misfits, written
from studio.core.errors import InputError, phrase
from studio.core.pictures import (
    ControlUnit,
    Cutout,
    Edit,
    Grid,
    Hires,
    LoraUse,
    Margins,
    ReferenceUse,
    See,
    Tile,
    Trace,
    check_see,
    check_trace,
)

PROMPT_LIMIT = 100_000
"""Characters of a prompt (and of a negative or system prompt) that a Request accepts."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

MAX_SEED = 2**32 - 1
"""The greatest seed that the studio chooses, and the greatest of a text or sound."""
MAX_PICTURE_SEED = 2**63 - 1
"""The greatest seed of a picture, whose generators take so much: other programs choose such seeds."""
MAX_TAKES = 64
MAX_STYLES = 32

Kind: TypeAlias = Literal["text", "image", "audio"]
KINDS: tuple[Kind, ...] = ("text", "image", "audio")

TEXT_TASKS = ("write", "rewrite", "summarise", "translate", "chat")
DRAWING_TASKS = ("text-to-image", "image-to-image", "inpaint", "outpaint")
"""Tasks of a diffusion model."""

FINISHING_TASKS = ("upscale", "restyle", "cutout", "edit", "tile", "trace", "control-map")
SEEING_TASKS = ("caption", "tag", "detect")
"""Tasks that look at a picture; their results are texts."""

IMAGE_TASKS = (*DRAWING_TASKS, *FINISHING_TASKS, *SEEING_TASKS)
AUDIO_TASKS = ("speak", "transcribe", "denoise")

PROMPTLESS_TASKS = frozenset({*FINISHING_TASKS, *SEEING_TASKS, "transcribe", "denoise"})
"""Tasks that work on an input file and need no prompt."""

TEXT_RESULTS = frozenset({*SEEING_TASKS, "transcribe"})
"""Tasks of a picture or sound whose result is a text."""


class InputRef(msgspec.Struct, frozen=True, kw_only=True):
    """An input file of a Request. ``path`` is absolute while the job lives; ``asset`` names it in the project.

    ``role`` says what it is for: ``source`` (the picture or sound worked on), ``mask``, ``style``, ``background``,
    ``control-1`` …, ``reference-1`` …, ``document``.
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

    def take_seed(self, take: int) -> int:
        """The seed of a take."""
        return seed_after(self.seed or 0, take)


class TextRequest(BaseRequest, frozen=True, kw_only=True, tag="text"):
    """Text from a language model. ``temperature`` 0 is greedy; ``max_tokens`` bounds the answer.

    ``begun`` is a text that the answer begins with and goes on from."""

    task: str = "write"
    system: str = ""
    history: tuple[Message, ...] = ()
    begun: str = ""
    temperature: float = 0.7
    top_p: float = 0.95
    max_tokens: int = 512


class ImageRequest(BaseRequest, frozen=True, kw_only=True, tag="image"):
    """A picture. Sizes are pixels; 0 means the model's own default, as do ``steps`` 0 and ``guidance`` None.

    ``prompt`` and ``negative`` are what was typed. ``run_prompts`` (one a take, or one for all) and ``run_negative`` are
    what the model gets once wildcards, alternatives and styles are put in; empty means: as typed.

    ``strength`` (0–1) says how far image-to-image and restyle may leave the input; ``scale`` is the upscale factor;
    ``style`` names a built-in style of restyle. ``variation`` (0–1) blends the noise of ``variation_seed`` (None: chosen
    when the job runs; take *i* uses it + *i*) into that of the seed, which then is the same for all takes. A mask is
    inverted, grown (pixels, negative shrinks) and feathered (pixels) in this order; for outpaint the feather is how far
    the new area fades into the picture (0 = chosen). ``clip_skip`` leaves out that many last layers of a CLIP text
    encoder (one less than the number A1111 shows). ``seamless`` makes the picture repeat along x, y or both. ``fast``
    names switches that trade exactness for time (see ``worker.backends.diffusion``).
    """

    task: str = "text-to-image"
    negative: str = ""
    styles: tuple[str, ...] = ()
    run_prompts: tuple[str, ...] = ()
    run_negative: str | None = None
    width: int = 0
    height: int = 0
    steps: int = 0
    guidance: float | None = None
    scheduler: str = ""
    strength: float = 0.6
    scale: int = 4
    style: str = ""
    transparent: bool = False
    variation: float = 0.0
    variation_seed: int | None = None
    mask_invert: bool = False
    mask_grow: int = 0
    mask_feather: int = 0
    extend: Margins | None = None
    clip_skip: int = 0
    seamless: Literal["", "both", "x", "y"] = ""
    vae: str = ""
    loras: tuple[LoraUse, ...] = ()
    embeddings: tuple[str, ...] = ()
    control: tuple[ControlUnit, ...] = ()
    references: tuple[ReferenceUse, ...] = ()
    hires: Hires | None = None
    fast: tuple[str, ...] = ()
    grid: Grid | None = None
    cutout: Cutout | None = None
    edit: Edit | None = None
    trace: Trace | None = None
    see: See | None = None
    tile: Tile | None = None

    def take_seed(self, take: int) -> int:
        """The seed of a take; variations all vary the first one."""
        return (self.seed or 0) if self.variation else super().take_seed(take)

    def take_variation(self, take: int) -> int:
        """The variation seed of a take."""
        return seed_after(self.variation_seed or 0, take)

    def run_prompt(self, take: int = 0) -> str:
        """The prompt that the model gets for a take."""
        if not self.run_prompts:
            return self.prompt
        return self.run_prompts[take] if take < len(self.run_prompts) else self.run_prompts[0]

    def additions(self) -> tuple[str, ...]:
        """Ids of the models that work beside the main one, each once."""
        named = [
            self.vae,
            *(lora.model for lora in self.loras),
            *self.embeddings,
            *(unit.model for unit in self.control),
            *(reference.model for reference in self.references),
            self.hires.upscaler if self.hires else "",
        ]
        return tuple(dict.fromkeys(name for name in named if name))


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
    "width": (0, drawing.MAX_DRAWN),
    "height": (0, drawing.MAX_DRAWN),
    "steps": (0, 500),
    "guidance": (0.0, 50.0),
    "strength": (0.0, 1.0),
    "scale": (1, 8),
    "variation": (0.0, 1.0),
    "variation_seed": (0, MAX_SEED),
    "mask_grow": (-512, 512),
    "mask_feather": (0, 512),
    "clip_skip": (0, 11),
    "speed": (0.5, 2.0),
    "loudness": (-40.0, -6.0),
}


_PICTURE_RANGES = {**_RANGES, "seed": (0, MAX_PICTURE_SEED), "variation_seed": (0, MAX_PICTURE_SEED)}


def ranges_of(kind: Kind) -> dict[str, tuple[float, float]]:
    """The least and the greatest value of every setting that is a number, for requests of this kind."""
    return _PICTURE_RANGES if kind == "image" else _RANGES


def seed_after(seed: int, take: int) -> int:
    """The seed ``take`` numbers further on, which after the greatest one begins at 0 again."""
    return (seed + take) % ((MAX_SEED if seed <= MAX_SEED else MAX_PICTURE_SEED) + 1)


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
        raise InputError("setting-unreadable", str(error), name=phrase("request")) from error


def clean_prompt(text: str) -> str:
    """The prompt with line ends unified and control characters (Unicode category Cc) removed but for tab and newline.

    Emoji, right-to-left text and its marks (category Cf) are kept: they carry meaning.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text)


def tasks_of(kind: Kind) -> tuple[str, ...]:
    """The tasks of a kind of request."""
    return _TASKS[REQUEST_TYPES[kind]]


def settings_of(kind: Kind) -> dict[str, Any]:
    """Names and defaults of the fields that ``--set`` can name for this kind."""
    fixed = {"task", "prompt", "model", "seed", "takes", "inputs", "history", "begun", "run_prompts", "run_negative"}
    return {f.name: f.default for f in msgspec.structs.fields(REQUEST_TYPES[kind]) if f.name not in fixed}


def build(kind: Kind, values: dict[str, Any]) -> Request:
    """A validated Request from plain values (strings are converted to the field's type).

    ``edit.turn`` sets a part of a setting that has parts; a whole one can be given as JSON. Raises
    :class:`InputError` naming the setting that does not fit.
    """
    known = frozenset(REQUEST_TYPES[kind].__struct_fields__)
    values = written.nested(values)
    if isinstance(values.get("grid"), dict):
        values["grid"] = written.with_axes(values["grid"])
    for name in values:
        if name not in known:
            raise misfits.unknown(name, sorted(settings_of(kind)))
    try:
        request: Request = msgspec.convert(values, REQUEST_TYPES[kind], strict=False)
    except msgspec.ValidationError as error:
        raise misfits.misfit(error, REQUEST_TYPES[kind], values) from error
    return validate(request)


def validate(request: Request) -> Request:
    """The request with a cleaned prompt, or :class:`InputError` in the user's words."""
    for name in ("prompt", "negative", "system", "begun"):
        text = getattr(request, name, "")
        if len(text) > PROMPT_LIMIT:
            raise InputError("prompt-too-long", length=f"{len(text):,}", limit=f"{PROMPT_LIMIT:,}")
    request = msgspec.structs.replace(request, prompt=clean_prompt(request.prompt))
    tasks = _TASKS[type(request)]
    if request.task not in tasks:
        hint = phrase("Choose one of: {names}.", names=", ".join(tasks))
        raise InputError("setting-invalid", name="task", value=request.task, hint=hint)
    if request.task not in PROMPTLESS_TASKS and not request.prompt.strip():
        raise InputError("prompt-empty")
    if isinstance(request, ImageRequest) and request.grid is not None:
        from studio.core import grids

        # A grid makes as many takes as it has pictures, and one more.
        request = grids.prepared(request)
    for name, (low, high) in ranges_of(kind_of(request)).items():
        value = getattr(request, name, None)
        if name == "takes" and isinstance(request, ImageRequest) and request.grid is not None:
            continue
        # A comparison written this way also refuses NaN.
        if value is not None and not low <= value <= high:
            # Not as 9.22337e+18, which the greatest seed would be.
            least, most = (f"{limit:g}" if isinstance(limit, float) else limit for limit in (low, high))
            hint = phrase("Choose {low} to {high}.", low=least, high=most)
            raise InputError("setting-invalid", name=name, value=value, hint=hint)
    if isinstance(request, ImageRequest) and request.trace is not None:
        check_trace(request.trace)
    if isinstance(request, ImageRequest) and request.see is not None:
        check_see(request.see)
    needs_source = request.task in PROMPTLESS_TASKS or request.task in ("image-to-image", "inpaint", "outpaint")
    if needs_source and request.input("source") is None:
        raise InputError(
            "input-needed", what=phrase("a sound") if isinstance(request, AudioRequest) else phrase("a picture")
        )
    if isinstance(request, ImageRequest):
        _check_run_prompts(request)
        _check_parts(request)
        addition_checks.check(request)
    return request


def _check_parts(request: ImageRequest) -> None:
    """Raises :class:`InputError` for values that a setting with parts cannot have."""
    if request.edit is not None:
        finishing.check_edit(request.edit)
    if request.cutout is not None:
        finishing.check_cutout(request.cutout, has_background=request.input("background") is not None)
    if request.tile is not None:
        finishing.check_tile(request.tile)
    if request.task in DRAWING_TASKS:
        drawing.check_size(request.width, request.height)
    if request.hires is not None:
        drawing.check_hires(request.hires, request.task)
        if request.width and request.height:
            drawing.check_result(request.width, request.height, request.hires.scale)
    if request.task == "outpaint":
        drawing.check_margins(request.extend or Margins())


def _check_run_prompts(request: ImageRequest) -> None:
    count = len(request.run_prompts)
    if count not in (0, 1, request.takes):
        hint = phrase("Give one for all takes, or {count}: one for each.", count=request.takes)
        raise InputError("setting-invalid", name="run_prompts", value=count, hint=hint)
    length = max(map(len, (*request.run_prompts, request.run_negative or "")))
    if length > PROMPT_LIMIT:
        raise InputError("prompt-too-long", length=f"{length:,}", limit=f"{PROMPT_LIMIT:,}")
    if len(request.styles) > MAX_STYLES:
        hint = phrase("Choose at most {limit}.", limit=MAX_STYLES)
        raise InputError("setting-invalid", name="styles", value=len(request.styles), hint=hint)
