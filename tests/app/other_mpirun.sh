#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An mpirun that knows nothing of the ranks' MPI: starts them, so that each believes to be alone.
while [ "$1" != -n ]; do shift; done
count=$2
shift 2
while [ "$count" -gt 0 ]; do
  "$@" &
  count=$((count - 1))
done
wait
