"""How large an upscaler may make a picture: one limit for worker, window and command line."""

from __future__ import annotations

import re

from studio.core.drawing import MAX_RESULT, MAX_RESULT_PIXELS, enlarged_at_most
from studio.core.errors import InputError, phrase
from studio.core.models import ModelSpec

NETWORK = re.compile(r"x([2348])(?!\d)")
"""Where the name of a network's file tells its factor."""


def fits(width: int, height: int, scale: int) -> bool:
    """Whether a picture may be so many times larger."""
    return max(width, height) * scale <= MAX_RESULT and width * height * scale * scale <= MAX_RESULT_PIXELS


def factors(spec: ModelSpec) -> tuple[int, ...]:
    """What the networks of an upscaler enlarge by, the least first; () where that is not known."""
    names = [file.path.rpartition("/")[2] for file in spec.files if file.path.endswith(".param")]
    found = sorted({int(match[1]) for match in map(NETWORK.search, names) if match})
    scale = int(spec.options.get("scale") or 0)
    return tuple(found) or ((scale,) if scale > 1 else ())


def reached(scale: int, networks: tuple[int, ...]) -> int:
    """How many times larger the picture is on the way to ``scale``: a network's factor is fixed, and what is then too
    large is reduced."""
    if not networks:
        return scale
    factor = way = next((n for n in networks if n >= scale), networks[-1])
    while way < scale:
        way *= factor
    return way


def check(width: int, height: int, scale: int, networks: tuple[int, ...] = ()) -> None:
    """Raises :class:`InputError` with the largest scale that fits."""
    if fits(width, height, reached(scale, networks)):
        return
    most = next((s for s in range(scale - 1, 1, -1) if fits(width, height, reached(s, networks))), 0)
    if most:
        hint = enlarged_at_most(width, height, most)
    else:
        hint = phrase(
            "A picture of {size} is too large for it: this upscaler makes it {times} times larger on the way, and "
            "{side} pixels a side and {area} megapixels are the most. Make the picture smaller first.",
            size=f"{width} × {height}",
            times=reached(2, networks),
            side=f"{MAX_RESULT:,}",
            area=MAX_RESULT_PIXELS // 1_000_000,
        )
    raise InputError("setting-invalid", name="scale", value=scale, hint=hint)
