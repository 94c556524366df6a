# SPDX-License-Identifier: GPL-3.0-or-later
"""How a function gets to an engine: by name, as code, or as source; never pickled."""
import ast
import inspect
import linecache
import marshal
import sys
import textwrap
import types

from . import _values
from .dependent import Dependent, Module, Required
from .errors import CannotTravel

_MOST_NESTED = 20
_MOST_LINES = 200
_MOST_CAPTURED = 64 << 10  # bytes of a value that goes along with a function


class remote_name:
    """A function that the engines have under a name: ``view.apply(remote_name("simulate"), 3)``.

    A plain str does the same. What the name means: a function of C++ where engines are threads;
    in Python ``"module.function"``, a built-in, or a name that was pushed, defined or executed.
    """

    def __init__(self, name):
        self.__name__ = name


def _is_importable(function):
    """Whether engines find it by its module and name. What the user types or edits is not."""
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", "")
    if module is None or module == "__main__" or "<" in name or "." in name:
        return False
    found = sys.modules.get(module)
    if found is None or getattr(found, name, None) is not function:
        return False
    file = getattr(found, "__file__", None)
    return module in sys.builtin_module_names or file is None or _is_installed(file)


def _is_installed(file):
    """Not beside the user's script: there engines may run elsewhere, and edits would be missed."""
    import sysconfig
    roots = [sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib", "platstdlib")]
    return any(root and file.startswith(root) for root in roots) or "/dist-packages/" in file


class _Facts:
    """What is found once for a code object: the names it reads, and its text for tracebacks."""

    def __init__(self, code):
        self.names = sorted(_globals_read(code))
        last = max(_last_line(code), code.co_firstlineno)
        lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1:last]
        self.text = "".join(lines) if len(lines) <= _MOST_LINES else ""
        self.packed = {}  # of functions that read nothing but modules, by name and modules


_facts = {}


def _facts_of(code):
    if code not in _facts:
        if len(_facts) >= 1000:
            _facts.clear()
        _facts[code] = _Facts(code)
    return _facts[code]


def _inner_code(code):
    return [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]


def _globals_read(code):
    """Names that a function, and those within it, read from their module."""
    import dis
    names = {i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return names.union(*map(_globals_read, _inner_code(code)))


def _last_line(code):
    import dis
    lines = [line for _, line in dis.findlinestarts(code) if line]
    return max(lines + [_last_line(inner) for inner in _inner_code(code)], default=0)


def _packed_value(what, value, within):
    """A value that a function reads, or why it stays here: engines may have one of that name."""
    if isinstance(value, types.ModuleType):
        return ("module", value.__name__)
    if isinstance(value, Module):
        return ("module", value.name)
    try:
        if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, type, Required)):
            return packed(value, within)
        arrays = []
        size = len(marshal.dumps(_values.lower(value, arrays, what), 2))
    except CannotTravel as error:
        return ("absent", str(error))
    if arrays or size > _MOST_CAPTURED:
        return ("absent", "%s is too large to be sent with each call: push it, or make it an argument"
                % what)
    return ("value", value)


def _packed_cell(function, name, cell, within):
    if name == "__class__":
        raise CannotTravel("%s() uses super() or __class__, which stays with its class: call a "
                           "plain function" % function.__name__)
    try:
        value = cell.cell_contents
    except ValueError:
        raise CannotTravel("%s() reads %s, which has no value yet"
                           % (function.__name__, name)) from None
    if value is function:  # one that calls itself
        return ("self",)
    made = _packed_value(name, value, within)
    if made[0] == "absent":  # nothing on the engine can stand for it
        raise CannotTravel("%s() reads %s of the function around it: %s"
                           % (function.__name__, name, made[1]))
    return made


def _code(function, within, more=()):
    code, known = function.__code__, function.__globals__
    facts, within = _facts_of(code), within + (function,)
    key = None if more else _key_of(function, facts.names)
    if key in facts.packed:
        return facts.packed[key]
    parts = {
        "cache_tag": sys.implementation.cache_tag,
        "name": function.__name__,
        "code": marshal.dumps(code),
        "filename": code.co_filename,
        "line": code.co_firstlineno,
        "source": facts.text,
        "defaults": function.__defaults__,
        "kwdefaults": function.__kwdefaults__,
        "cells": [_packed_cell(function, name, cell, within)
                  for name, cell in zip(code.co_freevars, function.__closure__ or ())],
        "globals": {name: _packed_value(name, known[name], within)
                    for name in facts.names if name in known and known[name] is not function},
    }
    parts["globals"].update({name: _packed_value(name, value, within) for name, value in more})
    arrays = []
    data = marshal.dumps(_values.lower(parts, arrays, function.__name__), 2)
    if arrays:
        raise CannotTravel("%s() has an array as a default: make it an argument" % function.__name__)
    made = ("code", function.__name__, data)
    if key is not None:
        facts.packed[key] = made
    return made


def _key_of(function, names):
    """What a function with this code is packed by, where values cannot change between calls; else None."""
    if function.__closure__ or function.__defaults__ or function.__kwdefaults__:
        return None
    known, key = function.__globals__, [function.__name__]
    for name in names:
        value = known.get(name, function)
        if value is function:  # or none at all
            continue
        if type(value) is not types.ModuleType:
            return None
        key.append((name, value.__name__))
    return tuple(key)


def source_of(function):
    """(name, text) of a function's definition, without its decorators; its lines keep their numbers."""
    try:
        lines, first = inspect.getsourcelines(function)
    except (OSError, TypeError):
        raise CannotTravel("%s() has no source that engines of another Python could be sent: write "
                           "it to a file, or use engines of this Python" % function.__name__) from None
    text = textwrap.dedent("".join(lines))
    try:
        definition = ast.parse(text).body[0]
    except SyntaxError:
        definition = None
    if not isinstance(definition, (ast.FunctionDef, ast.AsyncFunctionDef)):
        raise CannotTravel("a lambda's source cannot be told from its line, and engines are of "
                           "another Python: use def")
    if function.__closure__:
        raise CannotTravel("%s() reads values of the function around it, and engines are of another "
                           "Python: make them arguments" % function.__name__)
    text = "".join(text.splitlines(True)[definition.lineno - 1:])
    return function.__name__, "\n" * (first + definition.lineno - 2) + text


def packed(function, within=(), same_python=True):
    """The function as data, as PROTOCOL.md has it.

    >>> import math
    >>> packed(math.sqrt)
    ('name', 'math.sqrt', '')
    >>> packed(str.upper)
    ('name', 'str.upper', '')
    >>> packed("simulate")
    ('name', 'simulate', '')
    """
    if isinstance(function, str):
        return ("name", function, "")
    if isinstance(function, remote_name):
        return ("name", function.__name__, "")
    if len(within) > _MOST_NESTED:
        raise CannotTravel("%s() needs functions that need functions, more than %d deep"
                           % (function.__name__, _MOST_NESTED))
    if isinstance(function, (Dependent, Required)):
        return _packed_needy(function, within, same_python)
    if isinstance(function, (types.BuiltinFunctionType, type)) or _is_importable(function):
        return _by_name(function)
    if isinstance(function, types.MethodType):
        raise CannotTravel("%s is a method, and its object stays here: call a plain function"
                           % function.__qualname__)
    if isinstance(function, (types.MethodDescriptorType, types.WrapperDescriptorType)):
        return _by_name(function)  # str.upper
    if not isinstance(function, types.FunctionType):
        if callable(getattr(function, "func", None)):  # functools.partial
            raise CannotTravel("a partial function does not travel: give the arguments to apply()")
        raise CannotTravel("%r is no function: engines call functions, or names of theirs"
                           % (function,))
    if function in within:  # a circle: the engine has the outer one under its name by then
        return ("name", function.__name__, "")
    if not same_python:
        return ("source",) + source_of(function)
    return _code(function, within)


def _packed_needy(function, within, same_python):
    """A function that needs something of its engine: as code, which that goes along with."""
    if isinstance(function, Dependent):
        return packed(function.whole(), within, same_python)
    if not isinstance(function.function, types.FunctionType) or not same_python:
        raise CannotTravel("%s() cannot be sent with what @require names: it has to be a function of "
                           "Python, and engines of this Python" % function.__name__)
    return _code(function.function, within, function.names.items())


def _by_name(function):
    owner = getattr(function, "__objclass__", function)
    module = getattr(owner, "__module__", None) or "builtins"
    name = getattr(function, "__qualname__", getattr(function, "__name__", ""))
    if getattr(function, "__self__", None) is not None and not isinstance(function.__self__,
                                                                          types.ModuleType):
        raise CannotTravel("%s is a method, and its object stays here: call a plain function" % name)
    if module == "__main__":
        raise CannotTravel("the class %s is defined here, and classes do not travel: define it on the "
                           "engines by execute()" % name)
    return ("name", name if module == "builtins" else module + "." + name, "")
