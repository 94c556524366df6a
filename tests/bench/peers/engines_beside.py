# SPDX-License-Identifier: GPL-3.0-or-later
"""The module fatou beside ipyparallel: start, round trip, small tasks, large arrays, in turn.

    PYTHONPATH=resources/python FATOU_PROGRAM=build/release/app/fatou \\
        python3 tests/bench/peers/engines_beside.py [ENGINES]

Medians of several rounds in milliseconds, and how many times as long ipyparallel takes; without it
(python3-ipyparallel) Fatou's alone. Each client is a process of its own, as the threads of one would
hold up the other's. It needs numpy.
"""
import importlib.util
import json
import statistics
import subprocess
import sys
import time

import numpy

ROUNDS = 7
CALLS = 300
TASKS = 1000
MEGABYTES = 64
ARRAYS = 5


class Fatou:
    def start(self, engines):
        import fatou
        self.client = fatou.Client(engines, kind="python")
        return self.client

    def stop(self):
        self.client.close()


class IPyParallel:
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
        "empty call, one engine": timed(lambda: client[0].apply_sync(nothing), CALLS),
        "empty call, all engines": timed(lambda: view.apply_sync(nothing), 20),
        "empty call, whichever is free": timed(lambda: balanced.apply_sync(nothing), 20),
        "a task of a balanced map": timed(
            lambda: balanced.map_sync(nothing, range(TASKS), chunksize=1)) / TASKS,
        "an item of a direct map": timed(lambda: view.map_sync(nothing, range(TASKS))) / TASKS,
    }
    scattered, gathered = zip(*[there_and_back(view, array) for _ in range(ARRAYS)])
    figures["%d MB scattered" % MEGABYTES] = statistics.median(scattered)
    figures["%d MB gathered" % MEGABYTES] = statistics.median(gathered)
    return figures


def there_and_back(view, array):
    """Milliseconds to scatter the array, and to gather it."""
    scattered = timed(lambda: view.scatter("x", array, block=True))
    begin = time.perf_counter()
    back = view.gather("x", block=True)
    gathered = (time.perf_counter() - begin) * 1e3
    if not (back == array).all():
        sys.exit("what was gathered is not what was scattered")
    view.execute("del x", block=True)
    return scattered, gathered


def median(rounds):
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


PROGRAMS = {"fatou": Fatou, "ipyparallel": IPyParallel}


def serve(name, engines):
    """A client of the program: its start, then a round for each line of the input, a line each."""
    array = numpy.random.default_rng(1).random(MEGABYTES << 17)
    program = PROGRAMS[name]()
    start = timed(lambda: program.start(engines)[:].apply_sync(nothing))
    print(json.dumps({"start of %d engines" % engines: start}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(one_round(program.client, array)), flush=True)
    program.stop()


class Served:
    """serve() in a process of its own."""

    def __init__(self, name, engines):
        self.process = subprocess.Popen([sys.executable, __file__, str(engines), name], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.start, self.rounds = self.figures(), []

    def figures(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("a client has ended")
        return json.loads(line)

    def round(self):
        self.process.stdin.write("round\n")
        self.process.stdin.flush()
        return self.figures()

    def medians(self):
        found = {name: statistics.median(each[name] for each in self.rounds)
                 for name in self.rounds[0]}
        return {**self.start, **found}

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    engines = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    if len(sys.argv) > 2:
        return serve(sys.argv[2], engines)
    names = ["fatou"]
    if importlib.util.find_spec("ipyparallel"):
        names.append("ipyparallel")
    else:
        print("ipyparallel is not there: apt-get install python3-ipyparallel", file=sys.stderr)
    programs = {name: Served(name, engines) for name in names}
    for program in programs.values():
        program.round()  # to warm up
    for _ in range(ROUNDS):  # in turn, so that a drift of the machine hits all alike
        for program in programs.values():
            program.rounds.append(program.round())
    for program in programs.values():
        program.stop()
    found = {name: program.medians() for name, program in programs.items()}
    print("%-32s" % "ms" + "".join("%14s" % name for name in found) + "%10s" % "ratio")
    for what in found["fatou"]:
        figures = [found[name][what] for name in found]
        ratio = "%9.1fx" % (figures[1] / figures[0]) if len(figures) > 1 else ""
        print("%-32s" % what + "".join("%14.3f" % figure for figure in figures) + ratio)


if __name__ == "__main__":
    main()
