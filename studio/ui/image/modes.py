"""Which modes the image tab's stage has, in the order of its switch: those of single tasks first."""

from __future__ import annotations

from studio.ui.image.additions.map_mode import MapMode
from studio.ui.image.compare.mode import CompareMode
from studio.ui.image.frame.mode import FrameMode
from studio.ui.image.grid.mode import GridMode
from studio.ui.image.mode import Mode
from studio.ui.image.painter.mode import MaskMode
from studio.ui.image.result import ResultMode
from studio.ui.image.retouch.adjust_mode import AdjustMode
from studio.ui.image.retouch.tiled_mode import SeamlessMode, TiledMode
from studio.ui.image.trace_mode import TraceMode

MODES: tuple[type[Mode], ...] = (
    MaskMode,
    FrameMode,
    AdjustMode,
    TiledMode,
    TraceMode,
    MapMode,
    ResultMode,
    GridMode,
    SeamlessMode,
    CompareMode,
)
