#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Sets up, builds and runs Fatou: the window where there is a display, else its main job on the
# command line, one Julia set as a picture and what engines gain.
set -eu
cd "$(dirname "$0")/.."
. app/setup.sh

need $build_packages
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  need $window_packages
  build release fatou-explorer
  exec build/release/app/fatou-explorer "$@"
fi
build release fatou

fatou=build/release/app/fatou
picture=build/julia.png
set -- --c -0.065,0.66 --region -1.3,-1.3,1.3,1.3 --size 1024x1024 --tmax 256
echo
echo "The Julia set of c = -0.065+0.66i, written to $picture:"
"$fatou" render "$@" --force -o "$picture"
echo
echo "The same picture, every pixel iterated, serially and on engines:"
"$fatou" compare "$@" --kernel plain
