"""IP-Adapters: reference pictures whose look the UNet attends to beside the prompt.

Source: IP-Adapter (Ye et al., 2023). The pictures are encoded here rather than by the pipeline, which knows one image
encoder for all adapters; what was encoded is kept for the next job, and the encoder (up to 4 GB) is not.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from studio.core.errors import InputError, phrase
from studio.core.models import InstalledModel
from studio.core.pictures import ReferenceUse
from studio.pixels.pictures import Picture, read_picture
from studio.worker.backends.diffusion import calls, runtime
from studio.worker.backends.diffusion.additions import files
from studio.worker.backends.diffusion.work import Work

Tensor = Any


@contextlib.contextmanager
def referenced(work: Work) -> Iterator[None]:
    """The request's reference pictures work while it is drawn, each with its weight.

    Raises ModelError for an adapter or encoder that cannot be read or does not fit, InputError for a picture.
    """
    uses = [use for use in work.request.references if use.weight]
    if not uses:
        yield
        return
    groups: dict[tuple[str, float], list[ReferenceUse]] = {}
    for use in uses:
        # Pictures of one adapter and one weight are mixed by the adapter itself.
        groups.setdefault((use.model, use.weight), []).append(use)
    models = {model_id: files.find(work, model_id) for model_id, _ in groups}
    unet: Any = getattr(work.pipe, "unet", None)
    if type(unet).__name__ != "UNet2DConditionModel" or not hasattr(work.pipe, "set_ip_adapter_scale"):
        reason = phrase("IP-Adapters are for models with a UNet")
        raise files.unfit(next(iter(models.values())), work, reason)
    guidance = calls.decide(work.loaded.pipeline(work.request.task), work.request, work.loaded.options).guidance
    embeds = [_embeds(work, models[model_id], group) for (model_id, _), group in groups.items()]
    known = dict(work.extra)
    with _restored(unet):
        first = models[next(iter(groups))[0]]
        weights = [_weights(work, models[model_id]) for model_id, _ in groups]
        with files.beside(first, work):
            # Built whole rather than filled in: then every weight has to be there and of the right shape.
            unet._load_ip_adapter_weights(weights, low_cpu_mem_usage=False)
            work.pipe.set_ip_adapter_scale([float(weight) for _, weight in groups])
            unet.encoder_hid_proj.eval()
            _try(unet, embeds)
        # Not every pipeline of a job guides alike: a second pass may go through another one.
        work.extra["ip_adapter_image_embeds"] = lambda pipe: (
            embeds if calls.guides(pipe, guidance) else [embed[1:] for embed in embeds]
        )
        try:
            yield
        finally:
            work.extra = known


def _try(unet: Any, embeds: list[Tensor]) -> None:
    """Raises RuntimeError for an adapter that cannot read what its encoder gives, before anything is drawn with it."""
    import torch

    with torch.no_grad():
        width = int(unet.encoder_hid_proj(list(embeds))[0].shape[-1])
    if width != int(unet.config.cross_attention_dim):
        raise RuntimeError(
            f"it makes prompts {width} wide of pictures, the model's are {unet.config.cross_attention_dim}"
        )


@contextlib.contextmanager
def _restored(unet: Any) -> Iterator[None]:
    """The UNet's attention is afterwards as it was."""
    attention, projection = dict(unet.attn_processors), unet.encoder_hid_proj
    kind = unet.config.encoder_hid_dim_type
    try:
        yield
    finally:
        unet.encoder_hid_proj = projection
        unet.register_to_config(encoder_hid_dim_type=kind)
        unet.config.encoder_hid_dim_type = kind  # diffusers sets it here, past its own register
        unet.set_attn_processor(attention)


def _weights(work: Work, adapter: InstalledModel) -> dict[str, dict[str, Tensor]]:
    """The adapter's weights as diffusers takes them."""
    file = next((f.path for f in adapter.spec.files if f.path.endswith(".safetensors")), "")
    tensors, _ = files.weights(adapter, Path(adapter.folder) / file)
    found: dict[str, dict[str, Tensor]] = {"image_proj": {}, "ip_adapter": {}}
    for name, tensor in tensors.items():
        part, _, rest = name.partition(".")
        if part in found:
            found[part][rest] = tensor
    for part, values in found.items():
        if not values:
            raise files.unfit(adapter, work, phrase("it has no weights for “{part}”", part=part))
    return found


def _embeds(work: Work, adapter: InstalledModel, uses: list[ReferenceUse]) -> Tensor:
    """What the encoder makes of no pictures and of these: 2 × pictures × what it reads."""
    import torch

    def pair(use: ReferenceUse) -> tuple[Tensor, Tensor]:
        source = work.request.input(use.input)
        if source is None:
            what = phrase("a reference picture (an input of the role “{input}”)", input=use.input)
            raise InputError("input-needed", what=what)
        picture = read_picture(source.path).over()
        digest = hashlib.sha256(picture.rgb.tobytes()).hexdigest()
        size = f"{picture.width}×{picture.height}"
        return files.kept(work, adapter, ("embeds", digest, size), lambda: _encode(work, adapter, picture))

    pairs = [pair(use) for use in uses]
    return torch.stack([torch.stack([both[part] for both in pairs]) for part in (0, 1)])


def _encode(work: Work, adapter: InstalledModel, picture: Picture) -> tuple[Tensor, Tensor]:
    """The embedding of no picture and that of this one."""
    import torch
    import transformers

    folder, variant, model = _encoder_of(work, adapter)
    encoder = files.network(work, model, transformers.CLIPVisionModelWithProjection, folder, variant)
    side = int(encoder.config.image_size)
    process = transformers.CLIPImageProcessorPil(
        size={"shortest_edge": side}, crop_size={"height": side, "width": side}
    )
    with files.beside(adapter, work), torch.no_grad():
        values = process(images=Image.fromarray(picture.rgb), return_tensors="pt")["pixel_values"]
        values = values.to(work.ctx.device.id, runtime.torch_dtype(work.loaded.dtype))
        if adapter.spec.options.get("encoder_reads") == "hidden":
            pair = tuple(
                encoder(shown, output_hidden_states=True).hidden_states[-2][0] for shown in (values * 0, values)
            )
        else:
            seen = encoder(values).image_embeds[0]
            pair = (torch.zeros_like(seen), seen)
    del encoder
    gc.collect()
    return pair[0], pair[1]


def _encoder_of(work: Work, adapter: InstalledModel) -> tuple[Path, str, InstalledModel]:
    """The folder of the encoder, the variant of its weights, and the model that it belongs to."""
    options = adapter.spec.options
    if options.get("encoder"):
        return Path(adapter.folder) / str(options["encoder"]), str(options.get("encoder_variant", "")), adapter
    reads, width = str(options.get("encoder_reads", "")), options.get("encoder_width")
    for model in work.ctx.models[1:]:
        if "image-encoder" in model.spec.tasks and model.spec.options.get(reads) == width:
            return Path(model.folder), "", model
    hint = phrase("Import the folder “image_encoder” beside it.")
    raise files.unfit(adapter, work, phrase("its image encoder is not installed"), hint)
