from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import InputError, ModelError, ResourceError
from studio.core.messages import Residency as ResidencyEvent
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import TextRequest
from studio.worker import memory
from studio.worker.residency import Residency
from tests.support.context import RecordingContext, make_context


def model(name: str, need: int, sha256: str = "ab") -> InstalledModel:
    return InstalledModel(
        spec=ModelSpec(id=name, name=name, backend="b", format="native", memory=need), folder="", sha256=sha256
    )


class Machine:
    """So much memory, and what is loaded into it; ``broken`` are the errors the next loads raise."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.loaded: list[str] = []
        self.broken: list[Exception] = []
        self.loads = 0
        self.sizes: dict[str, int] = {}

    def free(self, device: object) -> int:
        return self.size - sum(self.sizes[name] for name in self.loaded)

    def load(self, model: InstalledModel, ctx: object) -> Thing:
        self.loads += 1
        if self.broken:
            raise self.broken.pop(0)
        self.sizes[model.spec.id] = model.spec.memory
        self.loaded.append(model.spec.id)
        return Thing(self, model)


class Thing:
    def __init__(self, machine: Machine, model: InstalledModel) -> None:
        self.machine, self.name, self.memory = machine, model.spec.id, model.spec.memory

    def close(self) -> None:
        self.machine.loaded.remove(self.name)


@pytest.fixture
def ctx(tmp_path: Path) -> RecordingContext:
    return make_context(TextRequest(prompt="x"), tmp_path / "job")


def residency(machine: Machine, budget: int) -> tuple[Residency, list[ResidencyEvent]]:
    events: list[ResidencyEvent] = []
    return Residency(events.append, budget, free=machine.free, give_back=lambda: None), events


def test_models_stay_and_the_least_recently_used_goes(ctx: RecordingContext) -> None:
    machine = Machine(1000)
    keeper, events = residency(machine, 100)
    first = keeper.get(machine, model("a", 40), ctx)
    keeper.get(machine, model("b", 40), ctx)
    assert keeper.get(machine, model("a", 40), ctx) is first and machine.loads == 2
    keeper.get(machine, model("c", 40), ctx)
    assert machine.loaded == ["a", "c"]
    assert events[-1].models == {"a": 40, "c": 40} and events[-1].budget == 100


def test_another_version_of_a_model_is_another_model(ctx: RecordingContext) -> None:
    machine = Machine(1000)
    keeper, _ = residency(machine, 900)
    assert keeper.get(machine, model("a", 4, "one"), ctx) is not keeper.get(machine, model("a", 4, "two"), ctx)


def test_too_large_for_the_budget_but_not_for_the_machine(ctx: RecordingContext) -> None:
    machine = Machine(1000)
    keeper, _ = residency(machine, 100)
    keeper.get(machine, model("a", 50), ctx)
    keeper.get(machine, model("huge", 500), ctx)
    assert machine.loaded == ["huge"]
    keeper.get(machine, model("a", 50), ctx)
    assert machine.loaded == ["a"]


def test_too_large_for_the_machine_is_said_before_loading(ctx: RecordingContext) -> None:
    machine = Machine(10 << 30)
    keeper, events = residency(machine, 9 << 30)
    keeper.get(machine, model("a", 1 << 30), ctx)
    with pytest.raises(ResourceError) as caught:
        keeper.get(machine, model("huge", 20 << 30), ctx)
    assert caught.value.info.code == "memory-short"
    assert caught.value.info.params == {"needed": "20.0 GiB", "free": "10.0 GiB"}
    assert machine.loads == 1 and events[-1].models == {}


def test_memory_that_ran_out_while_loading(ctx: RecordingContext) -> None:
    machine = Machine(1000)
    keeper, _ = residency(machine, 900)
    keeper.get(machine, model("a", 10), ctx)
    machine.broken = [MemoryError()]
    keeper.get(machine, model("b", 10), ctx)
    assert machine.loaded == ["b"] and machine.loads == 3
    machine.broken = [MemoryError(), RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: not enough")]
    with pytest.raises(ResourceError) as caught:
        keeper.get(machine, model("c", 10), ctx)
    assert caught.value.info.code == "out-of-memory" and machine.loaded == []
    machine.broken = [MemoryError()]
    with pytest.raises(ResourceError):  # nothing to drop: no second attempt
        keeper.get(machine, model("c", 10), ctx)
    assert machine.loads == 6


def test_other_load_errors(ctx: RecordingContext) -> None:
    machine = Machine(1000)
    keeper, _ = residency(machine, 900)
    machine.broken = [InputError("prompt-empty"), ValueError("bad header")]
    with pytest.raises(InputError):
        keeper.get(machine, model("a", 10), ctx)
    with pytest.raises(ModelError) as caught:
        keeper.get(machine, model("a", 10), ctx)
    assert caught.value.info.code == "model-load-failed" and "bad header" in caught.value.info.detail


def test_dropping(ctx: RecordingContext) -> None:
    machine = Machine(1000)
    keeper, events = residency(machine, 900)
    kept = [keeper.get(machine, model(name, 10), ctx) for name in "abc"]
    keeper.drop("b")
    assert machine.loaded == ["a", "c"] and events[-1].models == {"a": 10, "c": 10}
    assert keeper.drop_others(kept[2]) and machine.loaded == ["c"] and not keeper.drop_others(kept[2])
    keeper.drop()
    assert machine.loaded == [] and events[-1].models == {}


class OutOfMemoryError(RuntimeError):
    """Named like torch's."""


def test_shortages_are_recognised() -> None:
    assert memory.is_shortage(MemoryError()) and memory.is_shortage(OutOfMemoryError())
    assert memory.is_shortage(RuntimeError("CUDA out of memory"))
    assert not memory.is_shortage(RuntimeError("shape mismatch")) and not memory.is_shortage(
        ValueError("out of memory")
    )


def test_a_containers_limit_counts(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("1000\n")
    (tmp_path / "memory.current").write_text("700\n")
    (tmp_path / "memory.stat").write_text("anon 500\ninactive_file 150\nactive_file 50\n")
    assert memory._container(tmp_path) == [500]
    (tmp_path / "memory.max").write_text("max\n")
    assert memory._container(tmp_path) == []
    assert memory._container(tmp_path / "none") == [float("inf")]
    assert memory.available() > 0


def test_others_give_way_to_what_a_job_uses_beside_its_model(tmp_path: Path) -> None:
    import msgspec

    machine = Machine(1000)
    keeper, _ = residency(machine, 200)
    plain = make_context(TextRequest(prompt="x"), tmp_path / "job")
    keeper.get(machine, model("other", 60), plain)
    main = model("main", 100)
    keeper.get(machine, main, plain)
    assert machine.loaded == ["other", "main"]
    net = model("net", 80)
    net = msgspec.structs.replace(net, spec=msgspec.structs.replace(net.spec, tasks=("controlnet",)))
    keeper.get(machine, main, make_context(TextRequest(prompt="x"), tmp_path / "more", [main, net]))
    assert machine.loaded == ["main"] and machine.loads == 2
    with pytest.raises(ResourceError, match="memory"):
        big = msgspec.structs.replace(net, spec=msgspec.structs.replace(net.spec, memory=2000))
        keeper.get(machine, model("third", 10), make_context(TextRequest(prompt="x"), tmp_path / "big", [main, big]))
