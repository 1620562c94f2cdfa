"""The settings of a picture Request that are more than a number or a word: additions, control, edits, grids.

Each is frozen and complete in itself. Models are named by their id in the model library, pictures by the role of the
Request's input that holds them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.errors import InputError, phrase


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class LoraUse(_Part, frozen=True, kw_only=True):
    """A LoRA by its model id; ``weight`` −4 to 4."""

    model: str
    weight: float = 1.0


class ControlUnit(_Part, frozen=True, kw_only=True):
    """A ControlNet or T2I-Adapter that follows the picture in the input of role ``input``.

    ``model`` "" is the first installed one that fits the picture model and the map. ``preprocessor`` makes the map from
    the picture ("" = the picture is a map already). ``start`` and ``end`` (0–1) are the share of the steps in which it
    works; ``weight`` 0 to 2. ``low`` and ``high`` (0–255) are the thresholds of canny; ``detail`` (0–1) says how fine a
    map of lines, blurs or colour blocks is.
    """

    model: str = ""
    preprocessor: str = ""
    input: str = "control-1"
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0
    low: int = 100
    high: int = 200
    detail: float = 0.5


class ReferenceUse(_Part, frozen=True, kw_only=True):
    """An IP-Adapter that takes its look from the picture in the input of role ``input``; ``weight`` 0 to 2.

    ``model`` "" is the first installed one that fits the picture model. Several uses of one model give it several
    pictures, whose looks are mixed.
    """

    model: str = ""
    input: str = "reference-1"
    weight: float = 0.6


class Margins(_Part, frozen=True, kw_only=True):
    """Pixels to add at each side of a picture (outpaint, canvas size)."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


class Hires(_Part, frozen=True, kw_only=True):
    """A second pass: the picture enlarged ``scale`` times by ``upscaler`` (a model id, "" = the default), then refined
    tile by tile with ``strength`` (0–1) in ``steps`` (0 = as the first pass)."""

    scale: float = 2.0
    strength: float = 0.35
    steps: int = 0
    upscaler: str = ""


class Axis(_Part, frozen=True, kw_only=True):
    """One axis of a grid: ``setting`` takes each of ``values`` (as they are written with ``--set``).

    Beside the settings of a picture: ``seed``, ``model``, ``size`` (width × height) and ``prompt``, whose first value is
    the text that each value is put in place of. ``label`` is the setting's name on the sheet ("" = its own).
    """

    setting: str
    values: tuple[str, ...]
    label: str = ""


class Words(_Part, frozen=True, kw_only=True):
    """What the model gets for one picture of a grid: ``run_prompt`` and ``run_negative`` of its plain Request ("" and
    None: as typed)."""

    run_prompt: str = ""
    run_negative: str | None = None


class Grid(_Part, frozen=True, kw_only=True):
    """A picture for each pair of values, and a labelled contact sheet as the last take.

    With ``matrix`` there are no axes: the prompt's parts between ``|`` are optional, and each combination of them is a
    picture. ``dark`` draws the sheet on a dark ground. ``words`` (one a picture, or none) are what wildcards and styles
    became.
    """

    x: Axis | None = None
    y: Axis | None = None
    matrix: bool = False
    dark: bool = False
    words: tuple[Words, ...] = ()


class Cutout(_Part, frozen=True, kw_only=True):
    """How to cut out: ``method`` auto (what is installed and fits), person, object, or colour (a plain background).

    By colour, ``tolerance`` (1–200) is how far from the background's colour (distance in RGB) a pixel may be, and
    ``enclosed`` also clears areas of it that do not touch the border. ``grow`` moves the edge outwards (inwards when
    negative) and ``feather`` softens it, both in pixels. ``decontaminate`` takes the old background's share out of the
    colours at the edge. ``background`` is "" (transparent), a colour as ``#rrggbb``, or ``picture`` (the input of role
    ``background``).
    """

    method: Literal["auto", "person", "object", "colour"] = "auto"
    tolerance: int = 24
    enclosed: bool = False
    grow: int = 0
    feather: int = 0
    decontaminate: bool = True
    background: str = ""


class Edit(_Part, frozen=True, kw_only=True):
    """Edits that need no model, in this order: turn, straighten, crop, flip, tone, resize, canvas.

    ``turn`` is 0, 90, 180 or 270 degrees clockwise; ``straighten`` −45 to 45 degrees clockwise, cut to the largest
    rectangle of the picture's shape; ``crop`` left, top, width and height in pixels of what that leaves (None = all).
    Tone in its own order: ``black`` and ``white`` (0–255) and ``gamma`` (0.1–10) are levels; ``exposure`` in stops (−5
    to 5) and ``warmth`` work in linear light; then ``shadows`` and ``highlights``, ``contrast``, ``saturation``, all −1
    to 1. ``width``/``height`` resize (0 = as it is; one alone keeps the shape). ``canvas`` adds room; ``fill``
    (``#rrggbb``) is laid under everything, "" leaves it transparent.
    """

    turn: int = 0
    straighten: float = 0.0
    crop: tuple[int, int, int, int] | None = None
    flip: Literal["", "horizontal", "vertical"] = ""
    black: int = 0
    white: int = 255
    gamma: float = 1.0
    exposure: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    warmth: float = 0.0
    shadows: float = 0.0
    highlights: float = 0.0
    width: int = 0
    height: int = 0
    canvas: Margins | None = None
    fill: str = ""


class Trace(_Part, frozen=True, kw_only=True):
    """How a picture becomes SVG paths. ``colours`` is the number of bits per channel that are told apart (1–8), ``layer``
    the difference between the colours of neighbouring layers (0–255), ``speckle`` drops what is smaller (0–128 pixels),
    ``corner`` (0–180 degrees) and ``length`` (3.5–10 pixels) smooth the curves. ``stacked`` lays shapes over one another;
    otherwise each is cut out of those behind it."""

    mode: Literal["colour", "black-and-white"] = "colour"
    shape: Literal["curves", "polygons", "pixels"] = "curves"
    stacked: bool = True
    colours: int = 6
    layer: int = 16
    speckle: int = 4
    corner: int = 60
    length: float = 4.0


class See(_Part, frozen=True, kw_only=True):
    """How a picture is looked at: ``detail`` of a caption, the least ``confidence`` (0–1) of a tag or object, and how
    many of them at ``most`` (1–100)."""

    detail: Literal["short", "long"] = "short"
    confidence: float = 0.3
    most: int = 10


class Tile(_Part, frozen=True, kw_only=True):
    """How a picture becomes a seamless tile: ``axes`` in which it repeats; ``blend`` is the share of the side (0.05–0.5)
    in which its edges are blended; ``even`` (0–1) evens out the brightness of large areas."""

    axes: Literal["both", "x", "y"] = "both"
    blend: float = 0.25
    even: float = 0.0


_TRACE_RANGES: dict[str, tuple[float, float]] = {
    "colours": (1, 8),
    "layer": (0, 255),
    "speckle": (0, 128),
    "corner": (0, 180),
    "length": (3.5, 10.0),
}
_SEE_RANGES: dict[str, tuple[float, float]] = {"confidence": (0.0, 1.0), "most": (1, 100)}


def check_trace(trace: Trace) -> None:
    """Raises :class:`InputError` naming the setting that is out of its range."""
    _check("trace", trace, _TRACE_RANGES)


def check_see(see: See) -> None:
    """Raises :class:`InputError` naming the setting that is out of its range."""
    _check("see", see, _SEE_RANGES)


def _check(setting: str, part: _Part, ranges: dict[str, tuple[float, float]]) -> None:
    for name, (low, high) in ranges.items():
        value = getattr(part, name)
        if not low <= value <= high:
            hint = phrase("Choose {low} to {high}.", low=f"{low:g}", high=f"{high:g}")
            raise InputError("setting-invalid", name=f"{setting}.{name}", value=value, hint=hint)
