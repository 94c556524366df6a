# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window's console has engines do. Each engine runs this once, in its own namespace, which
shows only names that do not begin with two underscores."""


def __fatou_cell__(text, name, i=None):
    """Runs a cell; the repr of its last line where that is an expression and not None. `i` is the
    number of a balanced cell."""
    import ast
    import linecache
    names = globals()
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    if i is not None:
        names['i'] = i
    body = compile(text, name, 'exec', ast.PyCF_ONLY_AST, True)
    last = None
    if body.body and isinstance(body.body[-1], ast.Expr):
        last = ast.Expression(body.body.pop().value)
    exec(compile(body, name, 'exec', 0, True), names)
    value = None if last is None else eval(compile(last, name, 'eval', 0, True), names)
    if value is None:
        return None
    names['_'] = value
    shown = repr(value)
    if len(shown) > 4000:
        shown = shown[:4000] + '…'
    return shown.encode('utf-8', 'replace').decode()


def __fatou_dir__():
    """What can be typed: names, builtins, and public attributes of modules and of the explorer."""
    import builtins
    names = globals()
    found = [name for name in dir(builtins) if not name.startswith('_')]
    modules = 0
    for name, value in list(names.items()):
        if name.startswith('_'):
            continue
        found.append(name)
        if isinstance(value, type(builtins)) and modules < 20:
            modules += 1
        elif type(value).__name__ != 'Explorer':
            continue
        found += ['%s.%s' % (name, part) for part in dir(value)[:1000] if not part.startswith('_')]
    return found
