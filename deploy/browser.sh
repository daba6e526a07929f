#!/usr/bin/env bash
# Install what `make browser-test` needs beside Python, where it is missing: Debian's chromium, Java,
# Node.js and fonts, then the packages of tests/browser/package-lock.json. Quick when all is there.
set -euo pipefail
cd "$(dirname "$0")/../tests/browser"

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v java >/dev/null || missing+=(default-jre-headless)
{ command -v node && command -v npm; } >/dev/null || missing+=(nodejs npm)
# Letters of every script: a box instead of a letter has another width.
[[ -e /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf ]] || missing+=(fonts-noto-core)

if [[ ${#missing[@]} -gt 0 ]]; then
    as_root=$([[ $EUID == 0 ]] || echo 'sudo -n')
    if ! command -v apt-get >/dev/null || ! $as_root true 2>/dev/null; then
        echo "The browser checks need more: install ${missing[*]} (names of Debian's packages)." >&2
        exit 1
    fi
    echo "Installing ${missing[*]} from Debian's packages."
    $as_root apt-get -qq update
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        "${missing[@]}" >/dev/null
fi

# npm writes its copy of the lock last, so a folder without it is half-made.
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
    echo 'Installing axe-core, vnu-jar and lighthouse (once, about half a minute).'
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
fi
