"""Textual inversion embeddings: a few vectors that a word of the prompt stands for."""

from __future__ import annotations

import re
from pathlib import Path

from studio.library.formats.additions import words
from studio.library.formats.additions.found import FoundAddition
from studio.library.formats.safetensors import Header

_WIDTHS = {768: "sd15", 1024: "sd2"}
_MOST_VECTORS = 512
_NAMED = {"emb_params", "clip_l", "clip_g", "t5xxl", "*"}


def of_file(path: Path, header: Header) -> FoundAddition | None:
    """An embedding in A1111's, ComfyUI's or diffusers' form; None for another kind of file."""
    names = list(header.tensors)
    shapes = [tensor.shape for tensor in header.tensors.values()]
    if len(names) > 3 or any(len(shape) not in (1, 2) or not shape[-1] for shape in shapes):
        return None
    counts = [shape[0] if len(shape) == 2 else 1 for shape in shapes]
    if not all(0 < count <= _MOST_VECTORS for count in counts):
        return None
    own_word = len(names) == 1 and names[0] not in _NAMED
    if own_word and not _is_word(names[0], shapes[0][-1]):
        return None
    if not own_word and not set(names) <= _NAMED:
        return None
    token = names[0] if own_word else path.stem
    return FoundAddition(
        task="embedding",
        format="checkpoint",
        family=_family(header),
        folder=path.parent,
        files=(path.name,),
        options={"token": re.sub(r"\s+", "-", token.strip())[:80], "vectors": max(counts)},
        description=words.line(header.metadata, "modelspec.description"),
        licence=words.line(header.metadata, "modelspec.license", longest=80),
    )


def _is_word(name: str, width: int) -> bool:
    """diffusers names the only tensor by its word, often in angle brackets; network weights have dots in their names."""
    return width in (768, 1024, 1280) and ("." not in name or (name.startswith("<") and name.endswith(">")))


def _family(header: Header) -> str:
    names = set(header.tensors)
    if "t5xxl" in names:
        return "sd3" if "clip_g" in names else "flux"
    if names == {"clip_l", "clip_g"}:
        return "sdxl"
    if len(names) == 1 and "clip_g" not in names:
        return _WIDTHS.get(next(iter(header.tensors.values())).shape[-1], "")
    return ""
