# SPDX-License-Identifier: GPL-3.0-or-later
"""What carries bytes to a server and back: a socket, or a pipe in each direction."""
import os
import select
import signal
import socket
import struct
import threading

try:  # without what turns numbers into enumerations and back, which takes longer than the rest
    from _signal import getsignal as _handler, signal as _set_handler
except ImportError:
    from signal import getsignal as _handler, signal as _set_handler

_INTERRUPT = int(signal.SIGINT)
_READ_AT_ONCE = 1 << 16  # room for more would be mapped, and given back, for each read
_ROOM_BESIDE = socket.CMSG_SPACE(64 * 4)


class NoInterrupt:
    """While it lasts Ctrl-C waits, so that a frame is read or written whole.

    The signal is noted, not blocked: another thread would get it then, one of numpy's perhaps, and
    Python would interrupt this one all the same.
    """

    def __enter__(self):
        self._came, self._old = False, None
        is_main = threading.get_ident() == threading.main_thread().ident
        if is_main and _handler(_INTERRUPT) is not None:  # None: not of Python, and left alone
            try:
                self._old = _set_handler(_INTERRUPT, self._note)
            except ValueError:  # an interpreter beside the main one is not interrupted
                pass

    def _note(self, *_):
        self._came = True

    def __exit__(self, *_):
        if self._old is not None:
            _set_handler(_INTERRUPT, self._old)
            if self._came:
                signal.raise_signal(_INTERRUPT)


class SocketChannel:
    """A stream socket, over which descriptors travel."""

    passes_descriptors = True

    def __init__(self, connection):
        self._socket = connection
        self._socket.setblocking(False)
        self.descriptor = connection.fileno()

    def receive(self):
        try:
            data, ancillary, flags, _ = self._socket.recvmsg(_READ_AT_ONCE, _ROOM_BESIDE,
                                                             socket.MSG_CMSG_CLOEXEC)
        except (BlockingIOError, ConnectionResetError):  # what came before a reset is still to come
            return None, []
        descriptors = []
        for level, kind, content in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                descriptors += struct.unpack("<%di" % (len(content) // 4), content[:len(content) & ~3])
        return data, descriptors

    def receive_into(self, buffer):
        try:
            return self._socket.recv_into(buffer)
        except BlockingIOError:
            return None

    def send(self, buffers, descriptors):
        if len(buffers) == 1 and not descriptors:
            try:
                sent = self._socket.send(buffers[0])
            except BlockingIOError:
                sent = 0
            if sent == len(buffers[0]):
                return
            buffers = [memoryview(buffers[0])[sent:]]
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("<%di" % len(descriptors),
                                                                        *descriptors))]
        buffers = [memoryview(b).cast("B") for b in buffers if len(b)]
        while buffers:
            try:
                sent = self._socket.sendmsg(buffers[:64], ancillary if descriptors else [])
            except BlockingIOError:
                select.select([], [self._socket], [])
                continue
            descriptors = ()
            while buffers and sent >= len(buffers[0]):
                sent -= len(buffers.pop(0))
            if sent:
                buffers[0] = buffers[0][sent:]

    def close(self):
        self._socket.close()


class PipeChannel:
    """A pipe in each direction; arrays go inline."""

    passes_descriptors = False

    def __init__(self, incoming, outgoing):
        self.descriptor, self._out = incoming, outgoing
        os.set_blocking(incoming, False)

    def receive(self):
        try:
            return os.read(self.descriptor, 1 << 18), []
        except BlockingIOError:
            return None, []

    def receive_into(self, buffer):
        try:
            return os.readv(self.descriptor, [buffer])
        except BlockingIOError:
            return None

    def send(self, buffers, _):
        for buffer in buffers:
            buffer = memoryview(buffer).cast("B")
            while buffer:
                buffer = buffer[os.write(self._out, buffer):]

    def close(self):
        os.close(self.descriptor)
        os.close(self._out)
