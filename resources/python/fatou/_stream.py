# SPDX-License-Identifier: GPL-3.0-or-later
"""What carries bytes to a server and back: a socket, or a pipe in each direction."""
import os
import select
import signal
import socket
import struct
import threading


class NoInterrupt:
    """While it lasts Ctrl-C waits, so that a frame is read or written whole."""

    def __enter__(self):
        self._old = None
        if threading.current_thread() is threading.main_thread():
            self._old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def __exit__(self, *_):
        if self._old is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._old)


class SocketChannel:
    """A stream socket, over which descriptors travel."""

    passes_descriptors = True

    def __init__(self, connection):
        self._socket = connection
        self._socket.setblocking(False)
        self.descriptor = connection.fileno()

    def receive(self):
        try:
            data, ancillary, flags, _ = self._socket.recvmsg(1 << 18, socket.CMSG_SPACE(64 * 4),
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
