# SPDX-License-Identifier: GPL-3.0-or-later
"""How sequences are cut over engines, and put together again."""
import sys


def partition(count, parts):
    """(begin, end) of each of so many contiguous parts; the first ones get one more.

    >>> partition(10, 4)
    [(0, 3), (3, 6), (6, 8), (8, 10)]
    """
    base, more = divmod(count, parts)
    begins = [i * base + min(i, more) for i in range(parts + 1)]
    return list(zip(begins, begins[1:]))


def joined(parts, ids=None):
    """What scatter() has cut, together again: arrays by rows, lists and tuples by items. ``ids`` are
    the engines that they come from, for what a ValueError says.

    >>> joined([[1, 2], [], [3]])
    [1, 2, 3]
    """
    numpy = sys.modules.get("numpy")
    if numpy is not None and any(isinstance(part, numpy.ndarray) for part in parts):
        _require_one_shape(parts, ["engine %d" % e for e in ids] if ids else
                           ["part %d" % place for place in range(len(parts))], numpy)
        return numpy.concatenate([part for part in parts if len(part)] or parts[:1])
    whole = []
    for part in parts:
        if isinstance(part, (list, tuple, range)):
            whole.extend(part)
        else:
            whole.append(part)
    return whole


def _require_one_shape(parts, owners, numpy):
    """ValueError where arrays do not fit together by rows: it names owners and shapes."""
    first = None
    for owner, shape in zip(owners, map(numpy.shape, parts)):
        if not shape:
            raise ValueError("that of %s is a single value, which cannot stand among arrays" % owner)
        if not shape[0]:
            continue
        if first is None:
            first = owner, shape
        elif shape[1:] != first[1][1:]:
            raise ValueError("arrays do not fit together: that of %s has the shape %s, and that of "
                             "%s %s" % (first + (owner, shape)))


def known_length(sequences):
    """The sequences as lists or arrays of one length, that of the shortest."""
    made = [s if hasattr(s, "__len__") and hasattr(s, "__getitem__") and not isinstance(s, dict)
            else list(s) for s in sequences]
    if not made:
        raise TypeError("map needs a sequence beside its function")
    return made, min(map(len, made))
