# SPDX-License-Identifier: GPL-3.0-or-later
"""%px, %%px, %autopx, %pxresult and %pxconfig for IPython: ``%load_ext fatou``."""
import argparse

_views = {}
_shell = None


class _Options(argparse.ArgumentParser):
    def error(self, message):
        raise ValueError("%s: %s" % (self.prog, message))


def _options(name):
    options = _Options(prog=name, add_help=False)
    options.add_argument("-t", "--targets", help="an id, ids like 0,2, or a slice like ::2")
    options.add_argument("-a", "--noblock", action="store_true", help="do not wait")
    options.add_argument("-b", "--block", action="store_true", help="wait")
    options.add_argument("-l", "--local", action="store_true", help="run it here, too")
    options.add_argument("-o", "--out", help="a name for the result")
    options.add_argument("--verbose", action="store_true", help=argparse.SUPPRESS)
    return options


def _targets(text):
    """Targets as they are typed.

    >>> _targets("0,2"), _targets("::2"), _targets("3"), _targets("all")
    ([0, 2], slice(None, None, 2), 3, 'all')
    """
    if text in (None, "all"):
        return text
    try:
        if ":" in text:
            return slice(*[int(part) if part else None for part in text.split(":")])
        return [int(part) for part in text.split(",")] if "," in text else int(text)
    except ValueError:
        raise ValueError("--targets %s: an id, ids like 0,2, a slice like ::2, or all" % text) from None


class Magics:
    """The magics of one view."""

    def __init__(self, view, suffix=""):
        self.view, self.suffix = view, suffix
        self.last, self.block, self._auto = None, True, False

    def _run(self, code, options):
        view = self.view
        targets = view.client._checked_targets(_targets(options.targets)) if options.targets else None
        block = False if options.noblock else True if options.block else self.block
        self.last = view.execute(code, targets=targets, block=False, filename="<px>")
        if options.out:
            _shell.user_ns[options.out] = self.last
        if not block:
            return self.last
        self.last.wait()
        self.last.display_outputs()
        self.last.get()
        return None

    def px(self, line):
        """%px CODE: runs a line on the engines, and shows what they print."""
        return self._run(line, _options("%px").parse_args([]))

    def cell_px(self, line, cell=None):
        """%%px [--targets 0,2] [--noblock] [--local] [--out NAME]: runs a cell on the engines."""
        options = _options("%%px").parse_args(line.split())
        if options.local:
            _shell.run_cell(cell)
        return self._run(cell, options)

    def pxresult(self, line=""):
        """%pxresult: what the last %px that did not wait has given."""
        if self.last is None:
            raise ValueError("%pxresult: nothing has been run by %px yet")
        self.last.wait()
        self.last.display_outputs()
        self.last.get()

    def pxconfig(self, line):
        """%pxconfig [--targets ...] [--block | --noblock]: how %px runs from now on."""
        options = _options("%pxconfig").parse_args(line.split())
        if options.targets:
            self.view.targets = _targets(options.targets)
        if options.block or options.noblock:
            self.block = options.block

    def autopx(self, line=""):
        """%autopx: all that is typed runs on the engines, until %autopx is typed again."""
        self._auto = not self._auto
        if self._auto:
            self._run_cell = _shell.run_cell
            _shell.run_cell = self._run_cell_there
            print("%autopx enabled")
        else:
            _shell.run_cell = self._run_cell
            print("%autopx disabled")

    def _run_cell_there(self, cell, *args, **kwargs):
        if cell.lstrip().startswith("%"):
            return self._run_cell(cell, *args, **kwargs)
        words = "get_ipython().run_cell_magic('px%s', '', %r)" % (self.suffix, cell)
        return self._run_cell(words, *args, **kwargs)

    def register(self, shell):
        name = "px" + self.suffix
        shell.register_magic_function(self.px, "line", name)
        shell.register_magic_function(self.cell_px, "cell", name)
        shell.register_magic_function(self.autopx, "line", "auto" + name)
        shell.register_magic_function(self.pxresult, "line", name + "result")
        shell.register_magic_function(self.pxconfig, "line", name + "config")


def activate(view, suffix=""):
    """Makes a view the one of %pxSUFFIX."""
    global _shell
    _shell = _shell or current_shell()
    _views[suffix] = magics = Magics(view, suffix)
    if _shell is not None:
        magics.register(_shell)
    return magics


def load_ipython_extension(shell):
    """What %load_ext calls. Views that are activate()d have their magics from then on."""
    global _shell
    _shell = shell
    for magics in _views.values():
        magics.register(shell)


def current_shell():
    """IPython's shell where there is one, so that activate() does not need %load_ext."""
    import sys
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None
