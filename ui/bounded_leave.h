// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::ui {

// From here on the process has so many seconds to end, and then ends at once, with status 1 and a
// sentence on stderr: engines and files are waited for, but not for ever. Everything that must not
// be lost has to be written before.
void leaveWithin(unsigned seconds);

}  // namespace fatou::ui
