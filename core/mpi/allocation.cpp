// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/allocation.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace fatou::mpi {
namespace {

using Names = std::vector<std::string>;

constexpr std::size_t kMostNames = 65'536;

// Cuts a text at the commas that stand outside of brackets.
std::vector<std::string_view> partsOf(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == ',' && depth == 0)) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    } else if (text[i] == '[') {
      ++depth;
    } else if (text[i] == ']') {
      --depth;
    }
  }
  return parts;
}

std::optional<std::size_t> parseNumber(std::string_view text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

// Numbers keep the width in which they are written: "007-012" begins with "007".
bool appendRange(std::string_view range, Names& numbers) {
  const std::size_t hyphen = range.find('-');
  const std::string_view from = range.substr(0, hyphen);
  const auto first = parseNumber(from);
  const auto last =
      hyphen == std::string_view::npos ? first : parseNumber(range.substr(hyphen + 1));
  if (!first || !last || *last < *first || *last - *first >= kMostNames) return false;
  for (std::size_t number = *first; number <= *last; ++number) {
    const std::string digits = std::to_string(number);
    const std::size_t zeros = from.size() - std::min(from.size(), digits.size());
    numbers.push_back(std::string(zeros, '0') + digits);
  }
  return true;
}

// Appends what a part like "rack[1-2]n[01-16,20]" stands for; false where it stands for nothing.
bool expand(const std::string& part, Names& names) {
  const std::size_t open = part.find('[');
  if (open == std::string::npos) {
    names.push_back(part);
    return !part.empty() && names.size() <= kMostNames;
  }
  const std::size_t close = part.find(']', open);
  if (close == std::string::npos) return false;
  Names numbers;
  for (const std::string_view range :
       partsOf(std::string_view(part).substr(open + 1, close - open - 1)))
    if (!appendRange(range, numbers)) return false;
  return std::ranges::all_of(numbers, [&](const std::string& number) {
    return expand(part.substr(0, open) + number + part.substr(close + 1), names);
  });
}

std::optional<Names> expandList(std::string_view list) {
  Names names;
  for (const std::string_view part : partsOf(list))
    if (!expand(std::string(part), names)) return std::nullopt;
  return names;
}

// "2(x3),1" is 2, 2, 2, 1.
std::optional<Names> expandCounts(std::string_view list) {
  Names counts;
  for (const std::string_view part : partsOf(list)) {
    const std::size_t times = part.find("(x");
    std::optional<std::size_t> repeats = std::size_t{1};
    if (times != std::string_view::npos) {
      if (!part.ends_with(')')) return std::nullopt;
      repeats = parseNumber(part.substr(times + 2, part.size() - times - 3));
    }
    if (!repeats || *repeats > kMostNames || *repeats + counts.size() > kMostNames)
      return std::nullopt;
    counts.insert(counts.end(), *repeats, std::string(part.substr(0, times)));
  }
  return counts;
}

Error notUnderstood(const char* name, const std::string& text) {
  return Error{std::string(name) + "='" + text +
               "' is not understood: say with --hosts where the engines are to be"};
}

}  // namespace

Result<std::optional<Allocation>> slurmAllocation(const Variables& variable) {
  const auto text = [&variable](const char* name) {
    const char* const value = variable(name);
    return std::string(value == nullptr ? "" : value);
  };
  const std::string list = text("SLURM_JOB_NODELIST");
  if (text("SLURM_JOB_ID").empty() || list.empty()) return std::optional<Allocation>();
  const bool hasTasks = !text("SLURM_TASKS_PER_NODE").empty();
  const char* const countName = hasTasks ? "SLURM_TASKS_PER_NODE" : "SLURM_JOB_CPUS_PER_NODE";
  const auto names = expandList(list);
  if (!names) return notUnderstood("SLURM_JOB_NODELIST", list);
  const auto counts = expandCounts(text(countName));
  if (!counts) return notUnderstood(countName, text(countName));
  if (counts->size() != names->size())
    return Error{std::string(countName) + "='" + text(countName) +
                 "' is not for the nodes in SLURM_JOB_NODELIST='" + list +
                 "', as in a step of srun: start fatou in the job's script itself"};
  Allocation allocation{.here = text("SLURMD_NODENAME")};
  for (std::size_t i = 0; i < names->size(); ++i)
    if (const Status added = addHost(allocation.hosts, (*names)[i], (*counts)[i]); !added)
      return added.error();
  if (std::ranges::find(allocation.hosts, allocation.here, &Host::name) == allocation.hosts.end())
    return Error{
        "this machine is none of the Slurm job's: start fatou in the job's script, or in a shell "
        "on "
        "one of its nodes"};
  moveToFront(allocation.hosts, allocation.here);
  return std::optional<Allocation>(std::move(allocation));
}

}  // namespace fatou::mpi
