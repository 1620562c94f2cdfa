"""Recipe: a Request as it was really run. It is kept in the project and inside every asset file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from studio.core.errors import InputError, Phrase, phrase
from studio.core.requests import Kind, Request

RECIPE_VERSION = 1

PROJECT_INPUTS = "inputs"
"""The folder of a project for input files that are no assets. A Recipe names such a file ``inputs/NAME``, every other
input by its file name alone."""


STOPPED = phrase("stopped by you")
CUT = phrase("stopped at the length limit")
FULL = phrase("stopped: the model's context is full")
UNFINISHED = frozenset(map(str, (STOPPED, CUT, FULL)))
"""Notes of a text that ended before its model would have ended it."""


class ModelUse(msgspec.Struct, frozen=True, kw_only=True):
    """A model a Recipe ran: ``sha256`` is of its main file (or of its sorted file hashes when it has several).

    ``tensors`` is the SHA-256 of a safetensors file without its header, by which other programs know LoRAs; ``word`` is
    what stands for an embedding in a prompt. Both are "" where there is none.
    """

    id: str
    name: str = ""
    sha256: str = ""
    licence: str = ""
    family: str = ""
    tensors: str = ""
    word: str = ""


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """All that is needed to make the Asset again.

    ``request`` has its defaults filled in, its seed chosen for *this* take and ``takes`` = 1, so running it again
    reproduces the Asset. ``additions`` are the models that worked beside the main one. ``created`` is ISO 8601 in UTC.
    ``parents`` are asset ids. ``source`` is ``generated``,
    ``edited`` (a model worked on a picture or sound that was not generated) or ``imported``. ``notes`` say in English how
    it was made; ``phrases`` has those of them that have values, so that they can be translated. ``tokens_per_s`` is
    how fast a text was written, 0 where that is not known.
    """

    version: int = RECIPE_VERSION
    request: Request | None = None
    asset: str = ""
    kind: Kind = "text"
    take: int = 0
    job: str = ""
    model: ModelUse | None = None
    additions: tuple[ModelUse, ...] = ()
    device: str = ""
    dtype: str = ""
    versions: dict[str, str] = {}
    created: str = ""
    duration_s: float = 0.0
    tokens_per_s: float = 0.0
    parents: tuple[str, ...] = ()
    source: str = "generated"
    notes: tuple[str, ...] = ()
    phrases: dict[str, Phrase] = {}

    def noted(self, notes: Iterable[Phrase]) -> Recipe:
        """The Recipe with these notes."""
        told = tuple(notes)
        phrases = {str(note): note for note in told if note.values}
        return msgspec.structs.replace(self, notes=tuple(map(str, told)), phrases=phrases)


def edited(recipe: Recipe, parent: str) -> Recipe:
    """The Recipe of a text that the user changed: its lineage is kept, but how the model's own text ended and how fast
    it came says nothing of this one."""
    notes = tuple(note for note in recipe.notes if note not in UNFINISHED)
    return msgspec.structs.replace(
        recipe, asset="", parents=(parent,), source="edited", notes=notes, tokens_per_s=0.0, duration_s=0.0
    )


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Recipe] = msgspec.json.Decoder(Recipe)


def to_json(recipe: Recipe) -> str:
    return _encoder.encode(recipe).decode()


def from_json(data: bytes | str) -> Recipe:
    """Raises :class:`InputError` for anything that is not a Recipe of this or an older version."""
    try:
        recipe = _decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise InputError("setting-unreadable", str(error), name=phrase("recipe")) from error
    if recipe.version > RECIPE_VERSION:
        raise InputError(
            "setting-invalid",
            name=phrase("version of the recipe"),
            value=recipe.version,
            hint=phrase("Update the studio."),
        )
    return recipe


def to_dict(recipe: Recipe) -> dict[str, Any]:
    """Plain JSON types, as the command line prints them."""
    values: dict[str, Any] = msgspec.to_builtins(recipe)
    return values
