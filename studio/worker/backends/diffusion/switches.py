"""Switches that trade exactness or time for memory or speed, as ``ImageRequest.fast`` names them: one table.

What a switch changes is kept in the recipe, so that running it again gives the same bytes. A switch that would not help
is refused with the reason rather than turned on for nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from studio.core import compilers
from studio.core.errors import InputError, Phrase, phrase
from studio.worker.backends.diffusion import calls, quantising
from studio.worker.backends.diffusion.work import Work

Undo = Callable[[], None]

SHORT_RUN = 8
"""Steps up to which a model counts as distilled: so few steps have nothing in common that could be reused."""
_CACHE_THRESHOLD = 0.1
"""Relative change of the first block's output below which the other blocks are not computed anew. diffusers' own default
is 0.05; 0.08 to 0.12 is what its authors use for Flux (ParaAttention's documentation of First Block Cache)."""


class Switch(NamedTuple):
    """``why_not`` says why it would not help this work (None = it helps); ``turn_on`` gives what turns it off again.
    ``note`` is what the recipe says."""

    why_not: Callable[[Work], Phrase | None]
    turn_on: Callable[[Work], Undo]
    note: Phrase


def network(pipe: Any) -> Any:
    """The network that is run at every step."""
    return getattr(pipe, "transformer", None) or getattr(pipe, "unet", None)


def _settings(work: Work) -> calls.Settings:
    return calls.decide(work.loaded.pipeline(work.request.task), work.request, work.loaded.options)


def refuse(name: str, hint: Phrase) -> InputError:
    return InputError("setting-invalid", name="fast", value=name, hint=hint)


# ---- memory


def _no_tiles(work: Work) -> Phrase | None:
    vae: Any = getattr(work.pipe, "vae", None)
    if vae is None or not hasattr(vae, "enable_tiling"):
        return phrase("this model's autoencoder cannot work in tiles")
    least = int(getattr(vae, "tile_sample_min_size", getattr(vae, "tile_sample_min_height", 512)))
    if max(work.size) > least:
        return None
    return phrase("the picture is not larger than one tile ({count} pixels)", count=least)


def _tile(work: Work) -> Undo:
    vae: Any = work.pipe.vae
    if getattr(vae, "use_tiling", False):
        return lambda: None
    vae.enable_tiling()
    return lambda: vae.disable_tiling()


def _no_slices(work: Work) -> Phrase | None:
    if not hasattr(network(work.pipe), "set_attention_slice"):
        return phrase("this model's attention cannot be cut into slices")
    ordinary = {"AttnProcessor", "AttnProcessor2_0"}
    kinds = {type(p).__name__ for p in network(work.pipe).attn_processors.values()}
    return None if kinds <= ordinary else phrase("reference pictures change the attention, which then cannot be sliced")


def _slice(work: Work) -> Undo:
    net = network(work.pipe)
    before = dict(net.attn_processors)
    net.set_attention_slice("max")
    # set_attn_processor empties the mapping it is given.
    return lambda: net.set_attn_processor(dict(before))


def _no_offload(work: Work) -> Phrase | None:
    if work.ctx.device.kind not in ("cuda", "xpu"):
        return phrase("there is no other memory than the processor's own")
    return None if not getattr(work.pipe, "_all_hooks", None) else phrase("it is on already")


def _offload(work: Work) -> Undo:
    pipe, device = work.pipe, work.ctx.device.id
    pipe.enable_model_cpu_offload(device=device)

    def undo() -> None:
        pipe.remove_all_hooks()
        pipe.to(device)

    return undo


def _no_halves(work: Work) -> Phrase | None:
    guided = calls.guides(work.pipe, _settings(work).guidance)
    return None if guided else phrase("the network works on one picture at a time already")


def _halve(work: Work) -> Undo:
    net = network(work.pipe)
    whole = net.forward
    net.forward = _in_parts(whole)
    return lambda: setattr(net, "forward", whole)


def _in_parts(forward: Callable[..., Any]) -> Callable[..., Any]:
    """``forward`` called for each picture of its batch by itself, the results joined."""
    import torch

    def cut(value: Any, n: int, batch: int) -> Any:
        if isinstance(value, torch.Tensor) and value.ndim and value.shape[0] == batch:
            return value[n : n + 1]
        if isinstance(value, dict):
            return {k: cut(v, n, batch) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(cut(v, n, batch) for v in value)
        return value

    def joined(parts: list[Any]) -> Any:
        first = parts[0]
        if isinstance(first, torch.Tensor):
            return torch.cat(parts)
        if isinstance(first, dict):  # diffusers' outputs are ordered dictionaries
            return type(first)(**{key: joined([p[key] for p in parts]) for key in first})
        return type(first)(joined(list(same)) for same in zip(*parts, strict=True))

    def run(*args: Any, **kwargs: Any) -> Any:
        sample: Any = args[0] if args else kwargs.get("sample", kwargs.get("hidden_states"))
        batch = int(sample.shape[0])
        if batch < 2:
            return forward(*args, **kwargs)
        return joined(
            [
                forward(*(cut(a, n, batch) for a in args), **{k: cut(v, n, batch) for k, v in kwargs.items()})
                for n in range(batch)
            ]
        )

    return run


# ---- speed


def _no_cache(work: Work) -> Phrase | None:
    if not hasattr(network(work.pipe), "enable_cache"):
        return phrase("this kind of model has no blocks that could be left out; Flux has")
    steps = _settings(work).steps
    return phrase("with {count} steps nothing is left to reuse", count=steps) if steps <= SHORT_RUN else None


def _cache(work: Work) -> Undo:
    from diffusers import FirstBlockCacheConfig

    net = network(work.pipe)
    net.enable_cache(FirstBlockCacheConfig(threshold=_CACHE_THRESHOLD))
    return lambda: net.disable_cache()


def _no_compiling(work: Work) -> Phrase | None:
    if not getattr(network(work.pipe), "_repeated_blocks", None):
        return phrase("this kind of model has no blocks that repeat")
    if work.ctx.device.kind == "mps":
        return phrase("it does not help on this device")
    if work.ctx.device.kind == "cpu" and not compilers.found():
        return phrase("it needs a C++ compiler, and none was found")
    if work.ctx.device.kind == "cuda" and sys.platform == "win32":
        return phrase("it needs Triton, which does not exist for Windows")
    return None


def _compile(work: Work) -> Undo:
    import torch._inductor.config

    # In this process: helper processes would outlive a worker that is killed.
    torch._inductor.config.compile_threads = 1
    net = network(work.pipe)
    # Compiled code is kept in torch's own cache folder and found again by the next process.
    net.compile_repeated_blocks(dynamic=True)

    def undo() -> None:
        for module in net.modules():
            module._compiled_call_impl = None

    return undo


def _not_on_processor(work: Work) -> Phrase | None:
    return None if work.ctx.device.kind == "cuda" else phrase("it gains nothing on this device")


def _channels_last(work: Work) -> Undo:
    import torch

    net = network(work.pipe)
    net.to(memory_format=torch.channels_last)
    return lambda: net.to(memory_format=torch.contiguous_format) and None


def _no_fusing(work: Work) -> Phrase | None:
    if work.request.loras or work.request.references:
        return phrase("LoRAs and reference pictures need the projections apart")
    if not hasattr(network(work.pipe), "fuse_qkv_projections"):
        return phrase("this kind of model cannot fuse its projections")
    return _not_on_processor(work)


def _fuse(work: Work) -> Undo:
    net = network(work.pipe)
    net.fuse_qkv_projections()
    return lambda: net.unfuse_qkv_projections()


SWITCHES: dict[str, Switch] = {
    "tiled-decode": Switch(_no_tiles, _tile, phrase("decoded in tiles")),
    "sliced-attention": Switch(_no_slices, _slice, phrase("attention in slices")),
    "offload": Switch(_no_offload, _offload, phrase("networks kept in main memory but for the one at work")),
    "one-at-a-time": Switch(_no_halves, _halve, phrase("prompt and negative prompt one after the other")),
    "fp8-weights": Switch(
        quantising.why_not("fp8-weights"), quantising.turn_on("fp8-weights"), phrase("weights kept in 8 bits (fp8)")
    ),
    "int8-weights": Switch(
        quantising.why_not("int8-weights"), quantising.turn_on("int8-weights"), phrase("weights kept in 8 bits (int8)")
    ),
    "first-block-cache": Switch(_no_cache, _cache, phrase("steps that change little were not computed whole")),
    "compile": Switch(_no_compiling, _compile, phrase("compiled blocks")),
    "channels-last": Switch(_not_on_processor, _channels_last, phrase("channels last")),
    "fused-projections": Switch(_no_fusing, _fuse, phrase("fused projections")),
}
"""Each by its name, in the order in which they are turned on."""

LADDER = ("tiled-decode", "sliced-attention", "offload", "one-at-a-time", "fp8-weights")
"""What is tried, one after the other, when memory runs out: what costs least first."""
