"""A real PostgreSQL for tests: one server a test process, one fresh database a test.

The binaries are the machine's own. Where there are none, ``test_postgresql_is_here`` says so,
and fails where nobody is there to read it.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from db.connection import RecordsDatabase
from db.hub_migrations import migrate_hub
from db.hub_store import HubFile
from db.postgres import PostgresSql
from db.sql import Sql

ABSENT = "没有 PostgreSQL，以下测试没有运行"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 200
shared_buffers = 32MB
fsync = on
synchronous_commit = on
timezone = UTC
log_min_messages = fatal
"""


def find_binaries() -> Path | None:
    """Return the folder with initdb and postgres, the newest one; ``None`` if there is none."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in path.parts[4].split(".") if part.isdigit()],
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Server:
    """A running PostgreSQL that only this process reaches, by a socket in a short folder."""

    def __init__(self, binaries: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.binaries = binaries
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, _servant())
        data = self.folder / "data"
        self._run(
            "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale"
        )
        with (data / "postgresql.conf").open("a") as file:
            file.write(SETTINGS.format(folder=self.folder))
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                self._command("postgres", "-D", data),
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._run("pg_isready", "-h", self.folder, "-d", "postgres", tries=600)

    def stop(self) -> None:
        """Stop at once and leave nothing behind."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(60)
        shutil.rmtree(self.folder)

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def new_database(self, encoding: str = "UTF8") -> str:
        """Make an empty database; return its URL."""
        import psycopg

        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0".encode()
            )
        return self.url(name)

    def run_sql(self, text: str) -> None:
        """Run a statement as the administrator of the server."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(text.encode())

    def _run(self, program: str, *arguments: str | Path, tries: int = 1) -> None:
        """Run a program of PostgreSQL until it succeeds, a tenth of a second apart."""
        command = self._command(program, *arguments)
        for _ in range(tries):
            done = subprocess.run(
                command, cwd=self.folder, env=self._environment(), check=False, timeout=120,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            if done.returncode == 0:
                return
            time.sleep(0.1)
        log = self.folder / "log"
        said = log.read_text("utf-8", "replace") if log.exists() else ""
        message = f"{program} ended with {done.returncode}: {said}"
        raise RuntimeError(message)

    def _command(self, program: str, *arguments: str | Path) -> list[str]:
        """Return a command line; what it starts ends when the tests end, even if killed."""
        command = [str(self.binaries / program), *map(str, arguments)]
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            return command
        user = [f"--reuid={_servant()}", "--clear-groups"] if os.geteuid() == 0 else []
        return [setpriv, *user, "--pdeathsig", "QUIT", *command]

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(self.folder)}


def _servant() -> str:
    """Return the user that a server runs as when the tests run as root."""
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def running_server() -> Iterator[Server]:
    """Run a server; leaves the test out where there is no PostgreSQL."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(ABSENT)
    server = Server(binaries)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Run one server for all tests of this process."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> str:
    """Return the URL of an empty database."""
    return postgres_server.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def hub_store_name(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a hub's store may be made: a folder, then a database."""
    if request.param == "sqlite":
        return str(tmp_path / "hub")
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def hub_sql(hub_store_name: str, tmp_path: Path) -> Iterator[Sql]:
    """Open an empty hub store without keys: a plain file, then a database."""
    if hub_store_name.startswith("postgresql://"):
        postgres = PostgresSql(hub_store_name)
        migrate_hub(postgres)
        yield postgres
        postgres.close()
        return
    database = RecordsDatabase(tmp_path / "hub.db")
    sql = HubFile(database)
    migrate_hub(sql)
    yield sql
    database.close_everywhere()
