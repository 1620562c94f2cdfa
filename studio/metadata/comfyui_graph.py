"""Walking a ComfyUI graph without ever walking for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

_VALUES = ("value", "seed", "noise_seed", "int", "float", "number", "Number", "val", "string", "text", "Value")


@dataclass(frozen=True, eq=False)
class Node:
    """``kind`` is its class; an input is a value, or a link ``[id, slot]``."""

    kind: str
    inputs: Mapping[str, Any]


class Graph:
    """The nodes of a graph, in their order."""

    MOST_NODES: ClassVar[int] = 5000
    STEPS: ClassVar[int] = 200
    """Links that are followed in one walk."""

    def __init__(self, nodes: Mapping[str, Any]) -> None:
        self._nodes: dict[str, Node] = {}
        for key, node in list(nodes.items())[: self.MOST_NODES]:
            if isinstance(node, Mapping):
                inputs = node.get("inputs")
                kind = str(node.get("class_type", ""))[:120]
                self._nodes[str(key)] = Node(kind, inputs if isinstance(inputs, Mapping) else {})

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes.values())

    def follow(self, link: object) -> Node | None:
        """The node that a link comes from, past reroutes; None for what is no link."""
        for _ in range(self.STEPS):
            if not isinstance(link, list) or not link or not isinstance(link[0], str | int):
                return None
            node = self._nodes.get(str(link[0]))
            if node is None or node.kind != "Reroute":
                return node
            link = next((v for v in node.inputs.values() if isinstance(v, list)), None)
        return None

    def value(self, value: object) -> Any:
        """A text or number, also when it comes from another node; None for what is neither."""
        for _ in range(20):
            if isinstance(value, str | int | float):
                return value
            node = self.follow(value)
            if node is None:
                return None
            value = next((node.inputs[key] for key in _VALUES if key in node.inputs), None)
        return None

    def behind(self, node: Node, keys: tuple[str, ...] = (), *, strict: bool = False) -> Iterator[Node]:
        """The nodes that one builds upon, nearest first, each once; only by the inputs named, where some are. Behind
        a node that has none of these, every input counts unless ``strict``."""
        pending, seen = [node], {id(node)}
        for _ in range(self.STEPS):
            if not pending:
                return
            current = pending.pop(0)
            links = {k: v for k, v in current.inputs.items() if isinstance(v, list)}
            wanted = {k: v for k, v in links.items() if k in keys} if keys else links
            if not wanted and current is not node and not strict:
                wanted = links
            for link in wanted.values():
                found = self.follow(link)
                if found is not None and id(found) not in seen:
                    seen.add(id(found))
                    yield found
                    pending.append(found)
