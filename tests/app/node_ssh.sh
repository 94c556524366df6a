#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# In the place of ssh: node_ssh.sh [OPTION...] HOST COMMAND... runs the command as on another machine,
# in namespaces of its own: another name, another /dev/shm. What the name begins with says what is
# wrong with the host; NODE_PROGRAM is the ranks' program, NODE_OTHER another one. The file NODE_GONE
# says that a host "goes" has gone.
while [ "${1#-}" != "$1" ]; do shift; done
NODE=$1
shift
NODE_COMMAND=$*
export NODE NODE_COMMAND
network=
case $NODE in
  unknown*) echo "ssh: Could not resolve hostname $NODE: Name or service not known" >&2; exit 255 ;;
  goes*)
    if [ -e "$NODE_GONE" ]; then
      echo "ssh: connect to host $NODE port 22: No route to host" >&2
      exit 255
    fi ;;
  refused*) echo "ssh: connect to host $NODE port 22: Connection refused" >&2; exit 255 ;;
  locked*) echo "me@$NODE: Permission denied (publickey,password)." >&2; exit 255 ;;
  slow*) while kill -0 $PPID 2>/dev/null; do sleep 0.1; done; exit 1 ;;
  cut*) network=--net ;;
esac
exec setsid unshare --uts --mount --propagation private $network sh -c '
  hostname "$NODE"
  mount -t tmpfs shm /dev/shm
  case $NODE in
    bare*) mount -t tmpfs bare "$(dirname "$NODE_PROGRAM")" ;;
    old*) mount --bind "$NODE_OTHER" "$NODE_PROGRAM" ;;
    cut*) ip link set lo up ;;
  esac
  eval "$NODE_COMMAND"'
