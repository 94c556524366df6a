# SPDX-License-Identifier: GPL-3.0-or-later
"""A Fatou engine: one task at a time, in the order of arrival, in one namespace.

It needs the standard library of Python 3.9 alone, and uses numpy where a value needs it. Fatou
starts it with four descriptors: 3 is the channel, 4 a page of memory that says which task is to
stop, 5 a pipe that ends with Fatou, 6 the text of values.py, channel.py,
_unpack.py, lookup.py and this file."""
import fcntl
import mmap
import os
import select
import signal
import struct
import sys
import threading
import time

PROTOCOL = 1
PAGE, LIFE, TEXT = 4, 5, 6
F_SETSIG = 10
MOST_OUTPUT = 16 << 20       # bytes that a task may print; the rest is counted
LONGEST_TRACEBACK = 65536
NUMBER = struct.Struct('<Q')
PLACES, RUNNING = 8, 64      # of tasks to stop, by number modulo that; where the one that runs is


class Engine(Lookup):
    def __init__(self):
        self.pid, self.main_thread, self.guarded = os.getpid(), threading.get_ident(), 0
        self.running = self.task = self.sent = self.left = 0
        self.guard = Uninterrupted(self)
        self.page = mmap.mmap(PAGE, 4096)
        os.close(PAGE)
        os.close(TEXT)
        for descriptor in (CHANNEL, LIFE):  # programs that a task starts do not get them
            os.set_inheritable(descriptor, False)
        self.soon = threading.Event()
        self.flusher = None
        self.functions = {}
        self.channel = Channel(self)
        self.module = type(sys)('__main__')
        self.names = self.module.__dict__
        sys.modules['__main__'] = self.module
        self.names['__builtins__'] = __builtins__
        signal.signal(signal.SIGINT, self.interrupt)
        os.register_at_fork(after_in_child=self.forked)
        sys.stdout, sys.stderr = Stream(self, 1), Stream(self, 2)
        self.stdout, self.stderr = sys.stdout, sys.stderr

    def hold_life_line(self):
        """The kernel kills this process and what it has started when Fatou is gone, whatever runs."""
        fcntl.fcntl(LIFE, fcntl.F_SETOWN, -os.getpgrp() if os.getpgrp() == self.pid else self.pid)
        fcntl.fcntl(LIFE, F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(LIFE, fcntl.F_SETFL, fcntl.fcntl(LIFE, fcntl.F_GETFL) | os.O_ASYNC)
        poll = select.poll()
        poll.register(LIFE, 0)
        if poll.poll(0):
            os._exit(0)

    # A stop is for one task. A signal that comes late, or between two tasks, does nothing.
    def asked_to_stop(self):
        running = self.running
        return running and self.is_to_stop(running)

    def is_to_stop(self, task):
        return NUMBER.unpack_from(self.page, 8 * (task % PLACES))[0] == task

    def interrupt(self, *_):
        if self.asked_to_stop() and not self.guarded:
            self.running = 0
            raise KeyboardInterrupt

    def uninterrupted(self):
        return self.guard

    def forked(self):
        """A child that a task has forked neither holds nor uses the channel."""
        try:
            self.channel.socket.detach()
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, CHANNEL)
            os.close(null)
        except OSError:
            pass
        for stream in (self.stdout, self.stderr):
            stream.parts.clear()
            stream.lock = threading.Lock()
        self.soon, self.flusher = threading.Event(), None
        self.running = self.guarded = 0
        self.page = mmap.mmap(-1, 4096)

    def flush_soon(self):
        """A line that is not sent at once is sent in 50 ms, though nothing more is printed."""
        with self.uninterrupted():  # an Event that is interrupted stays locked
            if self.flusher is None:
                self.flusher = threading.Thread(target=self.flush_late, daemon=True)
                self.flusher.start()
            self.soon.set()

    def flush_late(self):
        while True:
            self.soon.wait()
            self.soon.clear()
            time.sleep(.05)
            self.flush()

    def flush(self):
        self.stdout.flush()
        self.stderr.flush()

    def put_output(self, number, data):
        if os.getpid() != self.pid:
            os.write(number, data)
        elif self.sent > MOST_OUTPUT:
            self.left += len(data)
        else:
            self.sent += len(data)
            self.channel.send(OUTPUT, self.task, bytes([number]) + data)

    def tell_left_out(self):
        if self.left:
            text = '... %d bytes more were printed and left out\n' % self.left
            self.left = 0
            self.channel.send(OUTPUT, self.task, b'\x02' + text.encode())

    def hello(self):
        version = '%d.%d.%d' % sys.version_info[:3]
        body, _ = encode((PROTOCOL, os.getpid(), version, sys.implementation.cache_tag,
                          sys.executable or ''))
        self.channel.send(HELLO, 0, body)

    def serve(self):
        self.hold_life_line()
        self.hello()
        while True:
            task, value_of = self.channel.receive()
            self.answer(task, value_of)

    def answer(self, task, value_of):
        cpu, files = time.thread_time_ns(), []
        try:
            try:
                self.sent = self.left = 0
                self.running = self.task = task
                NUMBER.pack_into(self.page, RUNNING, task)
                if self.asked_to_stop():
                    raise KeyboardInterrupt
                op, args = value_of(self.names)
                value = getattr(self, 'do_' + op)(*args)
                self.require_own_process()
                body, behind = encode(value, time.thread_time_ns() - cpu, files=files)
            finally:
                self.running = 0
                NUMBER.pack_into(self.page, RUNNING, 0)
                self.channel.close_taken()
            kind = RESULT
        except BaseException as error:
            self.require_own_process()
            kind, behind = FAILURE, ()
            self.close(files)
            body = self.failure(error, time.thread_time_ns() - cpu)
        self.flush()
        self.tell_left_out()
        self.channel.send(kind, task, body, behind, files)
        self.close(files)

    def close(self, files):
        while files:
            os.close(files.pop())

    def require_own_process(self):
        if os.getpid() != self.pid:  # a task has forked, and its child came back here, too
            os._exit(0)

    def failure(self, error, cpu):
        return encode(self.reason(error), cpu)[0]

    def reason(self, error):
        try:
            what = str(error)[:4096]
        except BaseException:
            what = 'its text could not be had'
        try:  # where a task was stopped nobody reads, and a stop has but 50 ms
            is_stop = type(error) is KeyboardInterrupt and self.is_to_stop(self.task)
            text = '' if is_stop else self.traceback_of(error)
        except BaseException:
            text = ''
        clean = [part.encode('utf-8', 'replace').decode() for part in (what, text)]
        return (type(error).__name__[:200], *clean)

    def traceback_of(self, error):
        import traceback
        own, trace = '<fatou engine>', error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == own:
            trace = trace.tb_next
        text = ''.join(traceback.format_exception(type(error), error, trace, limit=-50))
        if len(text) > LONGEST_TRACEBACK:
            half = LONGEST_TRACEBACK // 2
            text = '%s\n... %d letters are left out ...\n%s' % (
                text[:half], len(text) - LONGEST_TRACEBACK, text[-half:])
        return text

    # --- what a task may ask for ---------------------------------------------------------------

    def do_execute(self, text, name):
        import linecache
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        exec(compile(text, name, 'exec'), self.names)

    def do_run(self, path):
        with open(path, 'rb') as file:
            code = compile(file.read(), path, 'exec')
        folder = os.path.dirname(os.path.abspath(path))
        if folder not in sys.path:
            sys.path.insert(0, folder)
        self.names['__file__'], sys.argv = path, [path]
        exec(code, self.names)

    def do_import(self, *modules):
        import importlib
        for module in modules:
            importlib.import_module(module)
            first = module.split('.')[0]
            self.names[first] = sys.modules[first]

    def do_push(self, values):
        self.names.update(values)

    def do_pull(self, name):
        return self.names[name] if name in self.names else eval(name, self.names)

    def do_forget(self):
        for name in [name for name in self.names if not name.startswith('__')]:
            del self.names[name]

    def do_names(self):
        """The namespace as rows of name, type, shape or length, and first letters."""
        rows = []
        for name, value in list(self.names.items()):
            if name.startswith('__'):
                continue
            shape = getattr(value, 'shape', None)
            if type(shape) is not tuple:
                shape = (len(value),) if type(value) in (list, tuple, dict, set, str, bytes) else ()
            try:
                first = repr(value[:20] if type(value) in (list, tuple, str, bytes) else value)[:80]
            except Exception:
                first = ''
            rows.append((name, type(value).__name__, tuple(int(side) for side in shape), first))
        return rows

    def do_nothing(self):
        return None

    def do_call(self, function, args, options):
        return self.function(*function)(*args, **options)

    def do_map(self, function, items):
        """(True, value) or (False, (type, text, traceback)) for each tuple of arguments."""
        function, outcomes = self.function(*function), []
        for item in items:
            try:
                value = function(*item)
                lower(value, [])  # what cannot travel is this item's failure alone
                outcomes.append((True, value))
            except Exception as error:
                outcomes.append((False, self.reason(error)))
        return outcomes


if __name__ == '__main__':
    Engine().serve()
