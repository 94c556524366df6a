#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Sets up, builds and runs all tests. Ends with ctest's counts.
set -eu
cd "$(dirname "$0")/.."
. app/setup.sh

need $build_packages python3-numpy jupyter-nbconvert python3-ipykernel libvips-tools libsimgrid-dev
build release
if ctest --preset release >build/release-test.log 2>&1; then
  tail -n 25 build/release-test.log | sed -n '/tests passed/,$p'
else
  cat build/release-test.log >&2
  exit 1
fi
