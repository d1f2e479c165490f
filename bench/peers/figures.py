"""What every peer script shares: the machine's description, its limits, memory and the line that is printed."""

import json
import os
import re
import resource
import statistics
import time

SOURCE, NEW = 128, 64
THREADS = int(os.environ.get("OMP_NUM_THREADS", "0")) or len(os.sched_getaffinity(0))


def cpu_class():
    """The same words as Cloze prints: the widest matrix instructions decide."""
    flags, model = set(), "unknown"
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("flags"):
                flags = set(line.split(":")[1].split())
            if line.startswith("model name"):
                model = line.split(":")[1].strip()
    best = next((name for name, flag in [("amx-bf16", "amx_bf16"), ("avx512-bf16", "avx512_bf16"),
                                         ("avx512-vnni", "avx512_vnni"), ("avx512", "avx512f"),
                                         ("avx2", "avx2")] if flag in flags), "other")
    return f"{model}, {best}, {THREADS} threads"


def peak_mb():
    """Highest resident memory of this process so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def gemm_peak(dtype):
    """Best observed rate, in FLOP/s, of one big matrix product: the limit that a training step is held against."""
    import torch

    size = 2048
    left, right = torch.randn(size, size).to(dtype), torch.randn(size, size).to(dtype)
    result = torch.empty(size, size, dtype=dtype)
    best = float("inf")
    for _ in range(12):
        start = time.perf_counter()
        torch.mm(left, right, out=result)
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best


def read_bandwidth():
    """Bytes a second that summing a buffer far larger than the caches reads: the limit of decoding one row."""
    import torch

    buffer = torch.ones(1 << 27)
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        buffer.sum()
        best = min(best, time.perf_counter() - start)
    return buffer.numel() * 4 / best


def seconds_each(work, warmups, repeats):
    """Median seconds of `work()` after `warmups` calls that do not count."""
    for _ in range(warmups):
        work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(work, peer, dtype, rate, unit="tokens_per_s", limit=None, **more):
    """One JSON object a line; `share_of_limit` is the measured rate over what the machine could do at most."""
    line = {"work": work, "by": peer, "dtype": dtype, unit: round(rate, 2), "peak_mb": more.pop("peak_mb", peak_mb()),
            "share_of_limit": None if limit is None else round(limit, 4), "cpu": cpu_class(), **more}
    print(json.dumps(line), flush=True)


def points(text):
    """`b8beam4` is 8 inputs with 4 beams each."""
    for name in text.split(","):
        rows, beams = re.fullmatch(r"b(\d+)(?:beam(\d+))?", name).groups()
        yield int(rows), int(beams or 1)


def work_name(rows, beams, model="t5-v1.1-base", new=NEW):
    return f"generate {model} b{rows} {'greedy' if beams == 1 else f'beam{beams}'} {SOURCE}->{new}"
