# SPDX-License-Identifier: GPL-3.0-or-later
"""The module fatou beside ipyparallel: start, round trip, small tasks, large arrays, in turn.

    PYTHONPATH=resources/python FATOU_PROGRAM=build/release/app/fatou \\
        python3 tests/bench/peers/engines_beside.py [ENGINES]

Medians of several rounds in milliseconds, and how many times as long ipyparallel takes; without it
(python3-ipyparallel) Fatou's alone. It needs numpy.
"""
import statistics
import sys
import time

import numpy

import fatou

ROUNDS = 7
TASKS = 1000
MEGABYTES = 64


class Fatou:
    name = "fatou"

    def start(self, engines):
        self.client = fatou.Client(engines, kind="python")
        return self.client

    def stop(self):
        self.client.close()


class IPyParallel:
    name = "ipyparallel"

    def start(self, engines):
        import ipyparallel
        self.cluster = ipyparallel.Cluster(n=engines, log_level=40)
        self.client = self.cluster.start_and_connect_sync()
        return self.client

    def stop(self):
        self.client.close()
        self.cluster.stop_cluster_sync()


def nothing(*_):
    return None


def timed(work, count=1):
    """Milliseconds of one of so many."""
    begin = time.perf_counter()
    for _ in range(count):
        work()
    return (time.perf_counter() - begin) * 1e3 / count


def one_round(client, array):
    view, balanced = client[:], client.load_balanced_view()
    figures = {
        "empty call, one engine": timed(lambda: client[0].apply_sync(nothing), 50),
        "empty call, all engines": timed(lambda: view.apply_sync(nothing), 20),
        "empty call, whichever is free": timed(lambda: balanced.apply_sync(nothing), 20),
        "a task of a balanced map": timed(
            lambda: balanced.map_sync(nothing, range(TASKS), chunksize=1)) / TASKS,
        "an item of a direct map": timed(lambda: view.map_sync(nothing, range(TASKS))) / TASKS,
        "%d MB scattered" % MEGABYTES: timed(lambda: view.scatter("x", array, block=True)),
    }
    begin = time.perf_counter()
    back = view.gather("x", block=True)
    figures["%d MB gathered" % MEGABYTES] = (time.perf_counter() - begin) * 1e3
    if not (back == array).all():
        sys.exit("what was gathered is not what was scattered")
    view.execute("del x", block=True)
    return figures


def median(rounds):
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def peers():
    try:
        import ipyparallel  # noqa: F401
        return [Fatou(), IPyParallel()]
    except ImportError:
        print("ipyparallel is not there: apt-get install python3-ipyparallel", file=sys.stderr)
        return [Fatou()]


def main():
    engines = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    array = numpy.random.default_rng(1).random(MEGABYTES << 17)
    programs, starts, rounds = peers(), {}, {}
    for program in programs:
        starts[program.name] = timed(lambda: program.start(engines)[:].apply_sync(nothing))
        one_round(program.client, array)  # to warm up
        rounds[program.name] = []
    for _ in range(ROUNDS):  # in turn, so that a drift of the machine hits all alike
        for program in programs:
            rounds[program.name].append(one_round(program.client, array))
    for program in programs:
        program.stop()
    found = {name: dict({"start of %d engines" % engines: starts[name]}, **median(rounds[name]))
             for name in rounds}
    print("%-32s" % "ms" + "".join("%14s" % name for name in found) + "%10s" % "ratio")
    for what in found["fatou"]:
        figures = [found[name][what] for name in found]
        ratio = "%9.1fx" % (figures[1] / figures[0]) if len(figures) > 1 else ""
        print("%-32s" % what + "".join("%14.3f" % figure for figure in figures) + ratio)


if __name__ == "__main__":
    main()
