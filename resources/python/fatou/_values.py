# SPDX-License-Identifier: GPL-3.0-or-later
"""Values on their way: the layout of marshal's version 2, restricted and checked.

marshal alone would not do: what has a buffer (an ndarray, a numpy.float64, an array.array) silently
becomes bytes there. So types are checked first, and arrays are lifted out.
"""
import marshal
import os
import struct
import sys
import types

from . import _memory
from .errors import CannotTravel, ProtocolError
from .reference import Reference

MOST_VALUE_BYTES = 64 << 20
MOST_DEPTH = 200
MOST_ARRAYS = 1000
MOST_DIMENSIONS = 32
MOST_ARRAY_BYTES = 1 << 40
INLINE_BYTES = 256 << 10  # a larger array costs less in a memory file, where one can be sent

FLAT = {type(None), bool, int, float, complex, str, bytes}
_SEQUENCES = {list, tuple, set, frozenset}
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, type)
BODY_HEAD = struct.Struct("<IHH")  # bytes of the value, 1 where it has marked tuples, arrays
_ARRAY_HEAD = struct.Struct("<BB8sQQ")  # where, dimensions, type, offset, bytes; then the shape


class Outgoing(list):
    """The arrays of a value that is sent. Functions in it are packed; in what a function reads, for
    which a plain list does, they could lead back to that function for ever."""


def _key_travels(key):
    return type(key) in FLAT or (type(key) is tuple and set(map(type, key)) <= FLAT)


def _lower_dict(value, arrays, path, depth):
    for key in value:
        if not _key_travels(key):
            raise CannotTravel("%s has a key of type %s: keys are None, bool, int, float, complex, "
                               "str, bytes or tuples of those" % (path, type(key).__name__))
    if set(map(type, value.values())) <= FLAT:
        return value
    return {k: lower(v, arrays, "%s[%r]" % (path, k), depth + 1) for k, v in value.items()}


def _lower_array(value, arrays, path):
    if value.dtype.hasobject or value.dtype.fields is not None:
        raise CannotTravel("%s is an array of %s: arrays of numbers, booleans and fixed strings "
                           "travel" % (path, "Python objects" if value.dtype.hasobject else "records"))
    if len(value.dtype.str) > 8 or not value.dtype.itemsize or value.ndim > MOST_DIMENSIONS:
        raise CannotTravel("%s is an array of %s with %d dimensions, which cannot be described"
                           % (path, value.dtype.str, value.ndim))
    for place, known in enumerate(arrays):  # one array for all engines is sent once
        if known is value:
            return (..., "a", place)
    if len(arrays) == MOST_ARRAYS:
        raise CannotTravel("%s is array %d of one message: at most %d travel together"
                           % (path, MOST_ARRAYS + 1, MOST_ARRAYS))
    arrays.append(value)
    return (..., "a", len(arrays) - 1)


def _lower_other(value, arrays, path):
    if type(value) is Reference:
        return (..., "r", value.name)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        if type(value) is numpy.ndarray:
            return _lower_array(value, arrays, path)
        if isinstance(value, numpy.generic) and not value.dtype.hasobject:
            return (..., "n", value.dtype.str, value.tobytes())
    if type(value) in (bytearray, memoryview):
        return bytes(value)
    kind, is_outgoing = type(value), isinstance(arrays, Outgoing)
    if is_outgoing and isinstance(value, _FUNCTIONS):
        from .functions import packed
        return (..., "f", packed(value))
    raise CannotTravel("%s is a %s.%s: None, bool, int, float, complex, str, bytes, list, tuple, "
                       "dict, set%s and numpy arrays travel"
                       % (path, kind.__module__, kind.__qualname__,
                          ", functions" if is_outgoing else ""))


def _is_plain(value, depth):
    """Whether marshal has all of it, so that nothing need be looked for in it by name."""
    kind = type(value)
    if kind in FLAT:
        return True
    if kind in _SEQUENCES:
        return set(map(type, value)) <= FLAT or _are_plain(value, depth + 1)
    return kind is dict and all(map(_key_travels, value)) and _are_plain(value.values(), depth + 1)


def _are_plain(items, depth):
    """The same of all items. The first that is not ends it, or a list that holds itself twice would
    be looked at for ever."""
    if depth > MOST_DEPTH:
        return False
    for item in items:
        if not _is_plain(item, depth):
            return False
    return True


def lower(value, arrays, path="value", depth=0):
    """The value in types that marshal has, its arrays appended to ``arrays``.

    >>> lower((1, [2.5, "x"]), [])
    (1, [2.5, 'x'])
    >>> lower({"x": [1, len]}, [])
    Traceback (most recent call last):
      ...
    fatou.errors.CannotTravel: value['x'][1] is a builtins.builtin_function_or_method: None, bool, int, float, complex, str, bytes, list, tuple, dict, set and numpy arrays travel
    """
    kind = type(value)
    if kind in FLAT or (depth == 0 and _is_plain(value, 0)):
        return value
    if depth > MOST_DEPTH:
        raise CannotTravel("%s... nests deeper than %d" % (path[:40], MOST_DEPTH))
    if kind in _SEQUENCES:
        if set(map(type, value)) <= FLAT:
            return value
        if kind is list:
            return [lower(x, arrays, "%s[%d]" % (path, i), depth + 1) for i, x in enumerate(value)]
        made = tuple([lower(x, arrays, "%s[%d]" % (path, i), depth + 1) for i, x in enumerate(value)])
        if kind is not tuple:
            return kind(made)
        return (..., "t", (...,) + made[1:]) if value and value[0] is ... else made
    if kind is dict:
        return _lower_dict(value, arrays, path, depth)
    if value is ...:
        return (..., "e")
    return _lower_other(value, arrays, path)


def _lift_marked(value, arrays, references):
    tag = value[1]
    if tag == "a":
        return arrays[value[2]]
    if tag == "n":
        import numpy
        return numpy.frombuffer(value[3], value[2])[0]
    if tag == "r":
        return references(value[2]) if references else Reference(value[2])
    if tag == "t":
        return (...,) + tuple([lift(x, arrays, references) for x in value[2][1:]])
    if tag == "e":
        return ...
    raise ValueError("a tuple that is marked %r" % (tag,))


def lift(value, arrays, references=None):
    """What lower() was given. Raises IndexError, KeyError, ... for what it never makes.

    >>> lift(lower((..., 1, Reference("a")), []), [])
    (Ellipsis, 1, <Reference: 'a'>)
    """
    kind = type(value)
    if kind in FLAT:
        return value
    if kind is dict:
        if set(map(type, value.values())) <= FLAT:
            return value
        return {k: lift(v, arrays, references) for k, v in value.items()}
    if set(map(type, value)) <= FLAT:
        return value
    if kind is tuple and value[0] is ...:
        return _lift_marked(value, arrays, references)
    return kind([lift(x, arrays, references) for x in value])


# --- arrays ----------------------------------------------------------------------------------------


def _flat_bytes(array):
    """The bytes of an array in C's order; copies where they are not in that order already."""
    import numpy
    return memoryview(numpy.ascontiguousarray(array).reshape(-1).view(numpy.uint8))


def _describe(array, where, offset, size):
    head = _ARRAY_HEAD.pack(where, array.ndim, array.dtype.str.encode(), offset, size)
    return head + struct.pack("<%dQ" % array.ndim, *array.shape)


def encode(value, with_descriptors):
    """(body, inline bytes as a list of buffers, descriptors, which the caller closes)."""
    arrays = Outgoing()
    data = marshal.dumps(lower(value, arrays), 2)
    if len(data) > MOST_VALUE_BYTES:
        raise CannotTravel("value has %d MB: at most 64 travel, besides arrays" % (len(data) >> 20))
    head = BODY_HEAD.pack(len(data), 1, len(arrays))
    if not arrays:
        return head + data, [], []
    headers, inline, files = [], [], _memory.Files()
    try:
        for array in arrays:
            flat = _flat_bytes(array)
            if with_descriptors and len(flat) > INLINE_BYTES:
                headers.append(_describe(array, *files.add(flat), len(flat)))
            else:
                inline.append(flat)
                headers.append(_describe(array, 0, 0, len(flat)))
        files.fill()
    except BaseException:
        for descriptor in files.descriptors():
            os.close(descriptor)
        raise
    return head + data + b"".join(headers), inline, files.descriptors()


class ArrayHeader:
    """Where an array of a frame is and what it is like."""

    __slots__ = ("where", "dtype", "shape", "offset", "bytes")

    def __init__(self, where, dtype, shape, offset, size):
        self.where, self.dtype = where, dtype
        self.shape, self.offset, self.bytes = shape, offset, size


def _read_header(body, at):
    where, dimensions, dtype, offset, size = _ARRAY_HEAD.unpack_from(body, at)
    if dimensions > MOST_DIMENSIONS:
        raise ProtocolError("an array of %d dimensions" % dimensions)
    if size > MOST_ARRAY_BYTES:
        raise ProtocolError("an array of %d bytes" % size)
    shape = struct.unpack_from("<%dQ" % dimensions, body, at + _ARRAY_HEAD.size)
    dtype = dtype.rstrip(b"\0").decode("ascii")
    return ArrayHeader(where, dtype, shape, offset, size), at + _ARRAY_HEAD.size + 8 * dimensions


def split_body(body):
    """(bytes of the value, whether it has marked tuples, headers of the arrays) of a body."""
    try:
        size, marked, count = BODY_HEAD.unpack_from(body)
        at, headers = BODY_HEAD.size + size, []
        if size > MOST_VALUE_BYTES or at > len(body) or count > MOST_ARRAYS:
            raise ProtocolError("a value of %d bytes and %d arrays in a body of %d"
                                % (size, count, len(body)))
        for _ in range(count):
            header, at = _read_header(body, at)
            headers.append(header)
    except (struct.error, UnicodeDecodeError):
        raise ProtocolError("the headers of a frame's arrays do not fit in it") from None
    if at != len(body):
        raise ProtocolError("%d bytes of a body are about nothing" % (len(body) - at))
    return body[BODY_HEAD.size:BODY_HEAD.size + size], bool(marked), headers


def _without_numpy(buffer, header):
    codes = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q",
             "f4": "f", "f8": "d", "b1": "?"}
    code = codes.get(header.dtype[1:])
    if code is None or not header.bytes:
        return bytes(buffer)
    view = memoryview(buffer).cast("B").cast(code)
    return view.cast("B").cast(code, list(header.shape)) if len(header.shape) > 1 else view


def array_of(header, buffer):
    """The array of a header over its bytes, without a copy; a memoryview where numpy is missing."""
    try:
        import numpy
    except ImportError:
        return _without_numpy(buffer, header)
    try:
        dtype = numpy.dtype(header.dtype)
        if dtype.hasobject:
            raise TypeError
        flat = numpy.frombuffer(buffer, dtype) if header.bytes else numpy.empty(0, dtype)
        return flat.reshape(header.shape)
    except (TypeError, ValueError):
        raise ProtocolError("an array of %d bytes says it is %s of shape %s"
                            % (header.bytes, header.dtype, header.shape)) from None


def decode(data, marked, headers, inline, descriptors):
    """The value of a frame; ``inline`` has the buffers of its inline arrays, in order."""
    inline = iter(inline)
    arrays = []
    for header in headers:
        if header.where > len(descriptors):
            raise ProtocolError("an array's memory has not arrived: too few descriptors are free")
        buffer = _memory.of(descriptors[header.where - 1], header.offset, header.bytes) if header.where else next(inline)
        arrays.append(array_of(header, buffer))
    try:
        value = marshal.loads(data)
        return lift(value, arrays) if marked else value
    except ProtocolError:
        raise
    except Exception as error:
        raise ProtocolError("a value cannot be read: %s" % error) from None
