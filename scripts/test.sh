#!/bin/bash
# What `make test` runs: the quick checks, then every test in the release build and under ASan+UBSan,
# and the threaded ones under TSan. Ends with one line "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
passed=0
failed=0

say() { printf '== %s\n' "$*"; }
count() { # count NAME STATUS
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        say "failed: $1"
    fi
}

run_preset() { # run_preset PRESET [ctest arguments]
    local preset=$1 log
    shift
    say "build $preset"
    scripts/build.sh "$preset" || {
        count "build $preset" 1
        return
    }
    say "test $preset"
    log=$(mktemp)
    ctest --preset "$preset" --no-tests=error -j 2 "$@" 2>&1 | tee "$log" | grep -E '^ *[0-9]+/[0-9]+ Test|\*\*\*|[Ff]ailed|asserts|ERROR|SUMMARY|^ +[0-9]+\. '
    local failures total
    total=$(grep -cE '^ *[0-9]+/[0-9]+ Test ' "$log")
    failures=$(grep -cE '^ *[0-9]+/[0-9]+ Test .*(\*\*\*|Failed|Timeout|Not Run)' "$log")
    [ "$total" -gt 0 ] || failures=1
    passed=$((passed + total - failures))
    failed=$((failed + failures))
    rm -f "$log"
}

say "check"
scripts/check.sh
count check $?
run_preset release
say "every header compiles alone"
cmake --build --preset release --target all_verify_interface_header_sets >/dev/null
count headers $?
run_preset asan
run_preset tsan -L 'contract|e2e|servers|loadgen|bench'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
