#!/bin/bash
# Installs the packages that Barista needs on Debian and Ubuntu, or says what is missing.
# usage: install_deps.sh [install|check] [test]     with "test" also what only `make test` needs
set -eu
mode=${1:-install}
purpose=${2:-bench}

missing=()
need() { # need PACKAGE COMMAND…: the package is missing when the command fails
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}
have_header() { echo "#include <$1>" | cc -E -x c - ; }
have_llhttp() { [ -e /usr/share/llhttp/llhttp.c ] || have_header llhttp.h; }
recent_cmake() { cmake --version | awk 'NR == 1 {split($3, v, "."); new = v[1] > 3 || v[2] >= 25} END {exit !new}'; }

need gcc cc --version
need libc6-dev have_header stdio.h
need cmake recent_cmake
need ninja-build ninja --version
need git git --version
need libev-dev have_header ev.h
need libcjson-dev have_header cjson/cJSON.h
need libcunit1-dev have_header CUnit/Basic.h
need gnuplot-nox gnuplot --version
[ "$purpose" != test ] || need clang-format clang-format --version
if ! have_llhttp >/dev/null 2>&1; then
    # Debian 13 has the library; Debian 12 only its C sources, inside node-llhttp.
    if apt-cache show libllhttp-dev >/dev/null 2>&1; then
        missing+=(libllhttp-dev)
    else
        missing+=(node-llhttp)
    fi
fi

[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$mode" != install ] || ! command -v apt-get >/dev/null; then
    echo "Missing: ${missing[*]}" >&2
    if command -v apt-get >/dev/null; then
        echo "To install: apt-get install --no-install-recommends ${missing[*]}" >&2
    else
        echo "Those are Debian's names: libev, cJSON, llhttp, CUnit, gnuplot, cmake >= 3.25," \
            "ninja, git and a C compiler, with headers." >&2
    fi
    exit 1
fi

root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "Missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}" >&2
        exit 1
    }
    root=(sudo)
fi
echo "Installing what Barista is built and drawn with: ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${root[@]}" apt-get update -q &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    echo "apt-get could not install: ${missing[*]}" >&2
    exit 1
fi
