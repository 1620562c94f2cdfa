"""Values that are not numbers: decoded again where that helps, and named where it does not."""

from __future__ import annotations

import pytest

from studio.core.errors import WorkerError
from tests.support.drawing import SMALL, Easel, data, notes, pixels


@pytest.mark.parametrize("family", ("sd15", "sdxl", "sd3", "flux"))
def test_an_autoencoder_that_overflows_is_run_in_full_precision(easel: Easel, family: str) -> None:
    import torch

    size = {"width": 64, "height": 64} if family == "flux" else SMALL
    plain = easel.draw(family, **size)
    vae = easel.loaded[family].pipeline("text-to-image").vae
    decode = vae.decode

    # Half precision overflows on some processors and not on others; here it does everywhere.
    def overflowing(latents: torch.Tensor, **more: object) -> object:
        done = decode(latents.to(vae.dtype), **more)
        if vae.dtype != torch.float32:
            done[0].fill_(float("nan"))
        return done

    vae.to(torch.bfloat16)
    vae.decode = overflowing
    try:
        ctx = easel.draw(family, **size)
        assert vae.dtype == torch.bfloat16
    finally:
        del vae.decode
        vae.to(torch.float32)
    assert "decoded again in float32" in notes(ctx)
    assert abs(pixels(ctx).astype(float) - pixels(plain)).mean() < 3
    assert pixels(ctx).std() > 1


def test_a_network_that_gives_none_is_named_with_what_to_do(easel: Easel) -> None:
    plain = easel.draw("sd15", **SMALL)
    unet = easel.loaded["sd15"].pipeline("text-to-image").unet
    bias = unet.conv_out.bias.data
    before = bias.clone()
    bias.fill_(float("nan"))
    try:
        with pytest.raises(WorkerError, match="not numbers") as raised:
            easel.draw("sd15", **SMALL)
    finally:
        bias.copy_(before)
    assert raised.value.info.code == "picture-not-numbers"
    assert data(easel.draw("sd15", **SMALL)) == data(plain)
