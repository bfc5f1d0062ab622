"""One embedded PostgreSQL cluster: made at the first start, bootstrapped to look like a Supabase project."""

import contextlib
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psutil

from local.errors import LocalError, disk_full, disk_sentence
from local.postgres import bootstrap, config, memory
from local.postgres.account import Account
from local.postgres.binaries import bin_for, wheel_bin
from local.postgres.place import Place

HOST = "127.0.0.1"
START_SECONDS = 120  # crash recovery after a power cut may take a while
STOP_SECONDS = 30
LOG_LIMIT = 10 * 2**20
NO_ROOM = "No space left on device"
TELLING = ("PANIC", "FATAL", "error")


class Cluster:
    """The database server of one data directory.

    `port` None picks a free loopback port and remembers it in `data_dir`. `fast` gives up crash safety (tests).
    """

    def __init__(self, data_dir: Path, *, port: int | None = None, fast: bool = False) -> None:
        self.place = Place(data_dir)
        self.data_dir = self.place.data_dir
        self._wanted_port = port
        self._fast = fast
        self._memory = memory.load(self.place.memory_file)
        self._account: Account | None = None
        self._log_start = 0

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port the server listens on (0 before the first start)."""
        return self._memory.port

    def url(self, user: str = "postgres", database: str = "postgres") -> str:
        """A `postgresql://` address of `database` as `user`, password included."""
        password = quote(self._memory.passwords[user], safe="")
        return f"postgresql://{user}:{password}@{HOST}:{self.port}/{quote(database, safe='')}"

    def libpq(self, user: str = "postgres", database: str = "postgres") -> dict[str, str]:
        """The same as environment variables for psql, pg_dump...: a command line would show the password to `ps`."""
        return {
            "PGHOST": HOST,
            "PGPORT": str(self.port),
            "PGUSER": user,
            "PGPASSWORD": self._memory.passwords[user],
            "PGDATABASE": database,
            "PGCONNECT_TIMEOUT": "10",
        }

    def claim(self) -> None:
        """Take the data directory for this process; LocalError when another instance has it."""
        if self._account is None:
            account = self.place.prepare()
            self.place.lock()
            self._account = account
            # Only now nobody else writes it.
            self._memory = memory.load(self.place.memory_file)

    def start(self) -> None:
        """Bring the server up: initdb when new, bootstrap files when changed, then the self-test.

        Raises LocalError with one clear sentence; a running second instance and a taken port are such cases.
        """
        self.claim()
        account = self._account or self.place.prepare()
        try:
            self._stop_leftover()
            if not self._pgdata_file("PG_VERSION").exists():
                self._initdb(account)
            elif not self.place.memory_file.exists():
                raise LocalError(
                    f"{self.place.memory_file} with the database's passwords is gone: put it back from a backup, or "
                    f"move {self.place.pgdata} away to start anew."
                )
            self._choose_port()
            self._launch(account)
            self._bootstrap()
            self._self_test()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server if it runs and give the data directory back."""
        if self._account is not None:
            self._stop_server()
            self._account = None
        self.place.unlock()

    def require_running(self) -> None:
        """LocalError when the server has ended by itself: a full disk and a killer are the usual reasons."""
        if self._postmaster() is None:
            raise LocalError(self._explain("keep the database running", ""))

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """What fails inside because the server found no room on the disk is told so, in whatever shape it comes."""
        self._log_start = _size(self._log)
        try:
            yield
        except Exception as error:
            if NO_ROOM in self._words():
                raise LocalError(disk_full("write into the database")) from error
            raise

    def running(self) -> bool:
        """True while a server of this data directory runs, whoever started it."""
        return self._postmaster() is not None

    def set_password(self, role: str) -> None:
        """Give `role` the password that `url(role)` carries (for login roles the migrations made without one)."""
        self.psql(f"alter role {role} password '{self._memory.passwords[role]}';")

    def psql(self, sql: str, *, user: str = "postgres", database: str = "postgres") -> str:
        """Run `sql` in one transaction and return the unaligned rows, one per line."""
        done = subprocess.run(
            [str(wheel_bin() / "psql"), "-XqAt1", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            input=sql,
            env={**os.environ, **self.libpq(user, database), "PGOPTIONS": "-c client_min_messages=warning"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if NO_ROOM in done.stderr:
            raise LocalError(disk_full("use the database"))
        if done.returncode != 0:
            raise LocalError(f"The database refused a statement: {done.stderr.strip()}")
        return done.stdout.strip()

    # --- the server's life ---------------------------------------------------------------------------------

    def _initdb(self, account: Account) -> None:
        pgdata = self.place.pgdata
        self._memory.bootstrap = ""
        with tempfile.NamedTemporaryFile("w", dir=pgdata.parent, prefix=".password-") as password:
            password.write(self._memory.passwords["supabase_admin"])
            password.flush()
            account.give(Path(password.name))
            memory.save(self._memory, self.place.memory_file)
            options = [*config.INITDB, f"--pwfile={password.name}", *(["--no-sync"] if self._fast else [])]
            self._run("initdb", "-D", str(pgdata), *options, doing="make the database")

    def _choose_port(self) -> None:
        if self._wanted_port is not None:
            if not _is_free(self._wanted_port):
                raise LocalError(f"Port {self._wanted_port} for the database is taken: choose another one.")
            port = self._wanted_port
        else:
            port = self.port if self.port and _is_free(self.port) else _free_port()
        if port != self._memory.port:
            self._memory.port = port
            memory.save(self._memory, self.place.memory_file)

    def _launch(self, account: Account) -> None:
        try:
            config.write(self.place.pgdata, config.settings(self.port, fast=self._fast))
            account.give(self._pgdata_file(config.CONFIG_NAME))
            _rotate(self._log)
            self._log_start = _size(self._log)
        except OSError as error:
            raise LocalError(disk_sentence(error, f"write into {self.place.pgdata}")) from error
        pgdata, log = str(self.place.pgdata), str(self._log)
        self._run(
            "pg_ctl",
            "start",
            "-D",
            pgdata,
            "-w",
            "-t",
            str(START_SECONDS),
            "-l",
            log,
            doing="start the database",
        )

    def _stop_server(self) -> None:
        if self._postmaster() is None:
            return
        stop = ("pg_ctl", "stop", "-D", str(self.place.pgdata), "-w", "-t", str(STOP_SECONDS), "-m")
        try:
            self._run(*stop, "fast", doing="stop the database")
        except LocalError:
            self._run(*stop, "immediate", doing="stop the database")

    def _stop_leftover(self) -> None:
        """A predecessor killed without mercy leaves a server, or a pid file whose number is another's by now."""
        if self._postmaster() is not None:
            self._stop_server()
        else:
            self._pgdata_file("postmaster.pid").unlink(missing_ok=True)

    def _postmaster(self) -> psutil.Process | None:
        try:
            pid = int(self._pgdata_file("postmaster.pid").read_text().splitlines()[0])
            process = psutil.Process(pid)
            ours = process.name() == "postgres" and str(self.place.pgdata) in process.cmdline()
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return process if ours and process.status() != psutil.STATUS_ZOMBIE else None

    # --- what makes it ours --------------------------------------------------------------------------------

    def _bootstrap(self) -> None:
        wanted = bootstrap.checksum()
        if self._memory.bootstrap == wanted:
            return
        for file in bootstrap.files():
            try:
                self.psql(file.read_text(), user="supabase_admin")
            except LocalError as error:
                raise LocalError(f"Preparing the database failed in {file.name}: {error}") from error
        self.psql(bootstrap.passwords_sql(self._memory.passwords), user="supabase_admin")
        self._memory.bootstrap = wanted
        memory.save(self._memory, self.place.memory_file)

    def _self_test(self) -> None:
        tests = {
            "finds no Cyrillic trigrams": "cardinality(extensions.show_trgm('ж')) > 0",
            "does not lower-case Cyrillic letters": "lower('Ї') = 'ї'",
            "lets the role postgres be a superuser": "not (select rolsuper from pg_roles where rolname = current_user)",
        }
        answers = self.psql(f"select {', '.join(tests.values())};").split("|")
        for fault, answer in zip(tests, answers, strict=True):
            if answer != "t":
                raise LocalError(
                    f"The database in {self.data_dir} {fault}: its cluster was made with other settings."
                )

    # --- small things --------------------------------------------------------------------------------------

    @property
    def _log(self) -> Path:
        return self._pgdata_file("server.log")

    def _pgdata_file(self, name: str) -> Path:
        return self.place.pgdata / name

    def _run(self, program: str, *arguments: str, doing: str) -> None:
        """Run one of the server's programs under its account; its words go to a file, since children keep pipes open."""
        account = self._account or self.place.prepare()
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PG"))
        }
        with tempfile.TemporaryFile("w+") as words:
            done = subprocess.run(
                [str(bin_for(account) / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=env,
                check=False,
                **account.process_options(),
            )
            words.seek(0)
            if done.returncode != 0:
                raise LocalError(self._explain(doing, words.read()))

    def _explain(self, doing: str, words: str) -> str:
        log = self._words()
        if NO_ROOM in words + log:
            return disk_full(doing)
        lines = reversed((log or words).splitlines())
        last = next((line for line in lines if any(word in line for word in TELLING)), "")
        return f"Could not {doing}: {last.strip() or words.strip() or 'no word'} (log: {self._log})"

    def _words(self) -> str:
        """What the server has written to its log since we started it, or began to use it."""
        try:
            with self._log.open("rb") as log:
                log.seek(self._log_start)
                return log.read().decode(errors="replace")
        except OSError:
            return ""


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
