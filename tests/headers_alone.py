#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles every public header alone: headers_alone.py BUILD_FOLDER

The headers and their flags are those of the targets *_verify_interface_header_sets. Parsing the
same headers for each of them takes most of the time, so those are precompiled. A header is given
only precompiled headers that it includes itself, directly or through other headers of the project:
they cannot hide an include that it lacks.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

# Headers that take long to parse; the first row that a header includes whole is the one it is given.
PRECOMPILED = (
    ("core/render/renderer.h", "QWidget"),
    ("core/render/renderer.h",),
    ("core/engines/client.h",),
    ("core/render/render_request.h", "QWidget"),
    ("QString", "QWidget"),
    ("QWidget",),
    ("core/render/render_request.h",),
    ("Eigen/Core",),
    ("QString", "core/base/result.h", "functional"),
    ("QString", "core/base/result.h"),
    ("QString",),
    ("functional",),
    ("core/base/result.h",),
    ("string",),
    ("vector",),
)
INCLUDE = re.compile(r'#include\s+([<"])([^>"]+)')


class Includes:
    """What a header includes, directly or through headers of the project."""

    def __init__(self, root):
        self.root = root
        self.known = {}

    def of(self, header):
        if header not in self.known:
            self.known[header] = found = set()
            with open(os.path.join(self.root, header), encoding="utf-8") as file:
                for mark, name in INCLUDE.findall(file.read()):
                    found |= {name} if mark == "<" else {name} | self.of(name)
        return self.known[header]


def checks(build):
    """(source, header, flags) of every header, from the compile commands."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        commands = json.load(file)
    for entry in commands:
        if "verify_interface_header_sets/" not in entry["file"]:
            continue
        words = shlex.split(entry["command"])
        words = words[next(i for i, word in enumerate(words) if word.endswith("c++")):]
        flags = words[:words.index("-x")]
        header = entry["file"].split("verify_interface_header_sets/")[1].removesuffix(".cxx")
        flags += words[words.index("-x") + 2:words.index("-o")]
        yield entry["file"], header, tuple(f for f in flags if not f.startswith("-O"))


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode == 0, done.stderr


def precompile(folder, flags, names):
    """The options that make a compiler begin with the precompiled headers `names`."""
    if not names:
        return ()
    stem = os.path.join(folder, f"p{abs(hash((flags, names)))}.h")
    with open(stem, "w", encoding="utf-8") as file:
        file.writelines(f"#include <{name}>\n" for name in names)  # finds the project's, too
    good, errors = run([*flags, "-x", "c++-header", "-o", stem + ".gch", stem])
    if not good:
        sys.exit(errors)
    return "-include", stem


def main():
    build = sys.argv[1]
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    includes = Includes(root)
    groups = {}
    for source, header, flags in checks(build):
        has = includes.of(header)
        names = next((names for names in PRECOMPILED if has.issuperset(names)), ())
        groups.setdefault((flags, names), []).append(source)
    if not groups:
        sys.exit(f"{build} has no headers to check: configure it with a preset")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        begins = pool.map(lambda group: precompile(folder, *group), groups)
        commands = [[*flags, *begin, "-fsyntax-only", "-Winvalid-pch", "-x", "c++", source]
                    for begin, ((flags, _), sources) in zip(begins, groups.items())
                    for source in sources]
        results = list(pool.map(run, commands))
    faults = [errors for good, errors in results if not good or errors]
    print("\n".join(faults), end="", file=sys.stderr)
    print(f"{len(results)} headers, {len(faults)} that do not stand alone")
    sys.exit(bool(faults))


main()
