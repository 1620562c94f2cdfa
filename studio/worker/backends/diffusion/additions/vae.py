"""Another autoencoder in place of the model's own."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from studio.core.errors import phrase
from studio.core.models import InstalledModel
from studio.worker.backends.diffusion import runtime
from studio.worker.backends.diffusion.additions import files
from studio.worker.backends.diffusion.work import Work

_CLASSES = ("AutoencoderKL", "AutoencoderTiny")
_OLD = ((".query.", ".to_q."), (".key.", ".to_k."), (".value.", ".to_v."), (".proj_attn.", ".to_out.0."))
"""Names of attention in diffusers' early autoencoders."""


@contextlib.contextmanager
def vae(work: Work) -> Iterator[None]:
    """The request's autoencoder is that of every pipeline of the model.

    Raises ModelError ``addition-unfit`` for one whose latents are not the model's.
    """
    if not work.request.vae:
        yield
        return
    addition = files.find(work, work.request.vae)
    own = getattr(work.pipe, "vae", None)
    if own is None:
        raise files.unfit(addition, work, phrase("this model draws without an autoencoder"))
    other = files.kept(work, addition, ("vae",), lambda: _load(work, addition, own))
    _check(work, addition, own, other)
    with work.loaded.replaced("vae", other):
        yield


def _load(work: Work, addition: InstalledModel, own: Any) -> Any:
    import diffusers

    if addition.spec.format == "diffusers":
        name = str(addition.spec.options.get("class", "AutoencoderKL"))
        if name not in _CLASSES:
            raise files.unfit(addition, work, phrase("it is of the kind {name}", name=name[:60]))
        return files.network(work, addition, getattr(diffusers, name))
    if type(own).__name__ != "AutoencoderKL":
        raise files.unfit(
            addition, work, phrase("the model's autoencoder is of the kind {name}", name=type(own).__name__)
        )
    tensors, _ = files.weights(addition)
    with files.beside(addition, work):
        made = diffusers.AutoencoderKL.from_config(own.config)
        named = _renamed(tensors, made)
    files.checked_shapes(addition, work, named, made.state_dict())
    made.load_state_dict({name: named[name] for name in made.state_dict()})
    return files.ready(work, addition, made.to(dtype=runtime.torch_dtype(work.loaded.dtype)))


def _renamed(tensors: dict[str, Any], made: Any) -> dict[str, Any]:
    """Stability's names, or diffusers' old ones, as diffusers' of today."""
    from diffusers.loaders.single_file_utils import convert_ldm_vae_checkpoint

    bare = {re.sub(r"^(first_stage_model|vae)\.", "", name): tensor for name, tensor in tensors.items()}
    if any(name.startswith(("encoder.down.", "decoder.up.")) for name in bare):
        return dict(convert_ldm_vae_checkpoint(bare, made.config))
    for old, new in _OLD:
        bare = {name.replace(old, new): tensor for name, tensor in bare.items()}
    return bare


def _check(work: Work, addition: InstalledModel, own: Any, other: Any) -> None:
    for name in ("latent_channels", "block_out_channels"):
        has, needs = (getattr(part.config, name, None) for part in (other, own))
        if isinstance(has, list | tuple) and isinstance(needs, list | tuple):
            has, needs = len(has), len(needs)
        if has == needs:
            continue
        if name == "latent_channels":
            reason = phrase("its latents have {has} channels, the model's {needs}", has=has, needs=needs)
        else:
            reason = phrase("it has {has} stages, the model's has {needs}", has=has, needs=needs)
        raise files.unfit(addition, work, reason)
