"""The words that a ComfyUI node encodes, also when they come from other nodes that hold or join texts."""

from __future__ import annotations

import re

from studio.metadata.comfyui_graph import Graph, Node

_KEYS = (
    "populated_text",
    "text",
    "text_g",
    "clip_g",
    "t5xxl",
    "text_l",
    "clip_l",
    "result",
    "string",
    "value",
    "prompt",
)
"""Inputs that hold words, the ones that say more first: SDXL, SD 3 and Flux have several encoders."""
_JOINED = re.compile(r"concat|append|join", re.IGNORECASE)
_GAPS = ("delimiter", "separator")
_MOST = 200
"""Nodes that are looked at for one text: a forged graph can lead to itself in any number of ways."""
LIMIT = 200_000


def words(graph: Graph, node: Node) -> str:
    """The text of a node; "" where it encodes none."""
    return _Reading(graph).of(node)[:LIMIT]


def second_text(graph: Graph) -> bool:
    """Whether SDXL's two encoders were given different texts; the studio gives both the same."""
    for node in graph:
        both = [graph.value(node.inputs.get(key)) for key in ("text_g", "text_l")]
        if all(isinstance(text, str) and text.strip() for text in both) and both[0] != both[1]:
            return True
    return False


class _Reading:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._left = _MOST
        self._inside: set[int] = set()

    def of(self, node: Node) -> str:
        self._left -= 1
        if self._left < 0 or id(node) in self._inside:
            return ""
        self._inside.add(id(node))
        try:
            return self._joined(node) if self._joins(node) else self._first(node)
        finally:
            self._inside.discard(id(node))

    @staticmethod
    def _joins(node: Node) -> bool:
        return bool(_JOINED.search(node.kind)) and "Conditioning" not in node.kind

    def _joined(self, node: Node) -> str:
        gap = next((node.inputs[key] for key in _GAPS if isinstance(node.inputs.get(key), str)), "")
        parts = [self._part(v) for k, v in list(node.inputs.items())[:16] if k not in _GAPS]
        return str(gap)[:20].join(part for part in parts if part)[:LIMIT]

    def _first(self, node: Node) -> str:
        for key in _KEYS:
            if key in node.inputs and (found := self._part(node.inputs[key])):
                return found
        return ""

    def _part(self, value: object) -> str:
        if isinstance(value, str):
            return value[:LIMIT] if value.strip() else ""
        node = self._graph.follow(value)
        # Only nodes that hold words: a link may also lead to a conditioning.
        if node is None or not (self._joins(node) or any(key in node.inputs for key in _KEYS)):
            return ""
        return self.of(node)
