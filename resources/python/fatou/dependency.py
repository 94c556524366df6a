# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that have to end before another may start."""
from .errors import InvalidDependency
from .result import AsyncResult


class Dependency:
    """Tasks that have to end first: all of them or any, with a value, a failure, or either."""

    def __init__(self, dependencies=(), all=True, success=True, failure=False):
        if not (success or failure):
            raise ValueError("Dependency(success=False, failure=False) can never be met: one has to "
                             "be True")
        single = isinstance(dependencies, (AsyncResult, Dependency, int, str))
        self.given = dependencies if single else list(dependencies)
        self.ids = list(task_ids(self.given))
        self.all, self.success, self.failure = all, success, failure

    def _packed(self):
        return (self.ids, "all" if self.all else "any", bool(self.success), bool(self.failure))


def _require_own(given, client):
    """The tasks of another client have numbers that mean other tasks here."""
    if isinstance(given, AsyncResult):
        if client is not None and given._client is not client:
            raise InvalidDependency("InvalidDependency", "%r is a result of another client: a task "
                                    "can only wait for those of its own" % given)
    elif isinstance(given, Dependency):
        _require_own(given.given, client)
    elif isinstance(given, (list, tuple)):
        for each in given:
            _require_own(each, client)


def task_ids(tasks):
    if isinstance(tasks, AsyncResult):
        return tasks.msg_ids
    if isinstance(tasks, Dependency):
        return tasks.ids
    if isinstance(tasks, bool) or isinstance(tasks, int):
        return [tasks]
    if isinstance(tasks, str):
        raise InvalidDependency("InvalidDependency", "%r is no task: give results, or their msg_ids"
                                % tasks)
    return [number for each in tasks for number in task_ids(each)]


def packed_dependency(given, client=None):
    _require_own(given, client)
    if given is None:
        return []
    if isinstance(given, Dependency):
        return [given._packed()] if given.ids else []
    if isinstance(given, (list, tuple)) and any(isinstance(each, Dependency) for each in given):
        return [sets for each in given for sets in packed_dependency(each)]
    ids = task_ids(given)
    return [(list(ids), "all", True, False)] if ids else []
