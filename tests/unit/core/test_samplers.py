"""The scheduler names of other programs, as their source or documentation spells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core import samplers

EXACT = {
    # A1111 and Forge, before and after the schedule got a field of its own
    ("DPM++ 2M Karras", ""): "DPM++ 2M Karras",
    ("DPM++ 2M", "Karras"): "DPM++ 2M Karras",
    ("DPM++ 2M", "Automatic"): "DPM++ 2M Karras",
    ("DPM++ 2M", ""): "DPM++ 2M",
    ("DPM++ 2M SDE Karras", ""): "DPM++ 2M SDE Karras",
    ("Euler a", "Automatic"): "Euler a",
    ("PLMS", ""): "PNDM",
    # ComfyUI and SwarmUI
    ("euler_ancestral", "normal"): "Euler a",
    ("dpmpp_2m_sde_gpu", "karras"): "DPM++ 2M SDE Karras",
    ("uni_pc", "simple"): "UniPC",
    ("dpm_2_ancestral", "normal"): "DPM2 a",
    ("ddim", "normal"): "DDIM",
    # InvokeAI, old and new
    ("euler_k", ""): "Euler Karras",
    ("dpmpp_2m_sde_k", ""): "DPM++ 2M SDE Karras",
    ("kdpm_2", ""): "DPM2",
    ("k_euler_a", ""): "Euler a",
    ("k_lms", ""): "LMS",
    ("unipc", ""): "UniPC",
    ("pndm", ""): "PNDM",
    # Draw Things
    ("Euler A", ""): "Euler a",
    # diffusers
    ("FlowMatchEulerDiscreteScheduler", ""): "Euler",
    ("EulerDiscreteScheduler", "karras"): "Euler Karras",
}

NEAREST = {
    ("DPM++ 2M", "Exponential"): "DPM++ 2M",
    ("DPM++ 2M AYS", ""): "DPM++ 2M",
    ("DDIM Trailing", ""): "DDIM",
    ("LMS Karras", ""): "LMS",
    ("dpmpp_3m_sde_gpu", "exponential"): "DPM++ 3M",
    ("euler", "sgm_uniform"): "Euler",
}


@pytest.mark.parametrize(("foreign", "ours"), EXACT.items())
def test_the_same_method_is_found(foreign: tuple[str, str], ours: str) -> None:
    match = samplers.find(*foreign)
    assert match is not None and (match.name, match.exact) == (ours, True)


@pytest.mark.parametrize(("foreign", "ours"), NEAREST.items())
def test_the_nearest_one_is_not_called_exact(foreign: tuple[str, str], ours: str) -> None:
    match = samplers.find(*foreign)
    assert match is not None and (match.name, match.exact) == (ours, False)
    assert match.wanted == " ".join(filter(None, foreign))


def test_every_name_of_the_table_stands_for_itself() -> None:
    for name in samplers.SAMPLERS:
        assert samplers.find(name) == samplers.Match(name, name, True)


@given(st.text(max_size=200), st.text(max_size=20))
def test_whatever_is_written_gives_a_name_of_the_table_or_nothing(sampler: str, schedule: str) -> None:
    match = samplers.find(sampler, schedule)
    assert match is None or match.name in samplers.SAMPLERS
