#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# slurm_nodes.sh COMMAND...: runs the command where Slurm has four nodes of two processors each, which
# are namespaces of this machine, and ends with its exit code. Needs root, Slurm and munge.
set -eu
folder=$(mktemp -d)
daemons=
finish() {
  for process in $daemons; do kill "$process" 2>/dev/null || true; done
  wait
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' INT TERM

# start NAME COMMAND...: a daemon that is ended with this script, and what it says
start() {
  log=$folder/$1.log
  shift
  "$@" >"$log" 2>&1 </dev/null &
  daemons="$! $daemons"
}

mkdir -m 700 "$folder/munge"
mkdir "$folder/state"
head -c 1024 /dev/urandom >"$folder/munge/key"
chmod 600 "$folder/munge/key"
chmod 755 "$folder"
cp /etc/hosts "$folder/hosts"
for node in 1 2 3 4; do echo "127.0.0.1 n$node" >>"$folder/hosts"; done
cat >"$folder/slurm.conf" <<END
ClusterName=sandbox
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmctldPort=16817
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdTimeout=30
KillWait=3
NodeName=n[1-4] NodeAddr=127.0.0.1 Port=[16821-16824] CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF="$folder/slurm.conf"

start munged munged --force --foreground --socket="$folder/munge/socket" \
  --key-file="$folder/munge/key" --log-file="$folder/munge/log" \
  --pid-file="$folder/munge/pid" --seed-file="$folder/munge/seed"
start slurmctld slurmctld -D -c
for node in 1 2 3 4; do
  start "n$node" unshare --uts --mount --propagation private sh -c "hostname n$node
    mount -t tmpfs shm /dev/shm
    mount --bind $folder/hosts /etc/hosts
    exec slurmd -D -N n$node"
done

tries=300
until [ "$(sinfo --noheader --Node --format=%t 2>/dev/null | grep -cx idle)" = 4 ]; do
  tries=$((tries - 1))
  if [ $tries -eq 0 ]; then
    echo "Slurm's nodes did not come:" >&2
    tail -n 3 "$folder"/*.log >&2
    exit 1
  fi
  sleep 0.2
done
"$@"
