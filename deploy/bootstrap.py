"""Prepare a virtual environment with the pinned, hash-checked packages: the first step of `make`.

    python3 deploy/bootstrap.py [--port PORT] [--venv FOLDER] NAME...

installs requirements/NAME.txt. A folder that is half-made, was moved, or has another Python or
other pins is made again from nothing. What goes wrong is told in one sentence. It needs no package.
"""

import argparse
import contextlib
import errno
import fcntl
import hashlib
import json
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "bootstrap.log"
SIGNS_OF_NO_NETWORK = ("Retrying (", "NewConnectionError", "NameResolutionError")


def check_python():
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or newer is needed: name one, as in `make run PYTHON=python3.12`.")
    try:
        import ensurepip
        import venv
    except ImportError:
        sys.exit(
            f"{sys.executable} has no venv module or no ensurepip: install it "
            "(Debian and Ubuntu: apt-get install python3-venv) and run this again."
        )
    del ensurepip, venv


def check_port(port):
    """Refuse a port that the server could not open; one that was closed just now is free."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not “{port}”.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sys.exit(f"Port {port} is in use: choose another, as in `make run PORT=8001`.")
            sys.exit(f"Port {port} cannot be opened: {error.strerror}.")


def prepare(venv, names):
    note = venv / "bootstrap.json"  # written last, so a folder without it is half-made
    python = venv / "bin" / "python"
    made_for = {"folder": str(venv), "python": f"{sys.version_info.major}.{sys.version_info.minor}"}

    pins = read_pins(note, made_for)
    if any(pins[name] != pin_of(name) for name in pins) or not runs([python, "-c", "import pip"]):
        pins = {}
    missing = [name for name in names if name not in pins]
    if not missing:
        return

    print(f"Installing {' and '.join(missing)} into {venv.name} (once, about a minute)", flush=True)
    note.unlink(missing_ok=True)
    if not pins and not runs([sys.executable, "-m", "venv", "--clear", venv]):
        sys.exit(f"{venv.name} cannot be made: the reason is in {LOG.relative_to(ROOT)}.")
    files = [part for name in missing for part in ("-r", ROOT / "requirements" / f"{name}.txt")]
    if not runs([python, "-m", "pip", "--no-input", "install", "--require-hashes", *files]):
        if any(sign in LOG.read_text() for sign in SIGNS_OF_NO_NETWORK):
            sys.exit("The packages cannot be fetched: there is no network, or no way to the index.")
        sys.exit(f"The packages cannot be installed: the reason is in {LOG.relative_to(ROOT)}.")
    pins |= {name: pin_of(name) for name in missing}
    note.write_text(json.dumps({"made_for": made_for, "pins": pins}))


def read_pins(note, made_for):
    """The requirements files that are installed, by digest; none if made for something else."""
    try:
        found = json.loads(note.read_text())
        return found["pins"] if found["made_for"] == made_for else {}
    except (OSError, ValueError, KeyError):
        return {}


def pin_of(name):
    with contextlib.suppress(FileNotFoundError):
        return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def runs(command):
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("w") as log, contextlib.suppress(OSError):
        return subprocess.run(command, stdout=log, stderr=log).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="+", metavar="NAME")
    parser.add_argument("--port", help="check first that a server can open this port")
    parser.add_argument("--venv", default=".venv", metavar="FOLDER")
    options = parser.parse_args()

    if options.port is not None:
        check_port(options.port)
    check_python()
    with open(__file__) as lock:  # two commands at once take turns
        fcntl.flock(lock, fcntl.LOCK_EX)
        prepare(ROOT / options.venv, options.names)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped; the next run makes good what is half-made.")
