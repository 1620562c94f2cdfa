"""Delivery: assets written out of the project in the formats others ask for. No Qt, no gallery.

``plan(items, options)`` says which files there will be; ``export(plan, …)`` writes them.
"""

from studio.exports.options import (
    FORMATS,
    LEVELS,
    LOSSY,
    ExportItem,
    ExportOptions,
    Failure,
    Level,
    Manifest,
    Plan,
    PlannedFile,
    Resize,
    Written,
)
from studio.exports.plan import plan
from studio.exports.run import export

__all__ = [
    "FORMATS",
    "LEVELS",
    "LOSSY",
    "ExportItem",
    "ExportOptions",
    "Failure",
    "Level",
    "Manifest",
    "Plan",
    "PlannedFile",
    "Resize",
    "Written",
    "export",
    "plan",
]
