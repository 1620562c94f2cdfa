"""Which models are in memory: loaded when needed, kept for the next job, the least recently used dropped first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from studio.core import additions
from studio.core.errors import ResourceError, StudioError
from studio.core.messages import Residency as ResidencyEvent
from studio.core.models import InstalledModel
from studio.worker import memory
from studio.worker.backends.base import Backend, Loaded
from studio.worker.context import JobCancelled, JobContext
from studio.worker.devices import DeviceInfo
from studio.worker.refusals import load_failed

Key = tuple[str, str, str, str, str]


@dataclass
class _Resident:
    model: str
    loaded: Loaded
    size: int


class Residency:
    """The models of all backends share one budget, whatever they make."""

    def __init__(
        self,
        send: Callable[[ResidencyEvent], None],
        budget: int = 0,
        *,
        free: Callable[[DeviceInfo], int] = memory.free_on,
        give_back: Callable[[], None] = memory.give_back,
    ) -> None:
        """``budget`` in bytes; 0 = a share of what is free when the first model is loaded."""
        self._send, self._budget, self._free, self._give_back = send, budget, free, give_back
        self._residents: OrderedDict[Key, _Resident] = OrderedDict()
        self._device: DeviceInfo | None = None

    def use(self, device: DeviceInfo) -> None:
        """The device that models go to from now on; it is told with its free memory."""
        if device != self._device:
            self._device = device
            self._report()

    def get(self, backend: Backend, model: InstalledModel, ctx: JobContext) -> Loaded:
        """The model in memory, with room for the additions that the job uses beside it.

        Raises ResourceError when it does not fit, ModelError when it cannot be loaded."""
        key = (model.spec.backend, model.spec.id, model.sha256, ctx.device.id, ctx.device.dtype)
        beside = sum(_need(other) for other in ctx.models[1:] if additions.is_addition(other.spec))
        if key in self._residents:
            self._residents.move_to_end(key)
            self._make_way(key, beside, ctx.device)
            return self._residents[key].loaded
        need = _need(model)
        self._make_room(need + beside, ctx.device)
        try:
            loaded = self._load(backend, model, ctx)
        except BaseException:
            self._give_back()
            raise
        size = max(0, int(getattr(loaded, "memory", 0) or 0)) or need
        self._residents[key] = _Resident(model.spec.id, loaded, size)
        # It may have turned out larger than expected.
        self._shrink(self._budget, keep=key)
        self._report()
        return loaded

    def drop(self, model: str = "") -> None:
        """Drop a model by its id, or all of them ("")."""
        for key, resident in list(self._residents.items()):
            if model in ("", resident.model):
                self._close(key)
        self._give_back()
        self._report()

    def drop_others(self, loaded: Loaded) -> bool:
        """Drop all but one, to make room while it runs. True when there was something to drop."""
        others = [key for key, resident in self._residents.items() if resident.loaded is not loaded]
        for key in others:
            self._close(key)
        self._give_back()
        if others:
            self._report()
        return bool(others)

    @property
    def used(self) -> int:
        return sum(resident.size for resident in self._residents.values())

    def _make_room(self, need: int, device: DeviceInfo) -> None:
        if not self._budget:
            self._budget = memory.budget_on(device) if self._free is memory.free_on else int(self._free(device) * 0.6)
        dropped = self._shrink(self._budget - need)
        if dropped:
            self._give_back()
        while (free := self._free(device)) < need and self._residents:
            self._close(next(iter(self._residents)))
            self._give_back()
            dropped = True
        if dropped:
            self._report()
        if free < need:
            raise ResourceError("memory-short", needed=memory.gib(need), free=memory.gib(free))

    def _make_way(self, key: Key, beside: int, device: DeviceInfo) -> None:
        """Drop others for what a resident model is about to take beside itself; what it kept of that is there already."""
        resident = self._residents[key]
        resident.size = max(0, int(getattr(resident.loaded, "memory", 0) or 0)) or resident.size
        missing = beside - int(getattr(resident.loaded, "memory_beside", 0) or 0)
        if missing <= 0:
            return
        dropped = self._shrink(self._budget - missing, keep=key)
        while self._free(device) < missing and len(self._residents) > 1:
            self._close(next(other for other in self._residents if other != key))
            self._give_back()
            dropped = True
        if dropped:
            self._report()

    def _shrink(self, most: int, keep: Key | None = None) -> bool:
        """Drop the least recently used until the rest takes ``most`` bytes or only ``keep`` is left."""
        dropped = False
        for key in [key for key in self._residents if key != keep]:
            if self.used <= most:
                break
            self._close(key)
            dropped = True
        return dropped

    def _load(self, backend: Backend, model: InstalledModel, ctx: JobContext) -> Loaded:
        try:
            return self._attempt(backend, model, ctx)
        except ResourceError as error:
            if error.info.code != "out-of-memory" or not self._residents:
                raise
        for key in list(self._residents):
            self._close(key)
        self._give_back()
        self._report()
        return self._attempt(backend, model, ctx)

    def _attempt(self, backend: Backend, model: InstalledModel, ctx: JobContext) -> Loaded:
        try:
            return backend.load(model, ctx)
        except (StudioError, JobCancelled):
            raise
        except Exception as error:
            if memory.is_shortage(error):
                raise ResourceError("out-of-memory", detail=str(error)) from error
            raise load_failed(model.spec.name, error) from error

    def _close(self, key: Key) -> None:
        self._residents.pop(key).loaded.close()

    def _report(self) -> None:
        sizes: dict[str, int] = {}
        for resident in self._residents.values():
            sizes[resident.model] = sizes.get(resident.model, 0) + resident.size
        device = self._device
        if device is None:
            self._send(ResidencyEvent(models=sizes, budget=self._budget))
            return
        self._send(
            ResidencyEvent(
                models=sizes,
                budget=self._budget,
                device=device.id,
                dtype=device.dtype,
                device_memory=device.memory,
                device_free=self._free(device),
            )
        )


def _need(model: InstalledModel) -> int:
    """Bytes that a model takes, estimated."""
    return model.spec.memory or int(model.spec.size * 1.2)
