# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions as they arrive on an engine that is a Python: the other side of functions.py.

It is part of the text that engines are given, and imports nothing of the module beside it."""
import builtins
import importlib
import linecache
import marshal
import sys
import types


class _Globals(dict):
    """The names that a function sees which came from elsewhere: the engine's, then its own.

    Python looks up globals through __missing__ in what derives from dict.
    """

    def __init__(self, namespace, name):
        super().__init__(__builtins__=builtins, __name__=name)
        self.namespace, self.own = namespace, {}

    def __missing__(self, name):
        if name in self.namespace:
            return self.namespace[name]
        if name in self.own:
            value = self.own[name]
            if type(value) is _Absent:
                raise NameError("name %r is not defined on this engine: %s" % (name, value.why))
            return value
        raise KeyError(name)


class _Absent:
    __slots__ = ("why",)

    def __init__(self, why):
        self.why = why


def named(name, namespace):
    """What a name stands for: in the namespace, a built-in, or module.name."""
    if name in namespace:
        return namespace[name]
    if hasattr(builtins, name):
        return getattr(builtins, name)
    parts = name.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:cut])
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError as error:
            if error.name is not None and not (module + ".").startswith(error.name + "."):
                raise  # the module is there and needs another that is not
            continue
        return _part_of(found, parts[cut:])
    if hasattr(builtins, parts[0]):  # str.upper
        return _part_of(getattr(builtins, parts[0]), parts[1:])
    raise NameError("name %r is not defined" % name)


def _part_of(found, names):
    for name in names:
        found = getattr(found, name)
    return found


def _remember_source(parts):
    name = parts["filename"]
    old = linecache.cache.get(name)
    if not parts["source"] or (old is not None and old[1] is not None):
        return
    lines = list(old[2]) if old is not None else []
    first = parts["line"] - 1
    new = parts["source"].splitlines(True)
    lines += ["\n"] * (first + len(new) - len(lines))
    lines[first:first + len(new)] = new
    linecache.cache[name] = (sum(map(len, lines)), None, lines, name)


def _of_code(data, namespace, lift):
    parts = lift(marshal.loads(data), [])
    if parts["cache_tag"] != sys.implementation.cache_tag:
        raise TypeError("%s() was compiled by %s, and this engine is %s" % (
            parts["name"], parts["cache_tag"], sys.implementation.cache_tag))
    code = marshal.loads(parts["code"])
    _remember_source(parts)
    known = _Globals(namespace, "__fatou__")
    cells = tuple([types.CellType() for _ in parts["cells"]])
    function = types.FunctionType(code, known, parts["name"], parts["defaults"], cells)
    function.__kwdefaults__ = parts["kwdefaults"]
    known[parts["name"]] = function
    # What it reads may read it in turn, under its name.
    seen = _Chain({parts["name"]: function}, namespace)
    for cell, packed in zip(cells, parts["cells"]):
        cell.cell_contents = function if packed[0] == "self" else unpack(packed, seen, lift)
    for name, packed in parts["globals"].items():
        known.own[name] = unpack(packed, seen, lift)
    return function


class _Chain:
    """A few names before those of a namespace."""

    def __init__(self, first, rest):
        self.first, self.rest = first, rest

    def __contains__(self, name):
        return name in self.first or name in self.rest

    def __getitem__(self, name):
        return self.first[name] if name in self.first else self.rest[name]


def unpack(packed, namespace, lift):
    """The function, to be called on the engine of this namespace; ``lift`` reads values."""
    kind = packed[0]
    if kind == "name":
        return named(packed[1], namespace)
    if kind == "code":
        return _of_code(packed[2], namespace, lift)
    if kind == "module":
        return importlib.import_module(packed[1])
    if kind == "value":
        return packed[1]
    if kind == "absent":
        return _Absent(packed[1])
    _, name, text = packed
    known = _Globals(namespace, "__fatou__")
    exec(compile(text, "<function %s>" % name, "exec"), known)
    return known[name]
