// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fatou::io {

// What a picture was made from, in the order in which people want to read it: {"c", "-0.065,0.66"}.
// Keys are 1 to 60 letters, digits, '-', '_' or '.'; values are UTF-8 without NUL, up to 1 MiB;
// there are at most 50.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// Stops the program where keys or values break the rules above, which is a bug of the caller.
void checkParameters(const Parameters& parameters);

// "Fatou 0.1.0": what every file we write says it was written by.
std::string softwareName();
bool isSoftwareName(std::string_view text);

// What a file says about its making; `software` is empty where Fatou did not write it.
struct Provenance {
  std::string software;
  Parameters parameters;

  friend bool operator==(const Provenance&, const Provenance&) = default;
};

// One line of printable ASCII, "Fatou 0.1.0 c=-0.065,0.66 tmax=256", with every byte of a value
// that is no letter, no digit and none of -._~,:/+*()[]@; as %XX. decodeProvenance() returns
// nothing for a line of any other form.
std::string encodeProvenance(const Provenance& provenance);
std::optional<Provenance> decodeProvenance(std::string_view line);

}  // namespace fatou::io
