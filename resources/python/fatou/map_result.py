# SPDX-License-Identifier: GPL-3.0-or-later
"""AsyncMapResult: the items of a map."""
from .errors import RemoteError
from .result import AsyncResult, failure_of


class AsyncMapResult(AsyncResult):
    """The result of a map: items in the order of the inputs, whatever task they were part of.

    With ``ordered=False`` iteration gives them as they come; get() is in order all the same.
    """

    def __init__(self, client, method, answers, sizes, ordered=True, join=None, by_item=False):
        self._sizes, self.ordered = sizes, ordered
        self._by_item = by_item if isinstance(by_item, list) else [by_item] * len(answers)
        super().__init__(client, method, answers, join=join)

    def _outcomes_of(self, answer):
        place = self._places[id(answer)]
        size = self._sizes[place]
        if answer.failure:
            return [failure_of(answer, self._method)] * size
        if self._by_item[place]:  # the task is a plain call
            return [answer.value]
        engine = answer.record[0] if answer.record else -1
        return [value if good else RemoteError(*value, engine, self._method)
                for good, value in answer.value]

    def __len__(self):
        return sum(self._sizes)

    @property
    def progress(self):
        self._link.pump()
        return sum(self._sizes[self._places[id(a)]] for a in self._arrivals)

    def _first_items(self):
        firsts, at = [], 0
        for size in self._sizes:
            firsts.append(at)
            at += size
        return firsts

    def _value_at(self, place):
        for answer, size in zip(self._answers, self._sizes):
            if place < size:
                self._wait_for(lambda: answer.done, None)
                outcome = self._outcomes_of(answer)[place]
                if isinstance(outcome, Exception):
                    raise outcome
                return outcome
            place -= size
        raise IndexError(place)

    def _part(self, answer):
        place = self._places[id(answer)]
        return AsyncMapResult(self._client, self._method, [answer], [self._sizes[place]],
                              self.ordered, by_item=self._by_item[place])

    @classmethod
    def join(cls, *results):
        first = results[0]
        return cls(first._client, first._method, [a for r in results for a in r._answers],
                   [s for r in results for s in r._sizes], first.ordered,
                   by_item=[b for r in results for b in r._by_item])


class DependentResult(AsyncMapResult):
    """The result of one call that went as a map of one item: its value, or its error."""

    def __init__(self, client, method, answers):
        super().__init__(client, method, answers, [1])
        self._single = True

    def _part(self, answer):
        return DependentResult(self._client, self._method, [answer])
