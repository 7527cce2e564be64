#!/bin/bash
# Configures and builds one preset; quiet unless something goes wrong.
# usage: build.sh dev|asan|tsan|release
set -eu
cd "$(dirname "$0")/.."
preset=$1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { cmake --preset "$preset" && cmake --build --preset "$preset"; } >"$log" 2>&1; then
    grep -E 'error|Error|warning|FAILED|missing' -A 6 "$log" | head -n 60 >&2 || tail -n 40 "$log" >&2
    echo "The $preset build failed." >&2
    exit 1
fi
