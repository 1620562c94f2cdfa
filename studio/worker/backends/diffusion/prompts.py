"""Remembers encoded prompts: encoding costs about a sixth of a short run, and the next take has the same prompt."""

from __future__ import annotations

import contextlib
import inspect
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

T = TypeVar("T")

CAPACITY = 32
"""Encoded prompts that are kept; a T5 one is 4 MB in bf16."""


class PromptCache:
    """What the ``encode_prompt`` of a model's pipelines has returned, the latest :data:`CAPACITY`.

    Call :meth:`clear` whenever a text encoder changes for good, and go :meth:`within` while it is changed for a time.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._changes: tuple[tuple[Any, ...], ...] = ()
        self.hits = 0

    @contextlib.contextmanager
    def within(self, change: tuple[Any, ...]) -> Iterator[None]:
        """What is kept meanwhile belongs to encoders with this change (what it is and how strong), and to no others."""
        before = self._changes
        self._changes = (*before, change)
        try:
            yield
        finally:
            self._changes = before

    def clear(self) -> None:
        self._kept.clear()

    def attach(self, pipe: Any) -> None:
        """Let ``pipe`` look here before it encodes. Pipelines of one model share what is kept."""
        encode: Callable[..., Any] | None = getattr(pipe, "encode_prompt", None)
        if encode is None:
            return
        signature = inspect.signature(encode)

        def remembering(*args: Any, **kwargs: Any) -> Any:
            key = _key(signature, args, kwargs)
            return encode(*args, **kwargs) if key is None else self.remember(key, lambda: encode(*args, **kwargs))

        pipe.encode_prompt = remembering

    def remember(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What was made for ``key`` before, or what ``make`` gives now."""
        key = (self._changes, *key)
        if key in self._kept:
            self.hits += 1
            self._kept.move_to_end(key)
        else:
            self._kept[key] = make()
            if len(self._kept) > CAPACITY:
                self._kept.popitem(last=False)
        return cast(T, self._kept[key])


def _key(signature: inspect.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...] | None:
    """All arguments as a key, or None when one is more than plain data (embeddings given by the caller)."""
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError:
        return None
    bound.apply_defaults()
    parts: list[Any] = []
    for name, value in bound.arguments.items():
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            value = tuple(value)
        if not (value is None or isinstance(value, str | int | float | bool | tuple)):
            if type(value).__name__ != "device":
                return None
            value = str(value)
        parts.append((name, value))
    return tuple(parts)
