"""The same pipeline on a real Ray cluster: a head and two worker nodes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.adapters.engine_ray import Ray
from broadsheet.adapters.engines import Local

from editions import print_from
from test_engine import WORDS, go
from test_same_bytes import day_of, everything

ray = pytest.importorskip("ray", reason="the extra 'ray' is not installed")
pytestmark = [
    pytest.mark.slow,
    # Ray starts subprocesses and sockets that it closes when the interpreter ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::UserWarning"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        started = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
        for _ in range(2):
            started.add_node(num_cpus=1)
        started.wait_for_nodes()
        ray.init(address=started.address, log_to_driver=False)
        yield started
        ray.shutdown()
        started.shutdown()  # type: ignore[no-untyped-call]


def test_the_cluster_has_two_working_nodes(cluster: object) -> None:
    alive = [node for node in ray.nodes() if node["Alive"]]
    assert len(alive) == 3
    assert sorted(node["Resources"].get("CPU", 0) for node in alive) == [0, 1, 1]


def test_ray_gives_what_the_builtin_map_gives(cluster: object, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    engine = Ray()
    there = go(engine, one)
    here = go(Local(), two)
    engine.close()
    assert (there.given, there.ledger) == (here.given, here.ledger)
    assert len((one / "calls").read_text().split()) == len(WORDS)
    assert ray.is_initialized(), "an engine leaves a cluster that it did not start"


def test_an_error_in_a_stage_is_the_same_error(cluster: object, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError, match="a bug in a stage"):
        go(Ray(), tmp_path, ("one", "bug"))


def test_ray_prints_the_same_edition_to_the_byte(cluster: object, tmp_path: Path) -> None:
    path = day_of(tmp_path / "day.jsonl")
    engine = Ray()
    print_from(path, tmp_path / "there", engine=engine)
    engine.close()
    print_from(path, tmp_path / "here", engine=Local())
    assert everything(tmp_path / "there") == everything(tmp_path / "here")
