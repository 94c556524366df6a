# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by app/run.sh and tests/run.sh, in the project's root: installs what is missing and
# builds. Quiet about success; what went wrong is shown whole.

# Debian's qt6-charts-dev cannot be found by CMake without libqt6opengl6-dev, on which it does not
# depend.
build_packages="cmake ninja-build g++ qt6-base-dev qt6-charts-dev libqt6opengl6-dev qt6-svg-dev
  libeigen3-dev libhwy-dev libmpfr-dev libgmp-dev libboost-dev libpng-dev zlib1g-dev libisal-dev
  nettle-dev libtiff-dev libzstd-dev libopenexr-dev libjpeg-dev libwebp-dev libopenmpi-dev openmpi-bin
  libbenchmark-dev libtbb-dev"
# Packages that only the window needs to run: Wayland beside X11, pictures for sharing, readable fonts.
window_packages="qt6-wayland qt6-image-formats-plugins fonts-inter fonts-jetbrains-mono"

# need PACKAGE...: installs the Debian packages among these that are not there yet.
need() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "These Debian packages, or what they are called here, are missing:$missing" >&2
    return 1
  fi
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  echo "Installing$missing"
  mkdir -p build
  apt update && apt install -y --no-install-recommends $missing
}

# apt ARGUMENT...: apt-get, after others that install packages: it waits for dpkg's lock by itself,
# but gives up at its own locks of lists and archives.
apt() {
  attempts=60
  until $as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C \
    apt-get -o DPkg::Lock::Timeout=600 "$@" >build/install.log 2>&1 </dev/null; do
    attempts=$((attempts - 1))
    if [ $attempts -eq 0 ] || ! grep -q "Could not get lock" build/install.log; then
      cat build/install.log >&2
      echo "Failed: apt-get $*" >&2
      return 1
    fi
    [ $attempts -lt 59 ] || echo "Waiting for another program that installs packages"
    sleep 10
  done
}

# quietly LOG COMMAND...: runs the command and shows its output only if it fails.
quietly() {
  log=$1
  shift
  if ! "$@" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    echo "Failed: $*" >&2
    return 1
  fi
}

# build PRESET [TARGET...]: configures once, then builds.
build() {
  preset=$1
  shift
  mkdir -p build
  [ -f "build/$preset/build.ninja" ] ||
    quietly "build/$preset-configure.log" cmake --preset "$preset" || return 1
  echo "Building ($preset)"
  if [ $# -gt 0 ]; then
    quietly "build/$preset-build.log" cmake --build --preset "$preset" --target "$@"
  else
    quietly "build/$preset-build.log" cmake --build --preset "$preset"
  fi
}
