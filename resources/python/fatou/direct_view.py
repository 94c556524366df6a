# SPDX-License-Identifier: GPL-3.0-or-later
"""DirectView: chosen engines, each spoken to directly."""
import builtins
import contextlib
import sys

from ._answer import Answer
from .dependent import call_of, items_of
from .map_result import AsyncMapResult
from .parts import joined, known_length, partition
from .result import AsyncResult
from .view import View


class DirectView(View):
    """Chosen engines, each spoken to directly: all get every call, in the order asked.

    With an int as `targets` results are scalars; "all" is looked up anew at every call.
    """

    @property
    def targets(self):
        """The engines' ids, or one id."""
        return self.client.ids if self._targets == "all" else self._targets

    @targets.setter
    def targets(self, targets):
        self._targets = self.client._checked_targets(targets)

    def __repr__(self):
        return "<DirectView %s>" % (self._targets,)

    def __len__(self):
        return len(self._ids(None))

    def _ids(self, targets):
        chosen = self.targets if targets is None else self.client._checked_targets(targets)
        chosen = self.client.ids if isinstance(chosen, str) else chosen
        self.client._require_engines()
        return [chosen] if isinstance(chosen, int) else list(chosen)

    def _is_single(self, targets):
        return isinstance(self._targets if targets is None else targets, int)

    def _each(self, method, calls, ids, block, functions=(), **shape):
        answers = [Answer() for _ in calls]
        result = AsyncResult(self.client, method, answers, **shape)
        self._send(ids, calls, {"functions": list(functions)} if functions else {}, answers)
        return self._settled(result, block)

    # --- functions ---------------------------------------------------------------------------------

    def _apply(self, function, args, kwargs, block):
        ids = self._ids(None)
        calls = [call_of(function, args, kwargs)] * len(ids)
        return self._each("apply", calls, ids, block, [self._packed(function)],
                          single=self._is_single(None))

    def map(self, function, *sequences, block=None):
        """function(x, y, ...) of the items of sequences: each engine gets one contiguous share."""
        sequences, count = known_length(sequences)
        ids, calls, used, sizes = self._ids(None), [], [], []
        for engine, (begin, end) in zip(ids, partition(count, len(ids))):
            if begin < end:
                items = list(zip(*[s[begin:end] for s in sequences]))
                calls.append(("map", 0, items_of(function, items)))
                used.append(engine)
                sizes.append(end - begin)
        answers = [Answer() for _ in calls]
        result = AsyncMapResult(self.client, "map", answers, sizes)
        self._send(used, calls, {"functions": [self._packed(function)]}, answers)
        return self._settled(result, block)

    def imap(self, function, *sequences, **options):
        """As LoadBalancedView.imap(), on these engines."""
        return self.client.load_balanced_view(self._ids(None)).imap(function, *sequences, **options)

    def _apply_parts(self, function, sequences, block, _):
        sequences, count = known_length(sequences)
        ids, calls, used = self._ids(None), [], []
        for engine, (begin, end) in zip(ids, partition(count, len(ids))):
            if begin < end:
                calls.append(call_of(function, tuple([s[begin:end] for s in sequences]), {}))
                used.append(engine)
        return self._each("parallel", calls, used, block, [self._packed(function)], join=joined)

    # --- code --------------------------------------------------------------------------------------

    def execute(self, code, silent=True, targets=None, block=None, filename=None):
        """Runs statements on every engine, in its namespace. Compiled here first: a SyntaxError is
        raised at once, and nothing runs."""
        filename = filename or "<execute>"
        compile(code, filename, "exec", dont_inherit=True)
        ids = self._ids(targets)
        return self._each("execute", [("execute", code, filename)] * len(ids), ids, block,
                          single=self._is_single(targets))

    def run(self, filename, targets=None, block=None):
        """Runs a file of Python on every engine: its text is read here."""
        with open(filename, encoding="utf-8") as file:
            return self.execute(file.read(), targets=targets, block=block, filename=filename)

    @contextlib.contextmanager
    def sync_imports(self, local=True, quiet=False):
        """with view.sync_imports(): import numpy, scipy.linalg as la -- here and on the engines."""
        frame = sys._getframe(2)  # of the with statement, above contextlib
        python_import, seen = builtins.__import__, []

        def import_everywhere(name, globals=None, locals=None, fromlist=(), level=0):
            if sys._getframe(1) is not frame or level:
                return python_import(name, globals, locals, fromlist, level)
            words = ("from %s import %s" % (name, ", ".join(fromlist)) if fromlist
                     else "import " + name)
            if not quiet:
                print("%s on engines %s" % (words, self._ids(None)))
            self.execute(words, block=True)
            seen.append(name)
            return python_import(name, globals, locals, fromlist, level)

        builtins.__import__ = import_everywhere
        try:
            yield self
        finally:
            builtins.__import__ = python_import
        for name in seen:  # "import a.b as c" is known once c is there
            for known, value in list(frame.f_locals.items()):
                if value is sys.modules.get(name) and known != name:
                    self.execute("import %s as %s" % (name, known), block=True)

    # --- names -------------------------------------------------------------------------------------

    def push(self, names, targets=None, block=None, track=None):
        """Defines names on every engine, of a dict. Returns at once unless the view blocks."""
        if not isinstance(names, dict):
            raise TypeError("push(%r): what is pushed is a dict of names and values" % (names,))
        ids = self._ids(targets)
        return self._each("push", [("push", names)] * len(ids), ids, block,
                          single=self._is_single(targets))

    def pull(self, names, targets=None, block=None):
        """What is under a name on every engine, or a list of what is under several."""
        ids, alone = self._ids(targets), isinstance(names, str)
        call = ("pull", [names] if alone else list(names))
        return self._each("pull", [call] * len(ids), ids, block, single=self._is_single(targets),
                          convert=(lambda values: values[0]) if alone else None)

    def update(self, names):
        """push(), as a dict has it."""
        return self.push(names)

    def get(self, name):
        """The value of a name on every engine; waits."""
        return self.pull(name, block=True)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, value):
        self.push({name: value})

    def clear(self, targets=None, block=None):
        """Forgets all names on the engines."""
        ids = self._ids(targets)
        return self._each("clear", [("clear",)] * len(ids), ids, block,
                          single=self._is_single(targets))

    def scatter(self, name, sequence, dist="b", flatten=False, targets=None, block=None):
        """Cuts a sequence, or an array by rows, into one contiguous part an engine, under a name.

        10 items on 4 engines: 3, 3, 2, 2. With ``flatten`` a part of one item is that item itself.
        """
        if dist != "b":
            raise ValueError("dist=%r: sequences are cut into contiguous blocks, 'b'" % (dist,))
        if not hasattr(sequence, "__len__") or not hasattr(sequence, "__getitem__"):
            sequence = list(sequence)
        ids, calls = self._ids(targets), []
        for begin, end in partition(len(sequence), len(ids)):
            part = sequence[begin:end]
            part = list(part) if isinstance(part, range) else part
            calls.append(("push", {name: part[0] if flatten and end - begin == 1 else part}))
        return self._each("scatter", calls, ids, block)

    def gather(self, name, dist="b", targets=None, block=None):
        """The parts under a name put together: what scatter() has cut."""
        ids = self._ids(targets)
        return self._each("gather", [("pull", [name])] * len(ids), ids, block,
                          join=lambda parts: joined(parts, ids),
                          convert=lambda values: values[0])

    def activate(self, suffix=""):
        """Makes it the view of %px, or of %pxSUFFIX."""
        from .magics import activate
        activate(self, suffix)
