# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that need something of the engine: @require and @depend."""
import functools


class Required:
    """A function, and names that it finds wherever it runs."""

    def __init__(self, function, names):
        functools.update_wrapper(self, function)
        self.function, self.names = function, names

    def __call__(self, *args, **kwargs):
        return self.function(*args, **kwargs)


class Dependent:
    """A function, and a condition that has to hold on its engine."""

    def __init__(self, function, condition, args, kwargs):
        functools.update_wrapper(self, function)
        self.function, self.condition = function, condition
        self.args, self.kwargs = args, kwargs

    def __call__(self, *args, **kwargs):
        return self.function(*args, **kwargs)

    def whole(self):
        """What runs on the engine. A condition that does not hold is no Exception, so that it costs
        the task its engine, while what the function raises is the task's own error."""
        condition, condition_args, condition_kwargs = self.condition, self.args, self.kwargs
        function, name = self.function, self.__name__

        def conditional(args, kwargs):
            if not condition(*condition_args, **condition_kwargs):
                unmet = type("UnmetDependency", (BaseException,), {})
                raise unmet("what %s() depends on does not hold on this engine" % name)
            return function(*args, **kwargs)

        return conditional


def depend(condition, /, *args, **kwargs):
    """@depend(is_large, 8): a balanced task of the function runs where condition(*args, **kwargs) is
    true: an engine where it is not passes the task on. ImpossibleDependency where none is."""
    return lambda function: Dependent(function, condition, args, kwargs)


def require(*objects, **mapping):
    """@require("numpy", helper, limit=3): modules that are imported where the function runs,
    functions and values that it finds there under these names. A module that is missing is
    ModuleNotFoundError."""
    names = dict(mapping)
    for each in objects:
        if isinstance(each, str):
            names[each] = Module(each)  # a.b is imported, and a is what the function reads
            names[each.split(".")[0]] = Module(each.split(".")[0])
        elif hasattr(each, "__name__"):
            names[each.__name__] = each
        else:
            raise TypeError("require(%r): names of modules and functions; name a value, as in "
                            "require(limit=3)" % (each,))

    def decorate(function):
        if isinstance(function, Dependent):
            return Dependent(Required(function.function, names), function.condition, function.args,
                             function.kwargs)
        return Required(function, names)

    return decorate


class Module:
    """A module by its name: it need not be installed here."""

    def __init__(self, name):
        self.name = name


def call_of(function, args, kwargs):
    """A call of the function that a request has first."""
    if isinstance(function, Dependent):
        return ("call", 0, (args, kwargs), {})
    return ("call", 0, args, kwargs)


def items_of(function, items):
    """Items of a map, as the function that a request has first takes them."""
    return [(item, {}) for item in items] if isinstance(function, Dependent) else items
