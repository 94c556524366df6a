// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fatou::io {

// Text as it was before a mail program quoted or encoded it: without the "> " of replies, soft line
// ends and =XX of quoted-printable, %XX of links. A line end beside one of `joints` goes, too; the
// others stay, as '\n'.
std::string unwrappedText(std::string_view text, std::string_view joints);

}  // namespace fatou::io
