"""A network from a safetensors file: its architecture and its sizes are found in the weights."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError, Phrase, phrase, verbatim

_TORCHVISION = ("torchvision", "torchvision.transforms", "torchvision.transforms.functional")
_USED_OF_IT = ("InterpolationMode", "normalize", "rotate")


def read_network(path: Path) -> Any:
    """The spandrel descriptor of the network in a safetensors file, in memory on the processor, in float32.

    Raises :class:`ModelError` for what is damaged, of no known architecture, or does not enlarge pictures in colour.
    """
    if path.suffix.lower() != ".safetensors":
        raise ModelError("model-pickle", file=path.name)
    with _without_torchvision():
        try:
            import spandrel
        except ImportError as error:
            hint = phrase("Install it without the packages it asks for: pip install --no-deps spandrel")
            raise ModelError("missing-part", detail=str(error), part=verbatim("spandrel"), hint=hint) from error
    import safetensors
    from safetensors.torch import load_file
    from spandrel.__helpers.canonicalize import canonicalize_state_dict

    try:
        weights = canonicalize_state_dict(load_file(path))
    except safetensors.SafetensorError as error:
        raise ModelError("model-damaged", str(error), file=path.name, reason=phrase("it cannot be read")) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on how networks were initialised before their weights came
            network = spandrel.MAIN_REGISTRY.load(weights)
    except spandrel.UnsupportedModelError as error:
        hint = phrase("Choose another model, or a newer version of the studio.")
        raise ModelError(
            "model-unsupported", file=path.name, reason=phrase("its architecture is not known"), hint=hint
        ) from error
    except (RuntimeError, KeyError, ValueError, AssertionError, IndexError, ZeroDivisionError) as error:
        # Weights that do not fit the architecture whose names they bear.
        reason = phrase("its weights do not fit its architecture")
        raise ModelError("model-damaged", str(error), file=path.name, reason=reason) from error
    _check(path.name, network, spandrel)
    network.eval()
    for weight in network.model.parameters():
        weight.requires_grad_(False)
    return network.float()


def _check(name: str, network: Any, spandrel: Any) -> None:
    what = network.architecture.name
    reason: Phrase | None = None
    if not isinstance(network, spandrel.ImageModelDescriptor) or network.purpose != "SR" or network.scale < 2:
        reason = phrase("it is a network ({architecture}) that does not enlarge pictures", architecture=what)
    elif network.input_channels not in (1, 3) or network.output_channels != network.input_channels:
        reason = phrase(
            "it is a network ({architecture}) for pictures of {count} channels",
            architecture=what,
            count=network.input_channels,
        )
    if reason:
        raise ModelError("model-unsupported", file=name, reason=reason, hint=phrase("Choose another upscaler."))


@contextlib.contextmanager
def _without_torchvision() -> Iterator[None]:
    """Two of spandrel's architectures (for holes and for faces, which the studio does not load) take functions from
    torchvision when they are imported. Its wheels fit only one build of torch each, so the studio does without it: the
    names are there for the time of the import, and are of no use to anybody."""
    if "spandrel" in sys.modules or importlib.util.find_spec("torchvision") is not None:
        yield
        return
    made = {name: types.ModuleType(name) for name in _TORCHVISION}
    for name in _USED_OF_IT:
        setattr(made[_TORCHVISION[-1]], name, None)
    sys.modules.update(made)
    try:
        yield
    finally:
        for name in made:
            sys.modules.pop(name, None)
