// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::app {

// Opens /dev/null in the place of a standard stream that is closed: else the next file would get
// its number, and hold our messages. Writing to it fails. To be called first in main().
void occupyStandardStreams();

// Ctrl-C, a polite kill and a closed terminal (SIGINT, SIGTERM, SIGHUP), as both programs take them
// from here on: while somebody watches, the first one is his to act on in order; any other ends the
// process at once with exit code 130, also where the first one's work hangs. One that was ignored
// when the program started (nohup, a script's background job) stays ignored. Broken pipes are
// errors of the write, not signals; SIGUSR1 and SIGUSR2 mean nothing here. To be called before any
// thread is started.
void catchStopSignals();

// The descriptor that becomes readable with the first signal, for a thread or an event loop to wait
// on; less than 0 where the system has none left.
int stopSignalDescriptor();

// Tells that somebody waits on the descriptor from now on, or no longer.
void watchStopSignals(bool watched);

// Makes the descriptor readable without a signal, to end a wait.
void wakeStopSignalWatcher();

// Whether there was a signal while somebody watched.
bool wasStopSignalled();

}  // namespace fatou::app
