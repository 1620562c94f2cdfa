"""``run --like FILE``: the settings that a picture was made with, as the values of a new Request."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from studio.commands import output
from studio.core.errors import InputError, verbatim
from studio.core.requests import InputRef, Kind
from studio.gallery.inputs import locate
from studio.gallery.project import Project
from studio.library import builtin
from studio.metadata import reading
from studio.metadata.proposal import Item, Proposal
from studio.metadata.proposing import Locate, propose
from studio.services import open_library


def proposal_of(path: Path, where: Locate | None = None) -> Proposal:
    """What a file offers. Raises :class:`InputError` ``metadata-none``, ``input-missing`` or ``input-too-large``."""
    path = path.expanduser().absolute()
    if not path.is_file():
        raise InputError("input-missing", path=path)
    found = reading.read(path)
    proposal = propose(
        found, [builtin.TOOLS, *open_library().installed()], where or functools.partial(locate, beside=path.parent)
    )
    if proposal is None:
        for note in found.notes:
            output.say(f"aigc-studio: {note}")
        raise InputError("metadata-none", name=path.name)
    return proposal


def values(
    path: Path, kind: Kind, given: dict[str, Any], project: Project | None, *, skip_missing: bool, quiet: bool = False
) -> dict[str, Any]:
    """The picture's values, changed by those ``given`` on the command line (its inputs by their role).

    Raises :class:`InputError` ``like-missing`` for models and files that are not there, unless they are to be skipped
    or given.
    """
    proposal = proposal_of(path, functools.partial(_input, project=project, beside=path.expanduser().absolute().parent))
    if proposal.kind != kind:
        raise InputError("like-other-kind", name=path.name, found=proposal.kind, wanted=kind)
    inputs: tuple[InputRef, ...] = given.get("inputs", ())
    have = {"model"} & {name for name, value in given.items() if value} | {f"input-{i.role}" for i in inputs}
    missing = [item for item in proposal.missing() if item.key not in have and item.setting != "hires"]
    if missing and not skip_missing:
        raise InputError("like-missing", name=path.name, what=verbatim("; ".join(map(described, missing))))
    if not quiet:
        for note in proposal.notes:
            output.say(f"aigc-studio: {note}")
    found = proposal.values()
    roles = {i.role for i in inputs}
    found["inputs"] = (*inputs, *(i for i in found.get("inputs", ()) if i.role not in roles))
    return found | {name: value for name, value in given.items() if name != "inputs"}


def _input(ref: InputRef, project: Project | None, beside: Path) -> str:
    """The path of an input; before a project is open, an asset is believed to be there."""
    found = locate(ref, project.store if project is not None else None, beside)
    return found or (str(Path(ref.asset).absolute()) if project is None and ref.asset else "")


def described(item: Item) -> str:
    """``LoRA “ink”``: what an item needs, in words."""
    need = item.need
    assert need is not None
    kind = NAMES.get(need.kind, need.kind)
    if need.kind == "file":
        return f"{kind} for {item.key.removeprefix('input-')}" + (f" ({need.name})" if need.name else "")
    return f"{kind} “{need.name}”"


NAMES = {
    "model": "model",
    "lora": "LoRA",
    "controlnet": "ControlNet",
    "t2i-adapter": "T2I-Adapter",
    "ip-adapter": "IP-Adapter",
    "embedding": "embedding",
    "vae": "VAE",
    "upscaler": "upscaler",
    "file": "file",
}
