# SPDX-License-Identifier: GPL-3.0-or-later
"""Values as bytes that both sides read: see core/python/value_codec.h and frame.h.

Fatou gives its engines values.py, channel.py, _unpack.py, lookup.py and engine.py as one text: none
imports another."""
import fcntl
import marshal
import os
import struct
import sys

BODY = struct.Struct('<IHH')
ARRAY = struct.Struct('<BB8sQQ')
MOST_VALUE_BYTES = 64 << 20
FROM_FILE = 1 << 20     # a larger array goes out in a file of memory, which nobody on the way copies
MOST_FILES = 16
FLAT = {type(None), bool, int, float, complex, str, bytes}
TRAVELS = 'None, bool, int, float, complex, str, bytes, list, tuple, dict, set and numpy arrays travel'


class CannotTravel(TypeError):
    """A value that stays where it is."""


# marshal alone would write what has a buffer, an ndarray or a numpy.float64, as its bytes, without a
# word: exact types are looked at first.

def is_plain(value, depth=0):
    """Whether marshal may write all of it as it is."""
    kind = type(value)
    if kind in FLAT:
        return True
    if depth > 100:
        return False
    if kind is list or kind is tuple:
        return set(map(type, value)) <= FLAT or are_plain(value, depth + 1)
    return kind is dict and set(map(type, value)) <= FLAT and are_plain(value.values(), depth + 1)


def are_plain(items, depth):
    """The same of all items. The first that is not ends it, or a list that holds itself twice would
    be looked at for ever."""
    for item in items:
        if not is_plain(item, depth):
            return False
    return True


def lower(value, arrays, path='value', depth=0):
    """The value with arrays taken out, as marshal may write it."""
    kind = type(value)
    if kind in FLAT or (depth == 0 and is_plain(value)):
        return value
    if value is ...:
        return (..., 'e')
    if depth > 200:
        raise CannotTravel('%s nests deeper than 200' % path)
    if kind is list or kind is tuple or kind is set or kind is frozenset:
        return lower_items(value, kind, arrays, path, depth)
    if kind is dict:
        return lower_dict(value, arrays, path, depth)
    return lower_foreign(value, kind, arrays, path)


def lower_items(value, kind, arrays, path, depth):
    if set(map(type, value)) <= FLAT:
        return value
    items = [lower(item, arrays, '%s[%d]' % (path, i), depth + 1) for i, item in enumerate(value)]
    if kind is list:
        return items
    if kind is tuple:
        items = tuple(items)
        return (..., 't', (...,) + items[1:]) if value[0] is ... else items
    for item in items:
        if type(item) not in FLAT and type(item) is not tuple and type(item) is not frozenset:
            raise CannotTravel('%s holds a %s' % (path, type(item).__name__))
    return kind(items)


def lower_dict(value, arrays, path, depth):
    if set(map(type, value)) <= FLAT and set(map(type, value.values())) <= FLAT:
        return value
    return {lower(key, arrays, '%s, a key' % path, depth + 1):
            lower(item, arrays, '%s[%r]' % (path, key), depth + 1) for key, item in value.items()}


def lower_foreign(value, kind, arrays, path):
    numpy = sys.modules.get('numpy')
    if numpy is not None:
        if kind is numpy.ndarray:
            if value.dtype.hasobject or value.dtype.names or len(value.dtype.str) > 8:
                raise CannotTravel('%s is an array of %s; arrays of numbers travel'
                                   % (path, value.dtype))
            arrays.append(value)
            return (..., 'a', len(arrays) - 1)
        if isinstance(value, numpy.generic) and not value.dtype.hasobject and not value.dtype.names:
            return (..., 'n', value.dtype.str, value.tobytes())
    if kind is bytearray or kind is memoryview:
        return bytes(value)
    raise CannotTravel('%s is a %s.%s; %s' % (path, kind.__module__, kind.__qualname__, TRAVELS))


def encode(value, *before, files=None):
    """The parts of a body: its bytes, and those of each array behind it. What stands before the
    value in a tuple is not looked at. Where a list of files is given, the descriptors of those with
    large arrays are appended: the caller closes them."""
    arrays = []
    lowered = lower(value, arrays)
    data = marshal.dumps((*before, lowered) if before else lowered, 2)
    if len(data) > MOST_VALUE_BYTES:
        raise CannotTravel('value has %d MB; 64 MB travel, and arrays of any size' % (len(data) >> 20))
    if len(arrays) > 65535:
        raise CannotTravel('value has %d arrays; 65,535 travel' % len(arrays))
    front, behind = [BODY.pack(len(data), 1, len(arrays)), data], []
    for array in arrays:
        kept, view = flat_bytes(array)
        where = file_with(view, files) if files is not None and array.nbytes > FROM_FILE else 0
        front.append(ARRAY.pack(where, array.ndim, array.dtype.str.encode(), 0, array.nbytes))
        front.append(struct.pack('<%dQ' % array.ndim, *array.shape))
        if not where:
            behind.append(view)
    return b''.join(front), behind


def file_with(view, files):
    """Puts the bytes into a file of memory that can no longer be changed, and appends it: the
    number of files then; 0 where there is none to be had."""
    if len(files) >= MOST_FILES:
        return 0
    try:
        files.append(os.memfd_create('fatou', os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING))
    except OSError:
        return 0
    try:
        while view:
            view = view[os.write(files[-1], view):]
        F_ADD_SEALS, ALL = 1033, 15
        fcntl.fcntl(files[-1], F_ADD_SEALS, ALL)
    except OSError:
        os.close(files.pop())
        return 0
    return len(files)


def flat_bytes(array):
    """An array in C order, and a view of its bytes."""
    numpy = sys.modules['numpy']
    kept = numpy.ascontiguousarray(array)
    if kept.nbytes == 0:
        return kept, b''
    return kept, memoryview(kept.reshape(-1).view(numpy.uint8))


def numpy_or_none():
    try:
        import numpy
        return numpy
    except ImportError:
        return None


def array_of(data, dtype, shape):
    """An array over the bytes, which it shares; without numpy a memoryview."""
    numpy = numpy_or_none()
    if numpy is not None:
        return numpy.frombuffer(data, dtype=dtype).reshape(shape) if len(data) else \
            numpy.empty(shape, dtype)
    letter, view = letter_of(dtype, 'an array of ' + dtype), memoryview(data).cast('B')
    if not len(data):
        return view.cast(letter)
    return view.cast(letter, shape) if shape else view.cast(letter)


LETTERS = {'f8': 'd', 'f4': 'f', 'i8': 'q', 'i4': 'i', 'i2': 'h', 'i1': 'b', 'u8': 'Q', 'u4': 'I',
           'u2': 'H', 'u1': 'B', 'b1': '?'}


def letter_of(dtype, what):
    """What memoryview calls the type; where it has no such numbers, only numpy would do."""
    if dtype[0] == '>' or dtype[1:] not in LETTERS:
        raise ImportError('%s has no numpy, which %s needs: install it there, or name another Python '
                          'with --python' % (sys.executable, what))
    return LETTERS[dtype[1:]]


def raised(value, arrays, names):
    """A value with its arrays, and what the engine has under the names of references."""
    kind = type(value)
    if kind is tuple:
        if value and value[0] is ...:
            return raised_special(value, arrays, names)
        return tuple([raised(item, arrays, names) for item in value])
    if kind is list:
        return [raised(item, arrays, names) for item in value]
    if kind is dict:
        return {raised(key, arrays, names): raised(item, arrays, names)
                for key, item in value.items()}
    if kind is set or kind is frozenset:
        return kind(raised(item, arrays, names) for item in value)
    return value


def raised_special(value, arrays, names):
    what = value[1]
    if what == 'a':
        return arrays[value[2]]
    if what == 'r':
        return eval(value[2], names)
    if what == 'f':
        return unpack(value[2], names, lambda inner, arrays: raised(inner, arrays, names))
    if what == 'n':
        numpy = numpy_or_none()
        if numpy is None:
            return memoryview(value[3]).cast(letter_of(value[2], 'a number of ' + value[2]))[0]
        return numpy.frombuffer(value[3], value[2])[0]
    if what == 't':
        return (...,) + tuple([raised(item, arrays, names) for item in value[2][1:]])
    return ...
