# SPDX-License-Identifier: GPL-3.0-or-later
"""How an engine finds the functions that it is to call. Part of the text that engines are given."""
import os
import sys


class Lookup:
    """What of Engine knows functions: by name, source, code, or the script that has them."""

    def named(self, name):
        if name in self.names:
            return self.names[name]
        raise NameError("name '%s' is not defined" % name)

    def function(self, how, name, text):
        key = (how, name, text)
        if how != 'name' and key in self.functions:
            return self.functions[key]
        found = getattr(self, 'function_by_' + how)(name, text)
        if not callable(found):
            raise TypeError("'%s' is a %s and cannot be called" % (name, type(found).__name__))
        if how != 'name':  # which may mean another the next time
            self.keep(key, found)
        return found

    def keep(self, key, found):
        """Each closure is another: where there are many, half of what came as code or source goes."""
        if len(self.functions) >= 1000:
            came = [known for known in self.functions if known[0] in ('code', 'source')]
            for known in came[:500]:
                del self.functions[known]
        self.functions[key] = found

    def function_by_name(self, name, _):
        """A name of the namespace, a builtin, or one in a module, which is imported."""
        import builtins
        import importlib
        first, *rest = name.split('.')
        found = self.names.get(first, getattr(builtins, first, self))
        if found is not self:
            for part in rest:
                found = getattr(found, part)
            return found
        for length in range(len(rest), 0, -1):
            try:
                found = importlib.import_module('.'.join([first, *rest][:length]))
            except ModuleNotFoundError:
                continue
            for part in [first, *rest][length:]:
                found = getattr(found, part)
            return found
        raise NameError("name '%s' is not defined" % name)

    def function_by_source(self, name, text):
        self.do_execute(text, '<function %s>' % name)
        return self.named(name)

    def function_by_code(self, _, data):
        return unpack(('code', '', data), self.names,
                      lambda value, arrays: raised(value, arrays, self.names))

    def function_by_file(self, name, path):
        """A function of a script, which runs once, and not as the main program."""
        key = ('names', path)
        if key not in self.functions:
            folder = os.path.dirname(os.path.abspath(path))
            if folder not in sys.path:
                sys.path.insert(0, folder)
            module = type(sys)(os.path.splitext(os.path.basename(path))[0])
            module.__file__ = path
            with open(path, 'rb') as file:
                code = compile(file.read(), path, 'exec')
            is_known = sys.modules.setdefault(module.__name__, module) is not module
            try:
                exec(code, module.__dict__)
            except BaseException:
                if not is_known:
                    del sys.modules[module.__name__]
                raise
            self.functions[key] = module.__dict__
        if name not in self.functions[key]:
            raise NameError("'%s' has no function '%s'" % (path, name))
        return self.functions[key][name]
