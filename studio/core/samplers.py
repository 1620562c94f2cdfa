"""Schedulers by the names designers know: one table for the interface, the readers of other programs' settings and
the backend that makes them (the classes are those of diffusers, named here and imported there)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple


class Solver(NamedTuple):
    """A scheduler class of diffusers and what is set on top of the model's own configuration."""

    name: str
    settings: Mapping[str, Any] = {}


class Sampler(NamedTuple):
    """``diffusion`` for models that predict noise or velocity, ``flow`` for flow-matching ones (SD 3, Flux); None
    where the method does not exist for them."""

    diffusion: Solver | None
    flow: Solver | None = None


_FLOW = {"use_flow_sigmas": True, "prediction_type": "flow_prediction", "final_sigmas_type": "zero"}
_LATENT = {"clip_sample": False, "thresholding": False}
"""Latents are not confined to −1…1 as pixels are, whatever a class's defaults say."""


def _dpm(algorithm: str, *, karras: bool = False, order: int = 2) -> Solver:
    settings = {"algorithm_type": algorithm, "solver_order": order, "use_karras_sigmas": karras}
    return Solver("DPMSolverMultistepScheduler", {**settings, "use_flow_sigmas": False, "final_sigmas_type": "zero"})


def _flow(solver: Solver) -> Solver:
    return Solver(solver.name, {**solver.settings, **_FLOW})


_UNIPC = Solver("UniPCMultistepScheduler", {"use_karras_sigmas": False, "use_flow_sigmas": False})
_2M = _dpm("dpmsolver++")

SAMPLERS: dict[str, Sampler] = {
    "Euler": Sampler(
        Solver("EulerDiscreteScheduler", {"use_karras_sigmas": False}), Solver("FlowMatchEulerDiscreteScheduler")
    ),
    "Euler Karras": Sampler(Solver("EulerDiscreteScheduler", {"use_karras_sigmas": True})),
    "Euler a": Sampler(Solver("EulerAncestralDiscreteScheduler")),
    "Heun": Sampler(Solver("HeunDiscreteScheduler", {"clip_sample": False}), Solver("FlowMatchHeunDiscreteScheduler")),
    "LMS": Sampler(Solver("LMSDiscreteScheduler", {"use_karras_sigmas": False})),
    "DPM2": Sampler(Solver("KDPM2DiscreteScheduler", {"use_karras_sigmas": False})),
    "DPM2 a": Sampler(Solver("KDPM2AncestralDiscreteScheduler", {"use_karras_sigmas": False})),
    "DPM++ 2M": Sampler(_2M, _flow(_2M)),
    "DPM++ 2M Karras": Sampler(_dpm("dpmsolver++", karras=True)),
    "DPM++ 2M SDE": Sampler(_dpm("sde-dpmsolver++")),
    "DPM++ 2M SDE Karras": Sampler(_dpm("sde-dpmsolver++", karras=True)),
    "DPM++ 3M": Sampler(_dpm("dpmsolver++", order=3)),
    "DEIS": Sampler(Solver("DEISMultistepScheduler", {"use_karras_sigmas": False})),
    "UniPC": Sampler(_UNIPC, _flow(_UNIPC)),
    "DDIM": Sampler(Solver("DDIMScheduler", {**_LATENT, "set_alpha_to_one": False})),
    "DDPM": Sampler(Solver("DDPMScheduler", _LATENT)),
    "PNDM": Sampler(Solver("PNDMScheduler", {"skip_prk_steps": True, "set_alpha_to_one": False})),
    "LCM": Sampler(Solver("LCMScheduler", {**_LATENT, "set_alpha_to_one": False}), Solver("FlowMatchLCMScheduler")),
    "TCD": Sampler(Solver("TCDScheduler", {**_LATENT, "set_alpha_to_one": False})),
}

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "Euler": ("EulerDiscreteScheduler", "FlowMatchEulerDiscreteScheduler", "flow_match_euler"),
    "Euler a": ("EulerAncestralDiscreteScheduler",),
    "Heun": ("HeunDiscreteScheduler",),
    "LMS": ("LMSDiscreteScheduler",),
    "DPM2": ("kdpm_2", "KDPM2DiscreteScheduler"),
    "DPM2 a": ("kdpm_2_a", "KDPM2AncestralDiscreteScheduler"),
    "DPM++ 2M": ("DPMSolverMultistepScheduler", "dpmpp_2"),
    "DEIS": ("DEISMultistepScheduler",),
    "UniPC": ("UniPCMultistepScheduler",),
    "DDIM": ("DDIMScheduler",),
    "DDPM": ("DDPMScheduler",),
    "PNDM": ("plms", "PNDMScheduler"),
    "LCM": ("LCMScheduler",),
    "TCD": ("TCDScheduler",),
}
"""What other programs write for the same method, beyond differences of case, spaces and “ancestral” for “a”."""

_NEAR: dict[str, tuple[str, ...]] = {
    "Euler": ("euler_cfg_pp", "dpm_fast", "dpm_adaptive", "res_multistep", "ipndm", "restart"),
    "Euler a": ("euler_ancestral_cfg_pp", "euler_a_substep"),
    "Heun": ("heunpp2",),
    "DPM2 a": ("dpmpp_2s_ancestral", "dpmpp_2_a"),
    "DPM++ 2M": ("dpmpp_2s", "dpmpp_2m_cfg_pp"),
    "DPM++ 2M SDE": ("dpmpp_sde", "dpmpp_2m_sde_heun", "dpmpp_sde_substep"),
    "DPM++ 3M": ("dpmpp_3m_sde",),
    "UniPC": ("uni_pc_bh2",),
    "DDIM": ("ddim_cfg++",),
}
"""Methods that do not exist here, under the one that comes nearest."""

_AUTOMATIC = {"dpm++2m": "karras", "dpm++sde": "karras", "dpm++2sa": "karras", "dpm2": "karras", "dpm2a": "karras"}
"""The schedule that A1111's “Automatic” stands for where it is not the plain one."""

_PLAIN = frozenset({"", "automatic", "normal", "uniform", "simple", "default", "discrete"})
_SCHEDULES = ("karras", "exponential", "sgmuniform", "trailing", "ays", "simple", "normal", "beta")


def automatic_schedule(sampler: str) -> str:
    """The schedule that A1111's “Automatic” means for a sampler; "" for the plain one."""
    return _AUTOMATIC.get(_plain(sampler), "")


class Match(NamedTuple):
    """A name of the table for what another program called ``wanted``; not ``exact`` where it is only the nearest."""

    name: str
    wanted: str
    exact: bool


def _plain(text: str) -> str:
    text = re.sub(r"[\s_\-.]+", "", text.casefold()).replace("dpmpp", "dpm++").replace("ancestral", "a")
    return text.removesuffix("gpu")


def _tables() -> tuple[dict[str, str], dict[str, str]]:
    exact = {_plain(spelling): name for name, spellings in _SPELLINGS.items() for spelling in spellings}
    near = {_plain(spelling): name for name, spellings in _NEAR.items() for spelling in spellings}
    return exact | {_plain(name): name for name in SAMPLERS}, near


_EXACT, _NEAREST = _tables()


def find(sampler: str, schedule: str = "") -> Match | None:
    """The scheduler that another program's sampler and schedule stand for, or None when nothing comes near.

    Understands the names of A1111, ComfyUI, InvokeAI, Fooocus, SwarmUI, Draw Things and diffusers' classes.
    """
    wanted = " ".join(part for part in (sampler.strip(), schedule.strip()) if part)
    method, timing = _plain(sampler[:80]), _plain(schedule[:80])
    if method not in _EXACT and method not in _NEAREST:
        # InvokeAI marks the schedule with an ending, older names of A1111 and Draw Things spell it out.
        for word in _SCHEDULES:
            if method.endswith(word):
                method, timing = method.removesuffix(word), timing or word
        if method.endswith("k") and method[:-1] in _EXACT | _NEAREST:
            method, timing = method[:-1], timing or "karras"
        if method.startswith("k") and method[1:] in _EXACT | _NEAREST:
            method = method[1:]
    name, exact = _EXACT.get(method, ""), True
    if not name:
        name, exact = _NEAREST.get(method, ""), False
    if not name:
        return None
    if timing == "automatic":
        timing = _AUTOMATIC.get(method, "")
    if timing == "karras" and not name.endswith(" Karras"):
        with_karras = f"{name} Karras"
        name, exact = (with_karras, exact) if with_karras in SAMPLERS else (name, False)
    elif timing not in _PLAIN and timing != "karras":
        exact = False
    return Match(name, wanted, exact)
