"""What a command costs: processor time of it and of the database server, wall time, memory."""

import os
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from tests.bench.databases import environment, manage

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Spent:
    """The cost of one command. `server` is None where the server's processes cannot be read."""

    cpu: float  # seconds of the process and its children
    wall: float
    memory: float  # MB (10**6 bytes) at the peak
    server: float | None = None

    def as_dict(self):
        return asdict(self)


def spent(url, *words, server=None):
    """Runs a command on the database in a process of its own.

    Raises:
        RuntimeError: it failed; what it printed is quoted.
    """
    before = server_seconds(server)
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        manage(*words),
        cwd=settings.BASE_DIR,
        env=environment(url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{words}: {process.returncode}\n{said.decode()[-2000:]}")
    after = server_seconds(server)
    served = None if before is None or after is None else after - before
    cpu = usage.ru_utime + usage.ru_stime
    return Spent(cpu, wall, usage.ru_maxrss * 1024 / 10**6, served)  # Linux counts kibibytes


def server_of(connection):
    """The process id of the PostgreSQL server behind a connection, or None when it is not here."""
    backend = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
    try:
        name, times = _stat(backend)
    except (OSError, ValueError):
        return None
    return times.parent if name == "postgres" else None


@dataclass
class _Times:
    parent: int
    own: float
    children: float  # of those that have ended


def _stat(pid):
    """The name and the times of a process, from /proc/PID/stat (proc(5))."""
    text = Path(f"/proc/{pid}/stat").read_text()
    name, _, rest = text.partition("(")[2].rpartition(")")  # the name may hold both
    values = rest.split()
    user, system, old_user, old_system = (int(value) for value in values[11:15])
    own, children = (user + system) / TICKS, (old_user + old_system) / TICKS
    return name, _Times(int(values[1]), own, children)


def server_seconds(postmaster):
    """Processor time of a PostgreSQL server: of it, its processes and those that have ended."""
    if postmaster is None:
        return None
    time.sleep(0.3)  # a backend whose client is gone needs a moment to end
    try:
        total = _stat(postmaster)[1]
    except OSError:
        return None
    seconds = total.own + total.children
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                _name, times = _stat(folder.name)
            except OSError:
                continue  # it has ended meanwhile
            seconds += times.own if times.parent == postmaster else 0
    return seconds
