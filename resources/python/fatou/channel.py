# SPDX-License-Identifier: GPL-3.0-or-later
"""The channel of an engine to Fatou: descriptor 3. Frames are as core/python/frame.h says."""
import collections
import fcntl
import mmap
import os
import socket
import struct
import threading
import time

HELLO, TASK, RESULT, FAILURE, OUTPUT = 1, 2, 3, 4, 5
CHANNEL = 3
HEAD = struct.Struct('<IHHQ')


class Channel:
    """Frames in and out. A frame goes out whole, whatever interrupts the task meanwhile."""

    def __init__(self, engine):
        self.engine = engine
        self.socket = socket.socket(fileno=CHANNEL)
        self.lock = threading.Lock()
        self.room = socket.CMSG_SPACE(16 * 4)
        self.buffer = b''
        self.descriptors, self.taken = [], []  # arrived, and those of the task

    def send(self, kind, task, body, behind=(), files=()):
        head = HEAD.pack(len(body), kind, len(files), task)
        with self.engine.uninterrupted(), self.lock:
            try:
                if files:
                    head = head[socket.send_fds(self.socket, [head], files):]
                if len(body) < 65536:
                    self.socket.sendall(head + body)
                else:
                    self.socket.sendall(head)
                    self.socket.sendall(body)
                for data in behind:
                    if len(data):
                        self.socket.sendall(data)
            except OSError:
                os._exit(0)

    def more(self):
        try:
            data, beside, _, _ = self.socket.recvmsg(65536, self.room, socket.MSG_CMSG_CLOEXEC)
        except OSError:
            os._exit(0)
        if not data:
            os._exit(0)
        for _, _, content in beside:
            self.descriptors += struct.unpack('<%di' % (len(content) // 4), content)
        self.buffer = self.buffer + data if self.buffer else data

    def take(self, count):
        """The next bytes, as something that can be changed."""
        if count <= 65536:
            while len(self.buffer) < count:
                self.more()
            data, self.buffer = bytearray(self.buffer[:count]), self.buffer[count:]
            return data
        data = bytearray(count)
        have = min(count, len(self.buffer))
        data[:have], self.buffer = self.buffer[:have], self.buffer[have:]
        view = memoryview(data)
        while have < count:
            part, descriptors, _, _ = socket.recv_fds(self.socket, min(count - have, 1 << 20), 16,
                                                      socket.MSG_CMSG_CLOEXEC)
            if not part:
                os._exit(0)
            self.descriptors += descriptors
            view[have:have + len(part)] = part
            have += len(part)
        return data

    def receive(self):
        """A task: its number, and what gives its value. That may fail, as a task does."""
        while len(self.buffer) < HEAD.size:
            self.more()
        length, _, descriptors, task = HEAD.unpack_from(self.buffer)
        end = HEAD.size + length
        if length <= 65536:  # most tasks come with one read, and nothing behind them
            while len(self.buffer) < end:
                self.more()
            body, self.buffer = self.buffer[HEAD.size:end], self.buffer[end:]
        else:
            self.buffer = self.buffer[HEAD.size:]
            body = self.take(length)
        size, special, count = BODY.unpack_from(body)
        rows, at = [], BODY.size + size
        for _ in range(count):
            inside, ndim, dtype, offset, size_of = ARRAY.unpack_from(body, at)
            shape = struct.unpack_from('<%dQ' % ndim, body, at + ARRAY.size)
            at += ARRAY.size + 8 * ndim
            data = None if inside else self.take(size_of)
            rows.append((data, dtype.rstrip(b'\0').decode(), shape, offset, size_of))
        self.taken, self.descriptors = self.descriptors[:descriptors], self.descriptors[descriptors:]
        value = memoryview(body)[BODY.size:BODY.size + size]
        return task, lambda names: self.value_of(value, special, rows, descriptors, names)

    def value_of(self, value, special, rows, wanted, names):
        if len(self.taken) < wanted:
            raise OSError('the engine has no descriptor left for an array: raise the limit on '
                          'open files, or send fewer arrays of more than 256 KB')
        loaded = marshal.loads(value)
        if not special:
            return loaded
        mapped = mapped_memory(self.taken[0]) if wanted else None
        self.close_taken()
        arrays = [array_of(data if data is not None else memoryview(mapped)[offset:offset + size],
                           dtype, shape) for data, dtype, shape, offset, size in rows]
        return raised(loaded, arrays, names)

    def close_taken(self):
        """The descriptors of the task, once its arrays are mapped, or will not be."""
        while self.taken:
            os.close(self.taken.pop())


def mapped_memory(descriptor):
    """A sealed file of memory, mapped for this engine alone: it may write, and nobody sees it."""
    F_GET_SEALS, SHRINK = 1034, 2
    if not fcntl.fcntl(descriptor, F_GET_SEALS) & SHRINK:
        raise OSError('memory for an array could still shrink')
    return mmap.mmap(descriptor, os.fstat(descriptor).st_size, access=mmap.ACCESS_COPY)


class Stream:
    """sys.stdout or sys.stderr: text goes out as frames, in order with the results."""
    encoding, errors, closed, mode, newlines = 'utf-8', 'replace', False, 'w', None

    def __init__(self, engine, number):
        self.engine, self.number, self.name = engine, number, '<std%s>' % ('out', 'err')[number - 1]
        self.parts, self.size, self.flushed = collections.deque(), 0, 0.0
        self.lock = threading.Lock()

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError('write() argument must be str, not %s' % type(text).__name__)
        self.parts.append(text)
        self.size += len(text)
        if self.size > 16384 or ('\n' in text and time.monotonic() - self.flushed > .05):
            self.flush()
        elif '\n' in text:
            self.engine.flush_soon()
        return len(text)

    def flush(self):
        if not self.parts and not self.lock.locked():
            return
        with self.engine.uninterrupted(), self.lock:  # in order, also beside the thread that is late
            text, self.size = '', 0
            self.flushed = time.monotonic()
            while self.parts:
                text += self.parts.popleft()
            for at in range(0, len(text), 16384):
                self.engine.put_output(self.number, text[at:at + 16384].encode('utf-8', 'replace'))

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def fileno(self):
        return self.number

    def isatty(self):
        return False

    def writable(self):
        return True

    def readable(self):
        return False

    def seekable(self):
        return False

    def close(self):
        self.flush()

    @property
    def buffer(self):
        return open(self.number, 'wb', closefd=False, buffering=0)


class Uninterrupted:
    """While the main thread is inside, a request to stop waits."""

    def __init__(self, engine):
        self.engine = engine

    def __enter__(self):
        if threading.get_ident() == self.engine.main_thread:
            self.engine.guarded += 1

    def __exit__(self, *_):
        if threading.get_ident() == self.engine.main_thread:
            self.engine.guarded -= 1
            if not self.engine.guarded and self.engine.asked_to_stop():
                self.engine.running = 0
                raise KeyboardInterrupt
