#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the fuzzers with clang++ and runs each for SECONDS (60), beginning with tests/fuzz/corpus.
# A finding is a file in build/fuzz; `build/fuzz/NAME_fuzz FILE` shows it again.
set -eu
cd "$(dirname "$0")/../.."
. app/setup.sh

seconds=${1:-60}
need $build_packages clang
mkdir -p build
quietly build/fuzz-configure.log cmake -G Ninja -S tests/fuzz -B build/fuzz \
  -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=None
echo "Building the fuzzers"
quietly build/fuzz-build.log cmake --build build/fuzz
for fuzzer in place formula program gradient metadata foreign python lesson; do
  mkdir -p "build/fuzz/found-$fuzzer"
  log="build/fuzz/$fuzzer.log"
  if ! "build/fuzz/${fuzzer}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
    -max_len=65536 -print_final_stats=1 -artifact_prefix="build/fuzz/$fuzzer-" \
    "build/fuzz/found-$fuzzer" "tests/fuzz/corpus/$fuzzer" >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    echo "The $fuzzer fuzzer has found something" >&2
    exit 1
  fi
  echo "$fuzzer: $(sed -n 's/stat::number_of_executed_units: *//p' "$log") executions, nothing found"
done
