# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes from `fatou serve` as frames, and their values."""
import marshal
import struct

from . import _values
from ._answer import Frame
from .errors import ProtocolError

HELLO, REQUEST, RESULT, FAILURE, OUTPUT, BYE, WORD = range(1, 8)
_HEAD = struct.Struct("<IHHQ")
_MOST_BODY = _values.MOST_VALUE_BYTES + (1 << 20)


class Incoming:
    """The part of a Link that reads frames, for whoever holds the lock for it."""

    def _read(self):
        frame = self._frame
        if frame is not None and frame.filled < len(frame.inline):
            got = self._channel.receive_into(frame.inline[frame.filled:])
            if got == 0:
                return self._lose(self._why_ended())
            frame.filled += got or 0
        else:
            data, descriptors = self._channel.receive()
            if data == b"":
                return self._lose(self._why_ended())
            self._buffer += data or b""
            self._descriptors += descriptors
        self._take_frames()

    def _take_frames(self):
        buffer, at = self._buffer, 0
        while self._frame is not None or len(buffer) - at >= _HEAD.size:
            if self._frame is None:
                end = self._take_plain(at)
                if end > at:
                    at = end
                    continue
                at, begun = self._begin_frame(at)
                if not begun:
                    break
            frame = self._frame
            missing = len(frame.inline) - frame.filled
            if missing:
                part = buffer[at:at + missing]
                frame.inline[frame.filled:frame.filled + len(part)] = part
                frame.filled += len(part)
                at += len(part)
                if len(part) < missing:
                    break
            self._frame = None
            self._take(frame)
        del buffer[:at]

    def _take_plain(self, at):
        """Takes a result without arrays, as most are: where it ends, or `at` for another frame."""
        size, kind, count, number = _HEAD.unpack_from(self._buffer, at)
        begin, end = at + _HEAD.size, at + _HEAD.size + size
        if kind != RESULT or count or size < 8 or end > len(self._buffer):
            return at
        length, marked, arrays = _values.BODY_HEAD.unpack_from(self._buffer, begin)
        if marked or arrays or length != size - 8:
            return at
        try:
            record, value = marshal.loads(memoryview(self._buffer)[begin + 8:end])
        except Exception as error:
            raise ProtocolError("a value cannot be read: %s" % error) from None
        self._finish(number, record, value, None)
        return end

    def _begin_frame(self, at):
        size, kind, count, number = _HEAD.unpack_from(self._buffer, at)
        if not HELLO <= kind <= WORD or size > _MOST_BODY:
            raise ProtocolError("it begins with %r" % bytes(self._buffer[at:at + 16]))
        if len(self._buffer) - at < _HEAD.size + size:
            return at, False
        body = bytes(memoryview(self._buffer)[at + _HEAD.size:at + _HEAD.size + size])
        descriptors, self._descriptors = self._descriptors[:count], self._descriptors[count:]
        self._frame = Frame(kind, number, body, descriptors)
        return at + _HEAD.size + size, True

    def _take(self, frame):
        value = frame.value()
        try:
            self._dispatch(frame.kind, frame.number, value)
        except (TypeError, ValueError, IndexError) as error:
            raise ProtocolError("a frame of kind %d has a value of another form: %s"
                                % (frame.kind, error)) from None
