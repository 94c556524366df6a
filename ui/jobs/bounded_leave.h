// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::ui {

// Gives the process so many seconds to end; then it is ended, with status 1 and a sentence on
// stderr, also about the session, which `isSaved`, or could not be. So engines and files are waited
// for, but not for ever. Everything that must not be lost has to be written before.
void leaveWithin(unsigned seconds, bool isSaved);

}  // namespace fatou::ui
