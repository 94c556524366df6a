# SPDX-License-Identifier: GPL-3.0-or-later
"""fatou.render() beside the command line: seconds of a picture, and the memory of both ends.

    PYTHONPATH=resources/python FATOU_PROGRAM=build/release/app/fatou \\
        python3 tests/bench/peers/render_beside.py [SIDE]

Medians of the picture's own time as each of them has measured it, in turn. From Python it is to be
at most 1.05 times the command line's. The peak of this process grows by no more than one picture
where nothing is copied. It needs numpy.
"""
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import fatou

ROUNDS = 7
WORDS = {"c": "-0.8,0.156", "tmax": 1000}


def command_line(side, folder):
    """Seconds that a picture takes the program, without its start and its file."""
    timing = os.path.join(folder, "run.json")
    words = ["--%s=%s" % pair for pair in WORDS.items()]
    subprocess.run([os.environ["FATOU_PROGRAM"], "render", "--size=%dx%d" % (side, side),
                    "--timing=" + timing, "--output=" + os.path.join(folder, "J.npy"), "--force",
                    *words], check=True, stdout=subprocess.DEVNULL)
    with open(timing, encoding="utf-8") as file:
        return json.load(file)["runs"][0]["wall_time"]


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def from_python(side):
    """Seconds of the same as the server has them, and as the caller sees them."""
    begin = time.perf_counter()
    picture = fatou.render(size=side, **WORDS)
    seen = time.perf_counter() - begin
    return picture.timing["runs"][0]["wall_time"], seen


def main():
    side = int(sys.argv[1]) if len(sys.argv) > 1 else 4096
    fatou.render(size=64, **WORDS)
    before = peak_megabytes()
    from_python(side)
    grown = peak_megabytes() - before
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):  # in turn, so that a drift of the machine hits both alike
            rows.append((command_line(side, folder), *from_python(side)))
    there, here, seen = map(statistics.median, zip(*rows))
    print("the command line's picture   %8.4f s" % there)
    print("fatou.render()'s picture     %8.4f s  %.3f times" % (here, here / there))
    print("fatou.render(), to its array %8.4f s  %.3f times" % (seen, seen / there))
    print("peak of this process grew by %8.1f MB; the array has %.1f MB"
          % (grown, side * side * 4 / (1 << 20)))


if __name__ == "__main__":
    main()
