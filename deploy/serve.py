"""Serve the site on this machine: serve.py PORT.

Ctrl-C in a terminal tells every process to stop, and granian then tells its workers again, on
which they hang (tried with 2.8). So granian has a process group of its own, and is told from here.
"""

import os
import signal
import subprocess
import sys

command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
command += ["--port", sys.argv[1], "--workers", "2", "--blocking-threads", "4"]
command += ["--workers-kill-timeout", "5", "--log-level", "error", "hanoiconv.wsgi:application"]
server = subprocess.Popen(command, process_group=0)
told_to_stop = False


def stop(*_):
    global told_to_stop
    if not told_to_stop:
        told_to_stop = True
        signal.alarm(10)
        server.terminate()


def kill(*_):
    os.killpg(server.pid, signal.SIGKILL)


for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
    signal.signal(number, stop)
signal.signal(signal.SIGALRM, kill)
status = server.wait()
sys.exit(0 if told_to_stop else status)
