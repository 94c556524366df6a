# SPDX-License-Identifier: GPL-3.0-or-later
"""A small server that speaks PROTOCOL.md, for tests of the client module by itself.

Its engines are threads that run Python. `--as WORD` makes it a bad one, to see what the client says:
silent, garbage, other (another protocol), ends (in the middle of the first task), large (a frame too
large to be one).
"""
import argparse
import contextlib
import os
import queue
import socket
import struct
import sys
import threading
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources",
                                "python"))
from fatou import _unpack, _values  # noqa: E402
from fatou._answer import Frame as _Frame  # noqa: E402
from fatou._link import (_HEAD, FAILURE, HELLO, OUTPUT, REQUEST, RESULT, WORD)  # noqa: E402
from fatou._stream import SocketChannel as _SocketChannel  # noqa: E402


class Stopped(Exception):
    pass


class Task:
    def __init__(self, number, call, options):
        self.number, self.call, self.options = number, call, options
        self.submitted = time.monotonic_ns()
        self.state, self.engine, self.failed_on, self.thread = "waiting", -1, set(), None
        self.stopped = False


class Printed:
    """sys.stdout: what a task prints goes to the client, as that of its number."""

    def __init__(self, server, stream, real):
        self.server, self.stream, self.real = server, stream, real

    def write(self, text):
        task = getattr(self.server.here, "task", None)
        if task is None:
            return self.real.write(text)
        self.server.send(OUTPUT, task.number, (task.engine, self.stream, text.encode()))
        return len(text)

    def flush(self):
        pass


class Engine(threading.Thread):
    def __init__(self, server, number):
        super().__init__(daemon=True)
        self.server, self.number, self.names, self.lane = server, number, {}, queue.Queue()
        self.functions = {}

    def run(self):
        while True:
            task = self.lane.get()
            if task is None:
                return
            if self.server.begin(task, self):
                self.do(task)

    def do(self, task):
        self.server.here.task = task
        started, cpu = time.monotonic_ns(), time.thread_time_ns()
        try:
            value, failure = self.call(task.call, task.options.get("functions", [])), None
            _values.lower(value, [])
        except BaseException as error:
            text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
            failure = ("aborted" if isinstance(error, Stopped) else "failed", type(error).__name__,
                       str(error), text)
        completed = time.monotonic_ns()
        record = (self.number, task.submitted, started, completed, time.monotonic_ns(),
                  time.thread_time_ns() - cpu)
        self.server.here.task = None
        self.server.ended(task, self, record, None if failure else value, failure)

    def function(self, which, functions):
        which = functions[which] if isinstance(which, int) else which
        return _unpack.unpack(which, self.names, _values.lift)

    def call(self, call, functions):
        word, *rest = call
        value = self.own
        if word == "call":
            function, args, kwargs = rest
            return self.function(function, functions)(*value(args), **value(kwargs))
        if word == "map":
            return [self.item(self.function(rest[0], functions), value(item)) for item in rest[1]]
        if word == "execute":
            exec(compile(rest[0], rest[1], "exec"), self.names)
        elif word == "push":
            self.names.update(value(rest[0]))
        elif word == "pull":
            return [self.reference(name) for name in rest[0]]
        else:
            self.names.clear()
        return None

    def own(self, value):
        """A copy of the value, as engines in other processes have it, with this engine's names."""
        arrays = []
        lowered = _values.lower(value, arrays)
        return _values.lift(lowered, [array.copy() for array in arrays], self.reference)

    @staticmethod
    def item(function, item):
        try:
            return (True, function(*item))
        except Exception as error:
            return (False, (type(error).__name__, str(error), traceback.format_exc()))

    def reference(self, name):
        if name not in self.names:
            raise NameError("name %r is not defined" % name)
        return self.names[name]


class Server:
    def __init__(self, descriptor, manner):
        self.channel = _SocketChannel(socket.socket(fileno=descriptor))
        self.channel._socket.setblocking(True)
        self.manner, self.here, self.lock = manner, threading.local(), threading.RLock()
        self.engines, self.tasks, self.waiting, self.idle = {}, {}, [], set()
        self.done = {}

    def send(self, kind, number, value):
        body, inline, descriptors = _values.encode(value, True)
        with self.lock:
            head = _HEAD.pack(len(body), kind, len(descriptors), number)
            with contextlib.suppress(OSError):
                self.channel.send([head + body] + inline, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)

    def frames(self):
        buffer, descriptors = b"", []
        while True:
            while len(buffer) < _HEAD.size or len(buffer) < _HEAD.size + _HEAD.unpack_from(buffer)[0]:
                data, more = self.channel.receive()
                if not data:
                    return
                buffer, descriptors = buffer + data, descriptors + more
            size, kind, count, number = _HEAD.unpack_from(buffer)
            frame = _Frame(kind, number, buffer[16:16 + size], descriptors[:count])
            buffer, descriptors = buffer[16 + size:], descriptors[count:]
            while len(buffer) < len(frame.inline):
                buffer += self.channel.receive()[0]
            frame.inline[:] = buffer[:len(frame.inline)]
            buffer = buffer[len(frame.inline):]
            yield kind, number, frame.value()

    def serve(self):
        bad = {"silent": None, "garbage": b"HTTP/1.1 400 Bad Request\r\n\r\n",
               "large": struct.pack("<IHHQ", 0xffffffff, 3, 0, 1)}
        if self.manner in bad:
            if bad[self.manner]:
                self.channel._socket.sendall(bad[self.manner])
            time.sleep(30)
        for kind, number, value in self.frames():
            if kind == HELLO:
                self.send(HELLO, 0, {"protocol": 2 if self.manner == "other" else 1,
                                     "program": "stand-in", "pid": os.getpid(), "cores": 2})
            elif kind == REQUEST:
                word, *rest = value
                getattr(self, "do_" + word)(number, *rest)

    def do_start(self, number, count, kind):
        for _ in range(count):
            engine = Engine(self, len(self.engines))
            self.engines[engine.number] = engine
            self.idle.add(engine.number)
            engine.start()
        self.do_engines(number)

    def do_engines(self, number):
        known = [{"id": e, "kind": "python", "host": "", "pid": os.getpid()} for e in self.engines]
        self.send(RESULT, number, (None, known))

    def do_functions(self, number):
        self.send(RESULT, number, (None, {}))

    def do_tasks(self, number, where, calls, options):
        if self.manner == "ends":
            os._exit(3)
        with self.lock:
            for i, call in enumerate(calls):
                task = self.tasks[number + i] = Task(number + i, call, options)
                unknown = [n for name in ("after", "follow") for ids, *_ in options.get(name, [])
                           for n in ids if n not in self.tasks and n not in self.done]
                if unknown:
                    self.ended(task, None, None, None,
                               ("invalid", "InvalidDependency", "there is no task %s" % unknown, ""))
                elif isinstance(where, list):
                    task.state = "sent"
                    self.engines[where[i]].lane.put(task)
                else:
                    task.where = set(where[1] if len(where) > 1 else self.engines)
                    self.waiting.append(task)
            self.balance()

    def may_start(self, task):
        for ids, how, good, bad in [s for n in ("after", "follow") for s in task.options.get(n, [])]:
            met = [n in self.done and ((good and self.done[n]) or (bad and not self.done[n]))
                   for n in ids]
            if not (all(met) if how == "all" else any(met)):
                return False
        return True

    def balance(self):
        for task in list(self.waiting):
            able = [e for e in self.idle & task.where if e not in task.failed_on]
            if able and self.may_start(task):
                self.waiting.remove(task)
                self.idle.discard(able[0])
                task.state = "sent"
                self.engines[able[0]].lane.put(task)

    def begin(self, task, engine):
        with self.lock:
            if task.state == "over":
                return False
            task.state, task.engine, task.thread = "running", engine.number, engine.ident
            return True

    def ended(self, task, engine, record, value, failure):
        with self.lock:
            if engine is not None and not isinstance(task.where if hasattr(task, "where") else None,
                                                     type(None)):
                self.idle.add(engine.number)
                task.failed_on.add(engine.number)
                retries = task.options.get("retries", 0)
                if failure and failure[0] == "failed" and len(task.failed_on) <= retries \
                        and task.where - task.failed_on:
                    task.state = "waiting"
                    self.waiting.append(task)
                    return self.balance()
            task.state = "over"
            self.tasks.pop(task.number, None)
            self.done[task.number] = failure is None
            if failure:
                self.send(FAILURE, task.number, (record,) + failure)
            else:
                self.send(RESULT, task.number, (record, value))
            self.balance()
        return None

    def do_abort(self, number, numbers, running=False):
        import ctypes
        with self.lock:
            for task in [self.tasks[n] for n in numbers if n in self.tasks]:
                if task.state in ("waiting", "sent"):
                    if task in self.waiting:
                        self.waiting.remove(task)
                    self.ended(task, None, None, None, ("aborted", "TaskAborted", "taken back", ""))
                elif running:
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(task.thread),
                                                               ctypes.py_object(Stopped))
            self.send(RESULT, number, (None, None))

    def do_cancel(self, number, numbers):
        self.do_abort(number, numbers, True)

    def do_stop(self, number, engines):
        for engine in engines:
            if engine in self.engines:
                self.engines.pop(engine).lane.put(None)
                self.idle.discard(engine)
                self.send(WORD, 0, ("notice", "engine %d was stopped" % engine))
        self.send(RESULT, number, (None, None))

    def do_render(self, number, words):
        if any(word.startswith("--tmax=0") for word in words):
            self.send(FAILURE, number, (None, "refused", "", "--tmax is '0': use 1 to 2147483647", ""))
            return
        import numpy
        known = dict(word[2:].split("=", 1) for word in words if "=" in word)
        width, height = map(int, known["size"].split("x"))
        counts = numpy.arange(width * height, dtype="<i4").reshape(height, width)
        self.send(WORD, number, ("progress", 1, 2))
        self.send(RESULT, number, (None, {"counts": counts, "parameters": known, "timing": "null"}))


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--as", dest="manner", default="")
    options.add_argument("serve")
    options.add_argument("--fd", type=int)
    given = options.parse_args()
    server = Server(given.fd, given.manner)
    sys.stdout, sys.stderr = Printed(server, 1, sys.stdout), Printed(server, 2, sys.stderr)
    server.serve()
    os._exit(0)
