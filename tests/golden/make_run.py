#!/usr/bin/env python3
"""Writes tests/golden/run: a small, complete result tree with known contents.

Two servers are simulated, not measured, so that the numbers are the same for ever: an event loop
(gated first-in-first-out on one core) and a thread per request (processor sharing on two cores),
under the same Poisson arrivals. Run it only when the format in results/README.md changes:

    python3 tests/golden/make_run.py
"""
import hashlib
import json
import math
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
RUN = os.path.join(HERE, "run")
LIGHT, HEAVY = 0.0002, 0.050
PHASES = [("warm-up", "constant-arrival-rate", True, [200.0], 1.0),
          ("load", "staircase-arrival-rate", False, [300.0, 500.0, 700.0], 4.0)]
OUTCOMES = """ok status_mismatch check_failed connect_refused connect_timeout connect_reset
address_unavailable descriptor_limit write_error reset_before_response closed_before_response
parse_error truncated_body body_too_large response_timeout dropped aborted""".split()
SCENARIO = {
    "version": 1, "name": "cpu-tail", "title": "One heavy request in a hundred",
    "question": "Which model keeps the cheap requests fast, and which lets them queue behind the "
                "heavy ones?",
    "servers": ["thread-per-request", "event-loop"], "seed": 42, "connections": {"max": 256},
    "requests": {"light": {"path": "/work?cpu=200us"},
                 "heavy": {"path": "/work?cpu=50ms", "timeout": "10s"}},
    "mix": [{"request": "light", "weight": 99}, {"request": "heavy", "weight": 1}],
    "phases": [
        {"name": "warm-up", "executor": "constant-arrival-rate", "warmup": True, "rate": "200/s",
         "duration": "1s"},
        {"name": "load", "executor": "staircase-arrival-rate",
         "rates": ["300/s", "500/s", "700/s"], "stepDuration": "4s"}],
    "objective": {"threshold": "responseTime.p(99) < 20ms", "request": "light"},
    "thresholds": ["errorRate < 0.1%"],
}


class Request:
    def __init__(self, intended, kind, step, rng):
        self.intended, self.kind, self.step = intended, kind, step
        self.lag = min(rng.lognormvariate(math.log(4e-5), 0.4), 1.4e-4)
        self.wait = 1.2e-4 if rng.random() < 0.01 else 2e-6
        self.sent = intended + self.lag + self.wait
        self.work = (HEAVY if kind == "heavy" else LIGHT) * rng.uniform(0.98, 1.05)
        self.finished = 0.0


def arrivals(seed):
    rng, made, start, steps = random.Random(seed), [], 0.0, []
    for name, executor, warmup, rates, duration in PHASES:
        for index, rate in enumerate(rates):
            step = {"phase": name, "executor": executor, "warmup": warmup, "index": index,
                    "rate": rate, "start": start, "duration": duration}
            steps.append(step)
            t = start + rng.expovariate(rate)
            while t < start + duration:
                made.append(Request(t, "heavy" if rng.random() < 0.01 else "light", step, rng))
                t += rng.expovariate(rate)
            start += duration
    return made, steps


def serve_event_loop(requests):
    """One core; an iteration takes all that have arrived, then polls again."""
    queue, now, busy, i = sorted(requests, key=lambda r: r.sent), 0.0, [], 0
    while i < len(queue):
        begin = max(now, queue[i].sent + 3e-5)
        now = begin
        taken = []
        while i < len(queue) and queue[i].sent + 3e-5 <= begin:
            taken.append(queue[i])
            i += 1
        for request in taken:
            now += request.work + 3e-5
            request.finished = now + 4e-5
        busy.append((begin, now))
    return busy


def serve_threads(requests):
    """Two cores shared equally by all requests present."""
    queue, now, present, i = sorted(requests, key=lambda r: r.sent), 0.0, [], 0
    while i < len(queue) or present:
        speed = min(1.0, 2.0 / len(present)) if present else 1.0
        end = min((now + left / speed for left, _ in present), default=math.inf)
        come = queue[i].sent + 5e-5 if i < len(queue) else math.inf
        upto = min(end, come)
        present = [(left - (upto - now) * speed, r) for left, r in present]
        now = upto
        if come <= end:
            present.append((queue[i].work + 6e-5, queue[i]))
            i += 1
        for left, request in [p for p in present if p[0] <= 1e-12]:
            request.finished = now + 4e-5
        present = [p for p in present if p[0] > 1e-12]
    return []


def percentile(values, p):
    return values[max(1, math.ceil(p / 100 * len(values) - 1e-9)) - 1]


def us(seconds):
    return round(seconds * 1e6, 3)


def distribution(values):
    values = sorted(values)
    n, result = len(values), {"samples": len(values)}
    empty = n == 0
    result["min"] = None if empty else us(values[0])
    result["mean"] = None if empty else us(sum(values) / n)
    for name, p in [("p50", 50), ("p75", 75), ("p90", 90), ("p99", 99), ("p999", 99.9),
                    ("p9999", 99.99)]:
        enough = not empty and n - max(1, math.ceil(p / 100 * n - 1e-9)) >= 10
        result[name] = us(percentile(values, p)) if enough else None
    result["max"] = None if empty else us(values[-1])
    result["spectrum"] = []
    p, far = 0.0, 1.0
    while not empty and n - max(1, math.ceil(p / 100 * n - 1e-9)) >= 10:
        result["spectrum"].append([round(p, 4), us(percentile(values, p))])
        far *= 0.6
        p = 100 * (1 - far)
    return result


def in_flight(requests, start, end):
    """Mean, number at the end, and the least-squares slope through the means of 40 bins."""
    width = (end - start) / 40
    bins = [0.0] * 40
    for r in requests:
        for k in range(40):
            low, high = start + k * width, start + (k + 1) * width
            bins[k] += max(0.0, min(r.finished, high) - max(r.intended, low)) / width
    middle, mean = 19.5, sum(bins) / 40
    slope = (sum((k - middle) * (value - mean) for k, value in enumerate(bins)) /
             sum((k - middle) ** 2 for k in range(40))) / width
    last = sum(1 for r in requests if r.intended < end <= r.finished)
    return {"mean": round(mean, 3), "end": last, "slopePerSecond": round(slope, 3)}


def measures(requests, everything, start, duration):
    n = len(requests)
    good = sum(1 for r in requests if r.kind != "light" or r.finished - r.intended < 0.020)
    m = {"planned": n, "outcomes": {name: n if name == "ok" else 0 for name in OUTCOMES},
         "errorRate": 0, "offeredPerSecond": n / duration, "achievedPerSecond": n / duration,
         "goodputPerSecond": good / duration, "samples": n,
         "responseTime": distribution([r.finished - r.intended for r in requests]),
         "censoredFrom": None,
         "serviceTime": distribution([r.finished - r.sent for r in requests]),
         "connectionWait": distribution([r.wait for r in requests]),
         "lag": distribution([r.lag for r in requests]),
         "timeToFirstByte": distribution([r.finished - r.sent - 5e-6 for r in requests]),
         "connectTime": distribution([r.wait for r in requests if r.wait > 1e-4]),
         "inFlight": in_flight(everything, start, start + duration),
         "connectionsOpenPeak": 48, "bytesReceived": n * 151, "statuses": {"200": n},
         "errorSamples": []}
    return m


def result_of(server, label, seed, requests, steps):
    counted = [r for r in requests if not r.step["warmup"]]
    begin = min(s["start"] for s in steps if not s["warmup"])
    end = max(s["start"] + s["duration"] for s in steps)
    text = json.dumps(SCENARIO, indent=2, ensure_ascii=False) + "\n"
    result = {"schemaVersion": 1, "latencyUnit": "us",
              "scenario": {"name": SCENARIO["name"],
                           "sha256": hashlib.sha256(text.encode()).hexdigest()},
              "server": {"id": server, "model": server, "label": label},
              "url": "http://127.0.0.1:40123", "seed": seed,
              "startedAt": "2026-01-31T10:12:45Z", "zeroNs": 1000000000000,
              "durationSeconds": end, "interrupted": False,
              "verdict": {"status": "ok", "reasons": []},
              **measures(counted, counted, begin, end - begin), "phases": [], "thresholds": [
                  {"text": "errorRate < 0.1%", "value": 0, "passed": True}],
              "generator": {"threads": 1, "spinMicroseconds": 0, "cpuSeconds": 0.83}}
    for name, executor, warmup, _, _ in PHASES:
        phase = {"name": name, "warmup": warmup, "executor": executor, "steps": []}
        for s in [s for s in steps if s["phase"] == name]:
            mine = [r for r in requests if r.step is s]
            phase["steps"].append({
                "index": s["index"], "direction": "up", "startSeconds": s["start"],
                "durationSeconds": s["duration"], "vus": None,
                "verdict": {"status": "ok", "reasons": []},
                **measures(mine, mine, s["start"], s["duration"]),
                "requests": {kind: measures([r for r in mine if r.kind == kind],
                                            [r for r in mine if r.kind == kind],
                                            s["start"], s["duration"])
                             for kind in ("light", "heavy")}})
        result["phases"].append(phase)
    return result, text


def timeseries(requests, end):
    rows = ["second,offered,done,errors,p50_us,p99_us,max_us,in_flight"]
    for second in range(int(end)):
        mine = sorted(r.finished - r.intended for r in requests
                      if second <= r.intended < second + 1)
        flying = sum(1 for r in requests if r.intended < second + 1 <= r.finished)
        p99 = us(percentile(mine, 99)) if len(mine) >= 100 else ""
        rows.append(f"{second},{len(mine)},{len(mine)},0,{us(percentile(mine, 50))},{p99},"
                    f"{us(mine[-1])},{flying}")
    return "\n".join(rows) + "\n"


def slow(requests):
    late = sorted((r for r in requests if r.finished - r.intended > 0.020),
                  key=lambda r: r.finished)
    lines = [json.dumps({"intendedNs": round(r.intended * 1e9), "doneNs": round(r.finished * 1e9),
                         "request": r.kind, "worker": 0}, separators=(",", ":")) for r in late]
    return "\n".join(lines + [json.dumps({"total": len(late)}, separators=(",", ":"))]) + "\n"


def events(steps):
    lines = []
    for i, s in enumerate(steps):
        lines.append({"t": s["start"], "event": "step", "phase": s["phase"], "step": s["index"],
                      "seconds": s["duration"]})
        if i + 1 == len(steps) or steps[i + 1]["phase"] != s["phase"]:
            lines.append({"t": round(s["start"] + s["duration"] + 0.0004, 4), "event": "drained",
                          "phase": s["phase"]})
    lines.append({"t": lines[-1]["t"], "event": "end"})
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


def cpu_at(requests, server, t):
    """CPU used by the server up to t: proportional progress within each request."""
    used = 0.06
    for r in requests:
        if r.sent < t:
            cost = r.work + (3e-5 if server == "event-loop" else 6e-5)
            used += cost * min(1.0, (t - r.sent) / (r.finished - r.sent))
    return used


def samples(server, requests, steps, busy):
    rows, loop = [], server == "event-loop"
    end = steps[-1]["start"] + steps[-1]["duration"]
    for tick in range(0, int(end * 10) + 4):
        t = tick / 10
        flying = sum(1 for r in requests if r.sent < t <= r.finished)
        done = sum(1 for r in requests if r.finished <= t)
        cpu, gen = round(cpu_at(requests, server, t), 2), round(0.01 + done * 0.00009, 2)
        loops = []
        if loop:
            past = [b for b in busy if b[0] < t]
            inside = past and past[-1][1] > t
            loops = [{"slot": 0, "iterations": len(past),
                      "busySeconds": round(sum(min(b[1], t) - b[0] for b in past), 6),
                      "blockedSeconds": round(sum(b[1] - b[0] for b in past
                                                  if b[1] - b[0] > 0.020 and b[1] <= t), 6),
                      "longestSeconds": round(max((b[1] - b[0] for b in past if b[1] <= t),
                                                  default=0), 6),
                      "enteredSeconds": round(past[-1][0], 6) if inside else None}]
        threads = 1 if loop else 1 + min(48, done // 4 + 1)
        rows.append((t, 0, {"t": t, "kind": "sample", "cpuSeconds": cpu, "threads": threads,
                            "processes": 1, "rssBytes": 2400000 + threads * 20480,
                            "generatorCpuSeconds": gen,
                            "machineBusySeconds": round(900 + cpu + gen + 0.02 * t, 2),
                            "machineStealSeconds": 4.1, "accepted": min(48, done // 4 + 1),
                            "open": min(48, done // 4 + 1), "inFlight": flying, "requests": done,
                            "loops": loops}))
    for b in busy:
        if b[1] - b[0] >= 0.005:
            rows.append((b[1], 1, {"t": round(b[1], 6), "kind": "busy", "slot": 0,
                                   "startSeconds": round(b[0], 6), "endSeconds": round(b[1], 6)}))
    for s in steps:
        threads = 1 if loop else 49
        t = s["start"] + s["duration"]
        rows.append((t, 2, {"t": t, "kind": "step", "phase": s["phase"], "step": s["index"],
                            "pssBytes": 1310720 + threads * 9216,
                            "rssBytes": 2400000 + threads * 20480, "threads": threads,
                            "descriptors": 56, "kernelStackBytes": threads * 16384,
                            "pageTablesBytes": 131072 + threads * 4096, "slabBytes": 98304,
                            "listenOverflows": 0}))
    rows.sort(key=lambda row: (row[0], row[1]))
    last = cpu_at(requests, server, math.inf)
    lines = [row[2] for row in rows]
    lines.append({"t": round(end + 0.4, 1), "kind": "end", "userSeconds": round(last * 0.9, 2),
                  "systemSeconds": round(last * 0.1, 2), "maxRssBytes": lines[-1].get("rssBytes",
                                                                                      3400000),
                  "voluntarySwitches": 5200 if loop else 14100,
                  "involuntarySwitches": 310 if loop else 1290})
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write_trial(server, label, serve):
    directory = f"trials/cpu-tail/{server}/1"
    requests, steps = arrivals(42)
    busy = serve(requests)
    result, scenario = result_of(server, label, 42, requests, steps)
    end = steps[-1]["start"] + steps[-1]["duration"]
    files = {"result.json": json.dumps(result, indent=1) + "\n", "scenario.json": scenario,
             "timeseries.csv": timeseries(requests, end), "slow.ndjson": slow(requests),
             "events.ndjson": events(steps), "samples.ndjson": samples(server, requests, steps,
                                                                       busy),
             "commands.txt": f"server --model={server} --port=0\nloadgen scenario.json "
                             "--url=http://127.0.0.1:40123 --out=.\n",
             "server.log": "", "loadgen.log": ""}
    for name, text in files.items():
        write(os.path.join(RUN, directory, name), text)
    return {"scenario": "cpu-tail", "server": server, "n": 1, "block": 0, "seed": 42,
            "directory": directory, "status": "done", "reason": None,
            "startedAt": "2026-01-31T10:12:45Z", "seconds": 13.9, "verdict": "ok"}


def main():
    servers = [("thread-per-request", "thread per request", serve_threads),
               ("event-loop", "event loop", serve_event_loop)]
    trials = [write_trial(*server) for server in servers]
    objective = f"{SCENARIO['objective']['threshold']} of light"
    run = {"schemaVersion": 1, "suite": "cpu-tail", "startedAt": "2026-01-31T10:12:44Z",
           "endedAt": "2026-01-31T10:13:13Z", "complete": True, "reason": None,
           "plannedSeconds": 28.0, "elapsedSeconds": 29.1, "loadSeconds": 26.0,
           "version": "0.1.0", "revision": "0123456789ab", "revisionClean": True,
           "buildType": "Release", "unoptimised": False,
           "commandLine": "bench run scenarios/cpu-tail.json",
           "machine": {"cpuModel": "Example CPU @ 2.50GHz", "cpus": 2, "cpusAllowed": 2,
                       "cpuQuota": None, "memoryBytes": 8160437862, "kernel": "Linux 6.1.0",
                       "os": "Debian GNU/Linux 12 (bookworm)", "descriptorLimit": 20000,
                       "somaxconn": 4096, "portRange": [32768, 60999]},
           "placement": {"sharedCpus": True, "serverCpus": [0, 1], "generatorCpus": [0, 1],
                         "serverNice": 10, "generatorNice": 0,
                         "reason": "2 CPUs: server and generator share them"},
           "iterationsPerMs": 51234.5,
           "scenarios": [{"name": SCENARIO["name"], "title": SCENARIO["title"],
                          "question": SCENARIO["question"], "file": "scenarios/cpu-tail.json",
                          "objective": objective,
                          "servers": [{"id": name, "model": name, "label": label, "cpus": 2,
                                       "options": {}} for name, label, _ in servers]}],
           "trials": trials}
    write(os.path.join(RUN, "run.json"), json.dumps(run, indent=2) + "\n")


main()
