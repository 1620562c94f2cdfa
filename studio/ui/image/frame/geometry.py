"""The frame as numbers: a picture, room on its four sides, handles that move them, and shapes to choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.core.drawing import MAX_MARGIN
from studio.core.pictures import Margins

SNAP = 8
"""Pixels: models work on sizes that are a multiple of it."""
HANDLES = ("top-left", "top", "top-right", "right", "bottom-right", "bottom", "bottom-left", "left")
"""The handles of a frame, clockwise."""
SHAPES: dict[str, tuple[int, int]] = {"1:1": (1, 1), "4:3": (4, 3), "3:2": (3, 2), "16:9": (16, 9), "9:16": (9, 16)}
_OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


@dataclass(frozen=True)
class Frame:
    """A picture of ``width`` × ``height`` pixels and what is added on each side of it (pixels, never negative)."""

    width: int
    height: int
    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    @classmethod
    def around(cls, width: int, height: int, margins: Margins | None) -> Frame:
        m = margins or Margins()
        return cls(width, height, m.left, m.top, m.right, m.bottom)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height with what is added."""
        return self.left + self.width + self.right, self.top + self.height + self.bottom

    @property
    def margins(self) -> Margins | None:
        """What a Request holds; None while nothing is added."""
        found = Margins(left=self.left, top=self.top, right=self.right, bottom=self.bottom)
        return None if found == Margins() else found

    def moved(self, handle: str, dx: float, dy: float, *, exact: bool = False, both: bool = False) -> Frame:
        """The frame after a handle has gone ``dx``, ``dy`` pixels from where it is. The new size snaps to
        :data:`SNAP` unless ``exact``; with ``both`` the opposite side does the same."""
        frame = self
        for side in handle.split("-"):
            way = {"left": -dx, "right": dx, "top": -dy, "bottom": dy}[side]
            frame = frame._grown(side, way, 1 if exact else SNAP)
            if both:
                frame = frame._grown(_OPPOSITE[side], way, 1 if exact else SNAP)
        return frame

    def shaped(self, across: int, down: int) -> Frame:
        """The smallest frame of a shape (``across`` : ``down``) around the picture, which stays in its middle."""
        wide = max(self.width, _up(self.height * across / down))
        high = max(self.height, _up(self.width * down / across))
        if wide > self.width:
            high = self.height
        more_x, more_y = wide - self.width, high - self.height
        left, top = more_x // 2 // SNAP * SNAP, more_y // 2 // SNAP * SNAP
        frame = replace(self, left=left, right=more_x - left, top=top, bottom=more_y - top)
        return frame if max(frame.left, frame.top, frame.right, frame.bottom) <= MAX_MARGIN else self

    def handle_place(self, handle: str) -> tuple[float, float]:
        """Where a handle is, from the picture's top left corner."""
        x = -self.left if "left" in handle else self.width + self.right if "right" in handle else None
        y = -self.top if "top" in handle else self.height + self.bottom if "bottom" in handle else None
        middle_x = (self.width + self.right - self.left) / 2
        middle_y = (self.height + self.bottom - self.top) / 2
        return middle_x if x is None else x, middle_y if y is None else y

    def _grown(self, side: str, by: float, snap: int) -> Frame:
        """One side moved outwards; the whole size becomes a multiple of ``snap``."""
        before: int = getattr(self, side)
        length = self.size[0] if side in ("left", "right") else self.size[1]
        rest = length - before
        # Not below nothing: the picture is never cropped, whatever its own size.
        margin = max(0, round((length + by) / snap) * snap - rest) if by else before
        return replace(self, **{side: min(margin, MAX_MARGIN)})


def _up(length: float) -> int:
    """To the next multiple of :data:`SNAP`."""
    return int(-(-length // SNAP) * SNAP)
