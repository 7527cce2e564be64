#!/bin/bash
# The checks that take seconds: format, layers, sizes, banned calls, tests in the shape of the tree.
# Also the pre-commit hook and part of `make test`. Prints every fault; exit 1 when there was one.
set -u
cd "$(dirname "$0")/.." || exit 1
status=0
fault() {
    echo "check: $1"
    [ $# -lt 2 ] || printf '%s\n' "$2" | sed 's/^/    /'
    status=1
}

mapfile -t sources < <(git ls-files -co --exclude-standard '*.c' '*.h' | while read -r f; do [ -e "$f" ] && echo "$f"; done)
mapfile -t product < <(printf '%s\n' "${sources[@]}" | grep -E '^(core|formats|servers|loadgen|bench|report)/')

# Format
if command -v clang-format >/dev/null; then
    bad=$(clang-format --dry-run "${sources[@]}" 2>&1 | grep -oE '^[^:]+:[0-9]+' | sort -u | head -n 20)
    [ -z "$bad" ] || fault "not formatted (make format)" "$bad"
else
    echo "check: clang-format is missing; the format is not checked" >&2
fi

# Layers: what a folder may include besides itself
layer() {
    local folder=$1 allowed
    allowed=$(printf '%s\n' "$@" | paste -sd'|')
    bad=$(printf '%s\n' "${product[@]}" | grep "^$folder/" |
        xargs -r grep -HnE '^#include "(core|formats|servers|loadgen|bench|report|tests)/' |
        grep -vE "#include \"($allowed)/")
    [ -z "$bad" ] || fault "$folder may include only: $*" "$bad"
}
layer core
layer formats core
layer servers core formats
layer loadgen core formats
layer bench core formats
layer report core formats

# Inside servers: models stand on blocking and evented, those on conn; conn knows no sockets.
bad=$(grep -HnE '#include "core/net.h"|<sys/socket.h>|<ev.h>' servers/conn*.[ch] servers/request*.[ch] \
    servers/respond*.[ch] 2>/dev/null)
[ -z "$bad" ] || fault "conn must not know sockets or loops" "$bad"
only_user() { # only_user PATTERN FILES-THAT-MAY WHAT
    bad=$(printf '%s\n' "${product[@]}" | xargs grep -HnE "$1" | grep -vE "^($2)")
    [ -z "$bad" ] || fault "$3" "$bad"
}
only_user '#include <llhttp.h>' 'core/http' 'llhttp is used by core/http alone'
only_user '#include <(cjson/)?cJSON.h>' 'core/json' 'cJSON is included by core/json alone'

# Sizes
bad=$(printf '%s\n' "${product[@]}" | xargs wc -l | awk '$2 != "total" && $1 > 300 {print $2 ": " $1 " lines"}')
[ -z "$bad" ] || fault "files over 300 lines want a second module" "$bad"
bad=$(printf '%s\n' "${sources[@]}" | LC_ALL=C.UTF-8 xargs grep -HnoE '^.{101,}' | cut -d: -f1,2)
[ -z "$bad" ] || fault "lines over 100 characters" "$bad"
bad=$(printf '%s\n' "${product[@]}" | grep '\.c$' | xargs awk '
    FNR == 1 {start = 0}
    /^{/ {start = FNR; name = previous}
    /^}/ {if (start && FNR - start - 1 > 60) print FILENAME ":" start ": " FNR - start - 1 " lines"; start = 0}
    {previous = $0}')
[ -z "$bad" ] || fault "functions over 60 lines" "$bad"
bad=$(printf '%s\n' "${product[@]}" | grep '_main\.c$' | xargs -r awk '
    /^int main/ {inside = FNR}
    /^}/ {if (inside && FNR - inside > 42) print FILENAME ": main has " FNR - inside - 2 " lines"; inside = 0}')
[ -z "$bad" ] || fault "main is a table of contents of 40 lines at most" "$bad"

# Banned calls
bad=$(printf '%s\n' "${product[@]}" | xargs grep -HnE \
    '(^|[^a-zA-Z0-9_])(gettimeofday|time|strcpy|strcat|sprintf|strtok|atoi|atol|gets|rand|srand|signal|usleep|sleep|system|popen)\(' |
    grep -vE ':[0-9]+: *(/?\*|//)')
[ -z "$bad" ] || fault "banned calls" "$bad"
bad=$(printf '%s\n' "${product[@]}" | xargs grep -HnE 'CLOCK_REALTIME' | grep -v '^core/clock\.')
[ -z "$bad" ] || fault "the wall clock is core/clock's" "$bad"
bad=$(printf '%s\n' "${product[@]}" | grep -v '_main\.c$' | xargs grep -HnE '(^|[^a-zA-Z0-9_])exit\(')
[ -z "$bad" ] || fault "only *_main.c exits" "$bad"
bad=$(git grep -nwE 'TODO|FIXME|XXX|HACK' -- '*.c' '*.h' '*.sh' '*.gp' '*.cmake' CMakeLists.txt Makefile ':!scripts/check.sh' )
[ -z "$bad" ] || fault "left-over markers" "$bad"

# Tests in the shape of the tree
for source in "${product[@]}"; do
    case $source in
    *_main.c | servers/models/* | servers/models.c | *.h) continue ;;
    esac
    module=$(basename "$source" .c)
    [ -e "tests/unit/test_$module.c" ] || fault "$source has no tests/unit/test_$module.c"
done
bad=$(printf '%s\n' "${product[@]}" | grep '\.c$' | xargs -n1 basename | sort | uniq -d)
[ -z "$bad" ] || fault "file names are unique in the tree" "$bad"

exit $status
