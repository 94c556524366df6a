# SPDX-License-Identifier: GPL-3.0-or-later
"""References: arguments that each engine has itself."""


class Reference:
    """What each engine has under a name, as an argument of a call: ``view.apply(f, Reference("a"))``."""

    __slots__ = ("name",)

    def __init__(self, name):
        if not isinstance(name, str) or not name:
            raise TypeError("Reference(%r): a reference is the name of a value, a str" % (name,))
        self.name = name

    def __repr__(self):
        return "<Reference: %r>" % self.name
