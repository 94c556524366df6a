// SPDX-License-Identifier: GPL-3.0-or-later
// Empty: gives the target that precompiles headers the source which CMake asks of it.
