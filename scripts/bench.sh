#!/bin/bash
# What `make bench` runs: turns its variables into flags of the program bench.
# usage: [SCENARIOS=a.json,b.json] [SERVERS=a,b] [REPETITIONS=n] [OUT=DIR] bench.sh [FLAG…]
set -eu
here=$(pwd)
cd "$(dirname "$0")/.."
flags=()
[ -z "${SERVERS:-}" ] || flags+=("--servers=$SERVERS")
[ -z "${REPETITIONS:-}" ] || flags+=("--repetitions=$REPETITIONS")
[ -z "${OUT:-}" ] || flags+=("--out=$OUT")
IFS=', ' read -r -a scenarios <<<"${SCENARIOS:-}"
for i in "${!scenarios[@]}"; do
    case ${scenarios[i]} in
    /*) ;;
    *) [ ! -e "$here/${scenarios[i]}" ] || scenarios[i]=$here/${scenarios[i]} ;;
    esac
done
exec build/release/bin/bench run "${scenarios[@]}" "${flags[@]}" "$@"
