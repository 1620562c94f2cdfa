"""Upscaling networks in a single safetensors file, told by the names and shapes of their weights alone.

The worker loads them with spandrel, whose own detection needs torch; this table says the same from the header, so that
nothing heavy runs when a file is imported. A test compares the two.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import msgspec

from studio.core.errors import ModelError, phrase
from studio.library.formats.safetensors import Header

SCALES = (2, 3, 4, 8)
HINT = phrase("Choose a network that enlarges pictures (ESRGAN, SPAN, DAT, HAT, SwinIR, PLKSR and others).")


class Upscaler(msgspec.Struct, frozen=True, kw_only=True):
    """``scale`` is the factor of the network, 0 when the header does not tell; ``name`` is its architecture."""

    name: str
    scale: int


class _Names:
    """The names and shapes of the weights, without the prefix that training programs put before all of them."""

    def __init__(self, header: Header) -> None:
        self.shapes = {name: tensor.shape for name, tensor in header.tensors.items()}
        for prefix in ("module.", "netG."):
            if self.shapes and all(name.startswith(prefix) for name in self.shapes):
                self.shapes = {name.removeprefix(prefix): shape for name, shape in self.shapes.items()}

    def has(self, *names: str) -> bool:
        return all(name in self.shapes for name in names)

    def size(self, name: str, axis: int = 0) -> int:
        shape = self.shapes.get(name, ())
        return shape[axis] if len(shape) > axis else 0

    def length(self, sequence: str) -> int:
        """One more than the highest index of a sequence of layers."""
        found = (re.match(re.escape(sequence) + r"\.(\d+)\.", name) for name in self.shapes)
        return max((int(m[1]) + 1 for m in found if m), default=0)

    def shuffled(self, key: str = "upsample") -> int:
        """The factor of alternating convolutions and pixel shuffles."""
        scale = 1
        for index in range(0, 10, 2):
            wide, into = self.size(f"{key}.{index}.weight"), self.size(f"{key}.{index}.weight", 1)
            if not wide or not into:
                break
            scale *= math.isqrt(wide // into)
        return scale

    def direct(self, key: str, colours: int = 3) -> int:
        """The factor of a single pixel shuffle into a picture."""
        for count in (colours, 3, 4, 1):
            if (
                count
                and self.size(key) % count == 0
                and math.isqrt(self.size(key) // count) ** 2 == self.size(key) // count
            ):
                return math.isqrt(self.size(key) // count)
        return 0


def _esrgan(names: _Names) -> int:
    if names.has("conv_first.weight"):
        into, out = names.size("conv_first.weight", 1), names.size("conv_last.weight")
        steps = sum(bool(re.fullmatch(r"(conv_up|upconv)\d+\.weight", n)) for n in names.shapes)
    else:
        length = names.length("model")
        into, out = names.size("model.0.weight", 1), names.size(f"model.{length - 1}.weight")
        steps = (length - 5) // 3
    unshuffled = {out * 4: 2, out * 16: 4}.get(into, 1) if out else 1
    return int(2**steps // unshuffled)


def _transformer(names: _Names) -> int:
    """The ways in which SwinIR and its descendants end."""
    colours = names.size("conv_first.weight", 1)
    if names.has("conv_first.1.weight"):
        colours = 3
    if names.has("conv_before_upsample.0.weight"):
        ups = sum(n.startswith("conv_up") and n.endswith(".weight") for n in names.shapes)
        scale = 2**ups if ups else names.shuffled()
    elif names.has("upsample.0.weight"):
        scale = names.direct("upsample.0.weight", colours)
    else:
        scale = 1
    if names.has("conv_first.1.weight"):
        scale //= max(1, math.isqrt(names.size("conv_first.1.weight", 1) // 3))
    return scale


def _swin2sr(names: _Names) -> int:
    return 4 if names.has("conv_hr.weight") else _transformer(names)


def _grl(names: _Names) -> int:
    if names.has("upsample.up.0.weight"):
        direct = not names.has("conv_last.weight")
        return names.direct("upsample.up.0.weight") if direct else names.shuffled("upsample.up")
    if names.has("upsample.0.weight"):
        return names.direct("upsample.0.weight")
    return 4 if names.has("conv_up1.weight") else 1


def _cugan(names: _Names) -> int:
    if names.has("conv_final.weight"):
        out = names.size("conv_final.weight") // 4
        return 2 if out * 4 == names.size("unet1.conv1.conv.0.weight", 1) else 4
    return 3 if names.size("unet1.conv_bottom.weight", 2) == 5 else 2


def _plksr(names: _Names) -> int:
    last = names.length("feats") - 1
    return math.isqrt(names.size(f"feats.{last}.weight") // 3)


def _rcan(names: _Names) -> int:
    if names.has("head.1.weight"):
        colours = names.size("tail.1.weight")
        return 4 // max(1, math.isqrt(names.size("head.1.weight", 1) // max(1, colours)))
    return names.shuffled("tail.0")


def _mosr(names: _Names) -> int:
    if names.has("upsampler.init_pos"):
        return math.isqrt(names.size("upsampler.offset.weight") // 8)
    colours = names.size("gblocks.0.weight", 1) or 3
    if names.has("upsampler.in_to_k.weight"):
        return math.isqrt(names.size("upsampler.in_to_k.weight") // 8 // colours)
    return math.isqrt(names.size("upsampler.0.weight") // colours)


def _compact(names: _Names) -> int:
    last = names.length("body") - 1
    return names.direct(f"body.{last}.bias", names.size("body.0.weight", 1))


def _mmrealsr(names: _Names) -> int:
    out = names.size("conv_last.weight")
    return {out: 4, out * 4: 2, out * 16: 1}.get(names.size("conv_first.weight", 1), 0)


def _auto(names: _Names) -> int:
    wide, into = names.size("style_network.net.0.weight"), names.size("style_network.net.0.weight", 1)
    return wide // into if into else 0


Scale = Callable[[_Names], int]
_BLOCK = "layers.0.residual_group.blocks.0."
# In this order: the first whose names are all there. Narrow sets of names stand before wide ones.
_KNOWN: tuple[tuple[str, tuple[tuple[str, ...], ...], Scale], ...] = (
    ("HAT", ((_BLOCK + "conv_block.cab.0.weight", "relative_position_index_SA"),), lambda n: n.shuffled()),
    ("ATD", (("layers.0.residual_group.td", "relative_position_index_SA"),), _transformer),
    ("DRCT", (("layers.0.swin1.attn.qkv.weight", "layers.0.adjust5.weight"),), lambda n: n.shuffled()),
    ("GRL", (("norm_start.weight", "norm_end.weight", "conv_first.weight"),), _grl),
    ("Swin2SR", ((_BLOCK + "attn.relative_position_index", "patch_embed.proj.weight", "conv_first.weight"),), _swin2sr),
    (
        "SwinIR",
        (
            (_BLOCK + "attn.relative_position_index", "conv_first.weight"),
            (_BLOCK + "attn.relative_position_index", "conv_first.1.weight"),
        ),
        _transformer,
    ),
    (
        "CRAFT",
        (("conv_first.weight", "layers.0.residual_group.hf_blocks.0.attn.temperature"),),
        lambda n: n.direct("upsample.0.bias", n.size("conv_first.weight", 1)),
    ),
    ("RGT", (("before_RG.1.weight", "layers.0.blocks.0.gamma"),), lambda n: n.shuffled()),
    ("DAT", (("before_RG.1.weight", "layers.0.blocks.0.attn.attns.0.rpe_biases"),), _transformer),
    (
        "OmniSR",
        (("residual_layer.0.residual_layer.0.layer.0.fn.0.weight", "input.weight", "up.0.weight"),),
        lambda n: n.direct("up.0.weight", n.size("input.weight", 1)),
    ),
    ("DITN", (("sft.weight", "UFONE.0.ITLs.0.attn.temperature"),), lambda n: n.direct("upsample.0.weight")),
    (
        "MM-RealSR",
        (("conv_first.weight", "am_list.0.fc.0.weight", "de_net.conv_first.0.weight"),),
        _mmrealsr,
    ),
    (
        "SPAN",
        (("conv_1.sk.weight", "block_1.c1_r.sk.weight", "conv_cat.weight", "upsampler.0.weight"),),
        lambda n: n.direct("upsampler.0.weight", n.size("conv_1.sk.weight", 1)),
    ),
    ("Real-CUGAN", (("unet1.conv1.conv.0.weight", "unet2.conv5.weight"),), _cugan),
    (
        "SAFMN",
        (("to_feat.weight", "feats.0.safm.aggr.weight", "to_img.0.weight"),),
        lambda n: n.direct("to_img.0.weight"),
    ),
    (
        "DCTLSA",
        (("fea_conv.weight", "LR_conv.weight", "upsampler.0.weight"),),
        lambda n: n.direct("upsampler.0.weight", n.size("fea_conv.weight", 1)),
    ),
    (
        "ESRGAN",
        (
            ("model.0.weight", "model.1.sub.0.RDB1.conv1.0.weight"),
            ("conv_first.weight", "body.0.rdb1.conv1.weight", "conv_body.weight", "conv_last.weight"),
            ("conv_first.weight", "RRDB_trunk.0.RDB1.conv1.weight", "trunk_conv.weight", "conv_last.weight"),
            ("model.0.weight", "model.1.sub.0.RDB1.conv1x1.weight"),
        ),
        _esrgan,
    ),
    (
        "PLKSR",
        (
            ("feats.0.weight", "feats.1.refine.weight", "feats.1.channe_mixer.0.weight"),
            ("feats.0.weight", "feats.1.refine.weight", "feats.1.channel_mixer.0.weight"),
        ),
        _plksr,
    ),
    (
        "SeemoRe",
        (("conv_1.weight", "body.0.local_block.norm_1.weight", "upsampler.0.weight"),),
        lambda n: n.direct("upsampler.0.weight", n.size("conv_1.weight", 1)),
    ),
    ("MoSR", (("gblocks.0.weight", "gblocks.1.fc1.weight"),), _mosr),
    # Their factor is a value of a tensor, not a shape.
    ("MoESR", (("in_to_dim.weight", "blocks.0.blocks.0.gamma", "upscale.MetaUpsample"),), lambda n: 0),
    ("FDAT", (("groups.0.blocks.0.attn.bias", "upsampler.MetaUpsample"),), lambda n: 0),
    (
        "RCAN",
        (
            ("head.0.weight", "tail.1.weight", "body.0.body.0.body.3.conv_du.0.weight"),
            ("head.1.weight", "tail.1.weight", "body.0.body.0.body.3.conv_du.0.weight"),
        ),
        _rcan,
    ),
    ("AuraSR", (("mid_attn.layers.0.0.to_out.weight", "final_res_block.block1.proj.weights"),), _auto),
    (
        "Swift-SRGAN",
        (("initial.cnn.depthwise.weight", "final_conv.pointwise.weight"),),
        lambda n: int(2 ** n.length("upsampler")),
    ),
    ("Real-ESRGAN Compact", (("body.0.weight", "body.1.weight"),), _compact),
)
_FACES = (
    ("toRGB.0.weight", "stylegan_decoder.style_mlp.1.weight"),
    ("quantize.embedding.weight", "encoder.conv_in.weight", "quant_conv.weight"),
)


def of_file(name: str, header: Header) -> Upscaler | None:
    """The upscaler that a file is, None for anything else.

    Raises :class:`ModelError` ``model-unsupported`` for networks of this kind that do not enlarge.
    """
    names = _Names(header)
    if any(names.has(*needed) for needed in _FACES):
        reason = phrase("it invents faces, which the studio does not do to pictures of people")
        raise ModelError("model-unsupported", file=name, reason=reason, hint=HINT)
    for architecture, ways, scale_of in _KNOWN:
        if not any(names.has(*needed) for needed in ways):
            continue
        if architecture == "Real-ESRGAN Compact" and not all(n.startswith("body.") for n in names.shapes):
            continue
        scale = scale_of(names)
        if scale == 1:
            reason = phrase(
                "it is a network ({architecture}) that restores pictures without enlarging them",
                architecture=architecture,
            )
            raise ModelError("model-unsupported", file=name, reason=reason, hint=HINT)
        return Upscaler(name=architecture, scale=scale if scale in SCALES else 0)
    return None
