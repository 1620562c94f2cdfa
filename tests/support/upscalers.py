"""Small real upscaling networks of every architecture, with random weights."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from studio.worker.backends.spandrel_networks.loading import _without_torchvision

with _without_torchvision(), warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import spandrel
    from spandrel import architectures as nets
    from spandrel.architectures import (  # noqa: F401 - the modules of the names used below
        ATD,
        CRAFT,
        DAT,
        DCTLSA,
        DITN,
        DRCT,
        ESRGAN,
        FDAT,
        GRL,
        HAT,
        PLKSR,
        RCAN,
        RGT,
        SAFMN,
        SPAN,
        AuraSR,
        Compact,
        MMRealSR,
        MoESR,
        MoSR,
        OmniSR,
        RealCUGAN,
        SeemoRe,
        SwiftSRGAN,
        Swin2SR,
        SwinIR,
    )  # fmt: skip

torch.set_num_threads(1)
_SWIN = {"embed_dim": 12, "depths": [1, 1], "num_heads": [2, 2], "window_size": 8}
# Architecture, class, arguments, factor.
SMALL: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("ESRGAN", "ESRGAN", {"num_filters": 4, "num_blocks": 2, "scale": 4}, 4),
    ("ESRGAN", "ESRGAN", {"num_filters": 4, "num_blocks": 2, "scale": 2}, 2),
    ("ESRGAN", "ESRGAN", {"in_nc": 12, "num_filters": 4, "num_blocks": 2, "scale": 4, "shuffle_factor": 2}, 2),
    ("ESRGAN", "ESRGAN", {"num_filters": 4, "num_blocks": 2, "scale": 8}, 8),
    ("Compact", "Compact", {"num_feat": 4, "num_conv": 2, "upscale": 2}, 2),
    ("Compact", "Compact", {"num_feat": 4, "num_conv": 2, "upscale": 3}, 3),
    ("SPAN", "SPAN", {"num_in_ch": 3, "num_out_ch": 3, "feature_channels": 8, "upscale": 2}, 2),
    ("RealCUGAN", "UpCunet2x", {}, 2),
    ("RealCUGAN", "UpCunet3x", {}, 3),
    ("RealCUGAN", "UpCunet4x", {}, 4),
    ("PLKSR", "PLKSR", {"dim": 8, "n_blocks": 2, "upscaling_factor": 3}, 3),
    ("PLKSR", "RealPLKSR", {"dim": 8, "n_blocks": 2, "upscaling_factor": 4}, 4),
    ("SwinIR", "SwinIR", {**_SWIN, "upscale": 3, "upsampler": "pixelshuffle"}, 3),
    ("SwinIR", "SwinIR", {**_SWIN, "upscale": 2, "upsampler": "pixelshuffledirect"}, 2),
    ("SwinIR", "SwinIR", {**_SWIN, "upscale": 4, "upsampler": "nearest+conv"}, 4),
    ("Swin2SR", "Swin2SR", {**_SWIN, "upscale": 2, "upsampler": "pixelshuffle"}, 2),
    ("Swin2SR", "Swin2SR", {**_SWIN, "upscale": 4, "upsampler": "nearest+conv"}, 4),
    ("HAT", "HAT", {**_SWIN, "upscale": 2, "upsampler": "pixelshuffle", "squeeze_factor": 3}, 2),
    ("DAT", "DAT", {"embed_dim": 8, "depth": [2], "num_heads": [2], "upscale": 2, "split_size": [8, 8]}, 2),
    ("RGT", "RGT", {"embed_dim": 8, "depth": [2], "num_heads": [2], "upscale": 3}, 3),
    ("ATD", "ATD", {**_SWIN, "depths": [2, 2], "upscale": 2, "upsampler": "pixelshuffledirect", "norm": True}, 2),
    ("DRCT", "DRCT", {"embed_dim": 12, "depths": (6,), "num_heads": (2,), "gc": 8, "window_size": 8, "upscale": 4,
                      "upsampler": "pixelshuffle"}, 4),
    ("OmniSR", "OmniSR", {"num_feat": 16, "res_num": 1, "block_num": 1, "up_scale": 2}, 2),
    ("GRL", "GRL", {"embed_dim": 12, "depths": [1], "num_heads_window": [2], "num_heads_stripe": [2], "upscale": 2,
                    "upsampler": "pixelshuffle"}, 2),
    ("CRAFT", "CRAFT", {"upscale": 3}, 3),
    ("SAFMN", "SAFMN", {"dim": 8, "n_blocks": 2, "upscaling_factor": 2}, 2),
    ("DITN", "DITN", {"dim": 12, "upscale": 2}, 2),
    ("RCAN", "RCAN", {"n_resgroups": 1, "n_resblocks": 1, "n_feats": 16, "scale": 2, "norm": False}, 2),
    ("MoSR", "MoSR", {"dim": 8, "n_block": 2, "upscale": 2, "upsampler": "ps"}, 2),
    ("SeemoRe", "SeemoRe", {"scale": 3, "num_layers": 1, "embedding_dim": 12}, 3),
    ("DCTLSA", "DCTLSA", {"upscale": 2}, 2),
    ("SwiftSRGAN", "SwiftSRGAN", {"num_channels": 8, "num_blocks": 2, "upscale_factor": 2}, 2),
    ("MMRealSR", "MMRealSR", {"num_in_ch": 3, "num_out_ch": 3, "num_feat": 4, "num_block": 1, "num_grow_ch": 4,
                              "num_feats": [8, 8, 8, 8], "num_blocks": [1, 1, 1, 1]}, 4),
)  # fmt: skip


def make(module: str, name: str, arguments: dict[str, Any], seed: int = 0) -> torch.nn.Module:
    """The network, with the same weights for the same seed."""
    torch.manual_seed(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network: torch.nn.Module = getattr(getattr(nets, module), name)(**arguments)
    return network.eval()


def every() -> Iterator[tuple[str, torch.nn.Module, int]]:
    """Architecture, network and factor of each of :data:`SMALL`."""
    for module, name, arguments, factor in SMALL:
        yield module, make(module, name, arguments), factor


def save(network: torch.nn.Module, path: Path, prefix: str = "") -> Path:
    """Its weights as a safetensors file."""
    from safetensors.torch import save_file

    save_file({prefix + k: v.contiguous().clone() for k, v in network.state_dict().items()}, path)
    return path


def detected(network: torch.nn.Module) -> str:
    """What spandrel takes the network for."""
    weights = network.state_dict()
    found = (s.architecture for s in spandrel.MAIN_REGISTRY.architectures("detection"))
    return next((a.id for a in found if a.detect(weights)), "")
