#!/bin/bash
# What Barista itself costs, as ratios to bare epoll loops that parse nothing. Runs A and B in turn and
# takes medians, so that a noisy machine disturbs both alike. Builds must be release builds.
# usage: yardstick.sh     [ROUNDS=5] [SECONDS_EACH=3]
set -eu
cd "$(dirname "$0")/.."
bin=build/release/bin
rounds=${ROUNDS:-5}
seconds=${SECONDS_EACH:-3}
connections=64
work=$(mktemp -d)
pids=()

stop_all() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    pids=()
}
trap 'stop_all; rm -rf "$work"' EXIT

cpus=$(nproc)
if [ "$cpus" -ge 2 ]; then
    server_cpu=$((cpus - 1))
    client_cpu=0
else
    server_cpu=0
    client_cpu=0
    echo "One CPU only: server and client share it, so the figures say little." >&2
fi

# start NAME COMMAND…: runs a server on its CPU; sets `port` and `pid`
start() {
    local log=$work/$1.out
    shift
    taskset -c "$server_cpu" "$@" >"$log" 2>"$log.err" &
    pid=$!
    pids+=("$pid")
    for _ in $(seq 200); do
        port=$(sed -n 's/^ready port=\([0-9]*\).*/\1/p' "$log")
        [ -z "$port" ] || return 0
        kill -0 "$pid" 2>/dev/null || break
        read -r -t 0.05 <> <(:) || true
    done
    echo "$1 did not start:" >&2
    cat "$log.err" >&2
    exit 1
}
cpu_ns() { awk '{print $1}' "/proc/$1/schedstat"; }
median() { sort -n | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }

# us_per_request OF-PID: load by the bare client; prints the CPU that the server used per request
server_us_per_request() {
    local before after requests
    before=$(cpu_ns "$1")
    requests=$(taskset -c "$client_cpu" "$bin/bare_client" "$2" $connections "$seconds" |
        sed 's/.*requests=\([0-9]*\).*/\1/')
    after=$(cpu_ns "$1")
    awk -v n="$((after - before))" -v r="$requests" 'BEGIN {printf "%.3f\n", n / r / 1000}'
}

json() { sed -n "s/^[[:space:]]*\"$1\":[[:space:]]*\([-0-9.e+]*\),\{0,1\}$/\1/p" "$2" | head -n 1; }

loadgen() { taskset -c "$client_cpu" "$bin/loadgen" "$@" --quiet; }

# The load generator's CPU per request, closed model; all of the process, start-up included
loadgen_us_per_request() {
    local TIMEFORMAT='%U %S'
    { time loadgen --url="http://127.0.0.1:$1/hello" --connections=$connections \
        --duration="${seconds}s" --json >"$work/loadgen.json" 2>"$work/loadgen.err"; } 2>"$work/time"
    awk -v r="$(json planned "$work/loadgen.json")" '{printf "%.3f\n", ($1 + $2) * 1e6 / r}' "$work/time"
}
client_us_per_request() {
    local TIMEFORMAT='%U %S'
    { time taskset -c "$client_cpu" "$bin/bare_client" "$1" $connections "$seconds" >"$work/bare" \
        2>"$work/bare.err"; } 2>"$work/time"
    awk -v r="$(sed 's/.*requests=\([0-9]*\).*/\1/' "$work/bare")" \
        '{printf "%.3f\n", ($1 + $2) * 1e6 / r}' "$work/time"
}

echo "Barista yardstick: $("$bin/server" --version)"
echo "$rounds rounds of $seconds s each, $connections keep-alive connections, medians"
echo

start bare "$bin/bare_server"
bare_pid=$pid bare_port=$port
start loop "$bin/server" --model=event-loop --port=0 --iterations-per-ms=1000
loop_pid=$pid loop_port=$port
for _ in $(seq "$rounds"); do
    server_us_per_request "$bare_pid" "$bare_port" >>"$work/bare_server"
    server_us_per_request "$loop_pid" "$loop_port" >>"$work/event_loop"
done
a=$(median <"$work/event_loop") b=$(median <"$work/bare_server")
echo "server   CPU per /hello   event-loop $a us   bare epoll server $b us   ratio $(ratio "$a" "$b")"

for _ in $(seq "$rounds"); do
    client_us_per_request "$bare_port" >>"$work/bare_client"
    loadgen_us_per_request "$bare_port" >>"$work/loadgen"
done
a=$(median <"$work/loadgen") b=$(median <"$work/bare_client")
echo "loadgen  CPU per /hello   loadgen    $a us   bare epoll client $b us   ratio $(ratio "$a" "$b")"

# Lateness of the open model at 1,000 requests a second, Poisson
lag() { # lag NAME COMMAND…
    local name=$1
    shift
    for _ in $(seq "$rounds"); do
        "$@" --url="http://127.0.0.1:$loop_port/work?cpu=100us" --connections=$connections --rate=1k/s \
            --duration="${seconds}s" --json --quiet >"$work/lag.json" 2>"$work/lag.err"
        awk '/"lag":/ {inside = 1} inside && /"p50":/ {gsub(/[^0-9.]/, "", $2); p50 = $2}
             inside && /"p99":/ {gsub(/[^0-9.]/, "", $2); print p50, $2; exit}' "$work/lag.json" >>"$work/lag.$name"
    done
    echo "lag      1k/s, $name: p50 $(awk '{print $1}' "$work/lag.$name" | median) us," \
        "p99 $(awk '{print $2}' "$work/lag.$name" | median) us"
}
lag "generator on a core of its own" taskset -c "$client_cpu" "$bin/loadgen"
renice -n 10 -p "$loop_pid" >/dev/null
taskset -p -c "0-$((cpus - 1))" "$loop_pid" >/dev/null
lag "shared cores (server at nice 10)" "$bin/loadgen"
stop_all

# What bench needs around the load of a trial
"$bin/bench" run scenarios/smoke.json --out="$work/bench" --quiet >/dev/null 2>"$work/bench.err" || {
    cat "$work/bench.err" >&2
    exit 1
}
run=$(find "$work/bench" -name run.json | head -n 1)
trials=$(find "$work/bench" -name result.json | wc -l)
awk -v e="$(json elapsedSeconds "$run")" -v l="$(json loadSeconds "$run")" -v t="$trials" \
    'BEGIN {printf "bench    %.1f s in all, %.1f s of load in %d trials: %.2f s around each trial, calibration and report included\n",
        e, l, t, (e - l) / t}'
