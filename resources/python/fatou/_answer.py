# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes from a server: answers to requests, and frames while they are still coming."""
import os

from . import _memory, _values

_KEPT_OUTPUT = 16 << 20  # bytes of a task; the rest is counted


class Answer:
    """What a request or task has been answered, once `done`."""

    __slots__ = ("number", "wholes", "done", "record", "value", "failure", "output", "kept",
                 "left_out", "on_word")

    def __init__(self):
        self.number, self.wholes, self.done = 0, (), False
        self.record = self.value = self.failure = self.on_word = None
        self.output, self.kept, self.left_out = (), 0, 0

    def printed(self, stream):
        """What the task has written on stream 1 or 2, as text."""
        text = b"".join([data for which, data in self.output if which == stream])
        note = "\n... %d bytes left out ...\n" % self.left_out if self.left_out else ""
        return text.decode("utf-8", "replace") + (note if stream == 1 else "")

    def add_output(self, stream, data):
        if self.kept + len(data) > _KEPT_OUTPUT:
            self.left_out += len(data)
            return
        self.kept += len(data)
        self.output = self.output or []
        self.output.append((stream, data))


class Frame:
    """A frame whose body is there and whose inline arrays are still coming."""

    __slots__ = ("kind", "number", "data", "marked", "headers", "descriptors", "inline", "filled")

    def __init__(self, kind, number, body, descriptors):
        self.kind, self.number, self.descriptors = kind, number, descriptors
        self.data, self.marked, self.headers = _values.split_body(body)
        self.inline = _memory.room_for(sum(h.bytes for h in self.headers if not h.where))
        self.filled = 0

    def value(self):
        parts, at = [], 0
        for header in self.headers:
            if not header.where:
                parts.append(self.inline[at:at + header.bytes])
                at += header.bytes
        try:
            return _values.decode(self.data, self.marked, self.headers, parts, self.descriptors)
        finally:
            for descriptor in self.descriptors:
                os.close(descriptor)
