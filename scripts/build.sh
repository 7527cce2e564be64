#!/bin/bash
# Configures and builds one preset; quiet unless something goes wrong.
# usage: build.sh dev|asan|tsan|release
set -eu
cd "$(dirname "$0")/.."
preset=$1
log=$(mktemp)
trap 'rm -f "$log" "$log.faults"' EXIT
if ! { cmake --preset "$preset" && cmake --build --preset "$preset"; } >"$log" 2>&1; then
    # The first faults say most; a log without any is shown from its end.
    grep -E -A 6 'error|Error|warning:|FAILED|missing' "$log" >"$log.faults" || tail -n 40 "$log" >"$log.faults"
    head -n 60 "$log.faults" >&2
    echo "The $preset build failed." >&2
    exit 1
fi
