#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs other programs on Fatou's jobs, in turn with Fatou, and prints how the times compare.

  /usr/bin/python3 tests/bench/peers/peers.py [--fatou build/release/app/fatou] [--repeats 5]

Peers are numpy, numba, FractalNow and XaoS as Debian packages them. Nothing is installed; a peer
that is not there is named. numpy and numba are timed inside their process, without start-up;
FractalNow and XaoS as whole processes that write a picture, beside `fatou render` doing the same.
XaoS guesses pixels and tests periodicity by screen distance; the others compute every pixel.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

JOBS = {
    "seed": dict(c=(-0.065, 0.66), side=1024, tmax=256),
    "seed-4096": dict(c=(-0.065, 0.66), side=4096, tmax=256),
    "rabbit": dict(c=(-0.123, 0.745), side=2048, tmax=2000),
    "dust": dict(c=(-0.7269, 0.1889), side=2048, tmax=5000),
}
RADIUS = 1.3

try:
    import numpy
except ImportError:
    numpy = None
try:
    import numba
except ImportError:
    numba = None


def numpy_program(job):
    """The program Fatou began with: counts down where a point has escaped, and leaves it alone."""
    axis = numpy.linspace(-RADIUS, RADIUS, job["side"])
    Z = axis[None, :] + 1j * axis[:, None]
    J = numpy.full(Z.shape, job["tmax"])
    c = complex(*job["c"])
    for _ in range(job["tmax"]):
        mask = abs(Z) <= 2
        Z[mask] = Z[mask] ** 2 + c
        J[~mask] -= 1
    return J


def numba_program():
    @numba.njit
    def julia(re, im, radius, side, tmax):
        axis = numpy.linspace(-radius, radius, side)
        J = numpy.empty((side, side), numpy.int32)
        for row in range(side):
            for col in range(side):
                x, y, t = axis[col], axis[row], 0
                while t < tmax and x * x + y * y <= 4.0:
                    x, y = x * x - y * y + re, 2.0 * x * y + im
                    t += 1
                J[row, col] = t
        return J

    julia(0.0, 0.0, RADIUS, 8, 8)  # compiles
    return lambda job: julia(*job["c"], RADIUS, job["side"], job["tmax"])


def fractalnow_command(folder, job):
    config = os.path.join(folder, "fractalnow.config")
    with open(config, "w") as file:
        file.write(f"c075\njulia\n{job['c'][0]} {job['c'][1]}\n0 0 {2 * RADIUS} {2 * RADIUS}\n"
                   f"2 {job['tmax']}\n1\n0x0\niterationcount\ndiscrete\nidentity\n0.01 0\n"
                   "0 0x000000 0.5 0xffffff 1 0xffaa00\n")
    return ["fractalnow", "-c", config, "-x", str(job["side"]), "-j", "1", "-i", "1",
            "-o", os.path.join(folder, "fractalnow.ppm")]


def xaos_command(folder, job):
    script = os.path.join(folder, "job.xaf")
    with open(script, "w") as file:
        file.write(f"(initstate)(formula 'mandel)(maxiter {job['tmax']})(bailout 4)(julia #t)"
                   f"(juliaseed {job['c'][0]} {job['c'][1]})"
                   f"(view 0 0 {2 * RADIUS} {2 * RADIUS})(usleep 200000)\n")
    size = f"{job['side']}x{job['side']}"
    return ["xaos", "-render", script, "-size", size, "-renderimage", "rgb", "-alwaysrecalc",
            "-basename", os.path.join(folder, "xaos")]


def fatou_command(fatou, folder, job, ending):
    return [fatou, "render", "--quiet", "--engines", "1", f"--c={job['c'][0]},{job['c'][1]}",
            "--radius", str(RADIUS), "--size", f"{job['side']}x{job['side']}",
            "--tmax", str(job["tmax"]), "--bands", "--force", "-o", os.path.join(folder, "fatou" + ending)]


def seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def run_process(command):
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def fatou_kernel_seconds(fatou, folder, name, kernel):
    """One engine, without start-up or file, as `fatou bench` measures it."""
    report = os.path.join(folder, "bench.json")
    subprocess.run([fatou, "bench", "--quiet", "--engines", "1", "--jobs", name, "--repeats", "1",
                    "--json", report], check=True)
    with open(report) as file:
        return json.load(file)["jobs"][0][kernel]["median"]


def compare(name, job, peer, peer_seconds, ours_seconds, repeats):
    theirs, ours = [], []
    for _ in range(repeats):
        theirs.append(peer_seconds())
        ours.append(ours_seconds())
    a, b = statistics.median(theirs), statistics.median(ours)
    print(f"{name:10}  {peer:24}  {a * 1e3:10.1f} ms  {b * 1e3:9.2f} ms  {a / b:8.1f}x", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fatou", default="build/release/app/fatou")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--jobs", default="seed,rabbit,dust")
    arguments = parser.parse_args()

    missing = [f"{peer} (package {package})" for peer, package, there in [
        ("numpy", "python3-numpy", numpy), ("numba", "python3-numba", numba),
        ("FractalNow", "fractalnow", shutil.which("fractalnow")),
        ("XaoS", "xaos", shutil.which("xaos"))] if not there]
    if missing:
        print("Not here: " + ", ".join(missing))
    compiled = numba_program() if numba and numpy else None

    print("job         peer                         peer's time   Fatou's time    ratio")
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.jobs.split(","):
            job = JOBS[name]

            def kernel(which="fast"):
                return fatou_kernel_seconds(arguments.fatou, folder, name, which)

            def process(ending):
                command = fatou_command(arguments.fatou, folder, job, ending)
                return lambda: seconds(lambda: run_process(command))

            if numpy and name == "seed":  # minutes on the others
                compare(name, job, "numpy, to plain kernel", lambda: seconds(
                    lambda: numpy_program(job)), lambda: kernel("plain"), arguments.repeats)
                compare(name, job, "numpy", lambda: seconds(lambda: numpy_program(job)), kernel,
                        arguments.repeats)
            if compiled:
                compare(name, job, "numba, 1 thread", lambda: seconds(lambda: compiled(job)),
                        kernel, arguments.repeats)
            if shutil.which("fractalnow"):
                command = fractalnow_command(folder, job)
                compare(name, job, "FractalNow, to a kernel", lambda: seconds(
                    lambda: run_process(command)), kernel, arguments.repeats)
                compare(name, job, "FractalNow, 1 thread", lambda: seconds(
                    lambda: run_process(command)), process(".npy"), arguments.repeats)
            if shutil.which("xaos"):
                command = xaos_command(folder, job)
                compare(name, job, "XaoS (guessing), PNG", lambda: seconds(
                    lambda: run_process(command)), process(".png"), arguments.repeats)


if __name__ == "__main__":
    main()
