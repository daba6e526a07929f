#!/bin/sh
# Lock again: one resolution for everything, then each subset cut from it. Needs uv. No file names a host.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
lock() {
    name=$1; python=$2; shift 2
    uv pip compile -q --universal --python-version "$python" --generate-hashes \
        --no-emit-index-url --no-annotate --no-header "$@" pyproject.toml -o "requirements/$name.txt"
}
subset() { name=$1; shift; lock "$name" 3.11 -c requirements/all.txt "$@"; }

# Newer versions than the locked ones: requirements/compile.sh --upgrade
lock all 3.11 -c requirements/lts.in --all-extras --group test --group lint --group browser --group types "$@"
subset runtime
subset postgres --extra postgres
subset dev --extra postgres --group test --group lint
subset browser --extra postgres --group test --group browser
subset types --extra postgres --group test --group types
lock next 3.12 -c requirements/next.in --extra postgres --group test "$@"
