"""A cluster that somebody else runs, over TLS: started by Dask's own commands, reached by its configuration."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.importorskip("distributed")
pytest.importorskip("cryptography")
pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "sample_data" / "family.csv"


def tls_settings(folder: Path) -> dict[str, str]:
    """A certificate that only this cluster knows, as environment variables that Dask reads."""
    from distributed.security import Security  # noqa: PLC0415 - an extra

    made = Security.temporary()
    settings = {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True"}
    key, certificate = (folder / name for name in ("key.pem", "cert.pem"))
    key.write_text(made.tls_client_key)
    certificate.write_text(made.tls_ca_file)
    settings["DASK_DISTRIBUTED__COMM__TLS__CA_FILE"] = str(certificate)
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{role}__KEY"] = str(key)
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{role}__CERT"] = str(certificate)
    return settings


def wait_for(path: Path) -> str:
    for _ in range(300):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.1)
    raise TimeoutError(path.name)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a scheduler with two workers, and the settings of those who may reach it."""
    folder = tmp_path_factory.mktemp("cluster")
    settings = tls_settings(folder)
    environment = {**os.environ, **settings}
    scheduler_file = folder / "scheduler.json"
    with ExitStack() as stack:

        def start(*command: str) -> None:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            process = subprocess.Popen([sys.executable, "-m", *command], env=environment, cwd=folder, **quiet)  # type: ignore[call-overload]
            stack.callback(process.wait)
            stack.callback(process.terminate)

        start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--protocol", "tls",
              "--scheduler-file", str(scheduler_file), "--no-dashboard")  # fmt: skip
        address = wait_for(scheduler_file).split('"address": "')[1].split('"')[0]
        assert address.startswith("tls://127.0.0.1:")
        for _ in range(2):
            start("distributed.cli.dask_worker", address, "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard")
        yield address, settings


def scan(*options: str, settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "caseflags", "scan", str(SAMPLE), "-f", "json", *options]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **(settings or {})}, check=False)


def scan_when_workers_are_there(address: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    for _ in range(30):
        done = scan("--engine", "dask", "--scheduler", address, settings=settings)
        if "has no workers" not in done.stderr:
            return done
        time.sleep(0.5)
    raise TimeoutError(done.stderr)


def test_it_gives_the_bytes_of_this_machine(cluster: tuple[str, dict[str, str]]) -> None:
    done = scan_when_workers_are_there(*cluster)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == scan().stdout


def test_who_has_no_certificate_gets_one_message(cluster: tuple[str, dict[str, str]]) -> None:
    done = scan("--engine", "dask", "--scheduler", cluster[0])
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: cannot reach the scheduler {cluster[0]}")
    assert "Traceback" not in done.stderr
