"""Schedulers made from the table of :mod:`studio.core.samplers`, as the loaded model needs them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from typing import Any

from studio.core.errors import InputError, phrase
from studio.core.samplers import SAMPLERS

_TRAINING = (
    "num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas", "prediction_type",
    "rescale_betas_zero_snr", "timestep_spacing", "steps_offset", "shift", "flow_shift", "use_dynamic_shifting",
    "base_shift", "max_shift", "base_image_seq_len", "max_image_seq_len", "time_shift_type", "shift_terminal",
)  # fmt: skip
"""What belongs to the model (how it was trained) and so carries over to any other scheduler."""

_BY_LEVEL = (
    "EulerDiscreteScheduler", "EulerAncestralDiscreteScheduler", "HeunDiscreteScheduler", "LMSDiscreteScheduler",
    "KDPM2DiscreteScheduler", "KDPM2AncestralDiscreteScheduler",
)  # fmt: skip
"""Those that step from one noise level to the next, however high it is."""

_HIGHEST = 80.0


def is_flow(config: Mapping[str, Any]) -> bool:
    """Whether a scheduler's configuration is that of a flow-matching model."""
    name = str(config.get("_class_name", ""))
    return name.startswith("FlowMatch") or bool(config.get("use_flow_sigmas"))


def sampler_names(*, flow: bool) -> list[str]:
    """The names that can be chosen for a model."""
    return [name for name, sampler in SAMPLERS.items() if (sampler.flow if flow else sampler.diffusion)]


def make_scheduler(own: Any, name: str) -> Any:
    """A fresh scheduler: the model's own kind for "", else that of the table with the model's training settings.

    Raises InputError ``setting-invalid`` for a name that is unknown or does not fit the model.
    """
    import diffusers

    config = dict(own.config)
    if not name:
        return _sound(type(own).from_config(own.config))
    flow = is_flow({"_class_name": type(own).__name__, **config})
    known = {n.lower(): s for n, s in SAMPLERS.items()}
    sampler = known.get(name.strip().lower())
    solver = sampler and (sampler.flow if flow else sampler.diffusion)
    if solver is None:
        raise refused(name, flow=flow)
    cls = getattr(diffusers, solver.name)
    takes = inspect.signature(cls.__init__).parameters
    if "flow_shift" in takes and "shift" in config:
        config["flow_shift"] = config["shift"]
    wanted = {key: config[key] for key in _TRAINING if key in config and key in takes}
    wanted |= {key: value for key, value in solver.settings.items() if key in takes}
    scheduler = _sound(cls(**wanted))
    if wanted.get("beta_schedule") == "squaredcos_cap_v2" and (
        wanted.get("use_karras_sigmas") or solver.name in _BY_LEVEL
    ):
        _tame(scheduler)
    return scheduler


def _sound(scheduler: Any) -> Any:
    """The scheduler, beginning with its first step."""
    plan = scheduler.set_timesteps

    @functools.wraps(plan)
    def set_timesteps(*args: Any, **values: Any) -> None:
        steps = next(iter(args), values.get("num_inference_steps")) or 0
        if steps > scheduler.config.get("original_inference_steps", steps):
            # LCM and TCD choose their steps among so many.
            values.setdefault("original_inference_steps", steps)
        plan(*args, **values)
        if hasattr(scheduler, "set_begin_index"):
            # Else the first step is looked up by its time, and where two share it the second is taken: one too few
            # are left. Pipelines that begin later (image to image) set theirs after this.
            scheduler.set_begin_index(0)

    scheduler.set_timesteps = set_timesteps
    return scheduler


def _tame(scheduler: Any) -> None:
    """Begin no higher than at noise of 80 times the picture, in which nothing is to be seen either.

    A cosine schedule ends at 20,000 times: Karras would spend half its steps up there, and the first step of an
    ancestral or two-stage method from there down multiplies its error and loses itself in the rounding of float32.
    """
    import torch

    levels = ((1 - scheduler.alphas_cumprod) / scheduler.alphas_cumprod) ** 0.5
    above = levels > _HIGHEST
    # Rising by a little still: times are looked up by their level.
    ramp = _HIGHEST * (1 + 0.001 * torch.cumsum(above, 0))
    scheduler.alphas_cumprod = torch.where(above, 1 / (1 + ramp**2), scheduler.alphas_cumprod)


def refused(name: str, *, flow: bool) -> InputError:
    """The error for a scheduler that this model cannot use."""
    hint = phrase("Schedulers that fit this model: {names}.", names=", ".join(sampler_names(flow=flow)))
    return InputError("setting-invalid", name="scheduler", value=name, hint=hint)


def describe(scheduler: Any) -> str:
    """The designers' name of a scheduler, or its class's."""
    config = dict(scheduler.config)
    for name, sampler in SAMPLERS.items():
        for solver in filter(None, sampler):
            if solver.name == type(scheduler).__name__ and all(
                config.get(k) == v
                for k, v in solver.settings.items()
                if k in ("use_karras_sigmas", "algorithm_type", "solver_order")
            ):
                return name
    return type(scheduler).__name__
