"""Vector pictures: checking SVG files of strangers, drawing them as pixels, tracing pixels into paths.

The libraries that do the work are native code that holds Python's lock and can be brought down by what they read, so they
run in a small process of their own (:mod:`studio.vector.helper`). No Qt, no model runtime: window, gallery, exports and
worker all use it.
"""

CHILD_WORD = "--vector-child"
"""The argument by which a frozen program, which has no ``python -m``, becomes that process."""
