# SPDX-License-Identifier: GPL-3.0-or-later
"""Fatou's engines and pictures from Python. The standard library is enough; numpy is used where it
is there.

Engines, with ipyparallel's names and behaviour::

    import fatou as ipp
    rc = ipp.Client(4, kind="python")
    view = rc[:]
    view.execute("import os").get()
    view.apply_sync(lambda x: (os.getpid(), x), 3)
    rc.load_balanced_view().map_sync(simulate, range(1000))

Pictures::

    J = fatou.render(c="-0.8,0.156", size=(640, 480), tmax=256)   # a numpy array, lowest row first
"""
from .balanced_view import LoadBalancedView
from .client import Client
from .comparison import Comparison, compare, whatif
from .dependency import Dependency
from .dependent import depend, require
from .direct_view import DirectView
from .errors import (CannotTravel, CompositeError, EngineError, FatouError, ImpossibleDependency,
                     InvalidDependency, NoEnginesRegistered, NoSuchEngine, ProtocolError, RemoteError,
                     RequestRefused, ServerLost, TaskAborted, TaskTimeout, TimeoutError)
from .functions import remote_name
from .magics import load_ipython_extension
from .picture import render
from .place import Place
from .map_result import AsyncMapResult
from .reference import Reference
from .result import AsyncResult

__all__ = ["AsyncMapResult", "AsyncResult", "CannotTravel", "Client", "Comparison", "CompositeError",
           "Dependency", "DirectView", "EngineError", "FatouError", "ImpossibleDependency",
           "InvalidDependency", "LoadBalancedView", "NoEnginesRegistered", "NoSuchEngine", "Place",
           "ProtocolError", "Reference", "RemoteError", "RequestRefused", "ServerLost",
           "TaskAborted", "TaskTimeout", "TimeoutError", "compare", "load_ipython_extension",
           "depend", "remote_name", "render", "require", "whatif"]
