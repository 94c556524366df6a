// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/hosts.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/mpi/socket.h"

namespace fatou::mpi {
namespace {

constexpr std::size_t kLongestName = 253;  // as long as DNS has any
constexpr std::size_t kLargestHostfile = 1024 * 1024;
constexpr char kWanted[] = "a file with one host a line, like 'node1 slots=8'";
constexpr std::string_view kBlanks = " \t\r";

std::string inQuotes(std::string_view text) {
  return '\'' + std::string(text) + '\'';
}

// Knows ASCII's letters and digits alone, as the names of hosts do, whatever the locale is.
bool isLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// A name must not begin with a hyphen: ssh would take it for an option.
bool isHostName(std::string_view name) {
  const auto isAllowed = [](char c) {
    return isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= kLongestName && isLetterOrDigit(name.front()) &&
         std::ranges::all_of(name, isAllowed);
}

std::optional<int> parsePlaces(std::string_view text) {
  int places = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, places);
  if (error != std::errc() || rest != end || places < 1 || places > kMostPlaces)
    return std::nullopt;
  return places;
}

// Takes what is in front of the first `separator` away from `left`, and the separator with it.
std::string_view takePart(std::string_view& left, char separator) {
  const std::string_view part = left.substr(0, left.find(separator));
  left.remove_prefix(std::min(left.size(), part.size() + 1));
  return part;
}

// "a:8" or "a".
Status addEntry(Hosts& hosts, std::string_view entry) {
  const std::size_t colon = entry.find(':');
  const bool isCounted = colon != std::string_view::npos;
  return addHost(hosts, entry.substr(0, colon), isCounted ? entry.substr(colon + 1) : "1");
}

// The words of a line, with "slots = 8" as one.
std::vector<std::string> wordsOf(std::string_view line) {
  std::vector<std::string> words;
  bool isJoined = false;
  while (true) {
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(kBlanks)));
    if (line.empty()) return words;
    const std::size_t size =
        line.front() == '=' ? 1 : std::min(line.size(), line.find_first_of(" \t\r="));
    const std::string_view word = line.substr(0, size);
    if (!words.empty() && (isJoined || word == "="))
      words.back() += word;
    else
      words.emplace_back(word);
    isJoined = word == "=";
    line.remove_prefix(size);
  }
}

// Adds the host on a line of a hostfile, which comes without its comment.
Status addLine(Hosts& hosts, std::string_view line) {
  const auto words = wordsOf(line);
  if (words.empty()) return success();
  std::string entry = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word.starts_with("max_slots=") || word.starts_with("max-slots=")) continue;
    const bool isCount = word.starts_with("slots=") && entry.find(':') == std::string::npos;
    if (!isCount)
      return Error{inQuotes(word) + " is not understood: write a host like 'node1 slots=8'"};
    entry += ':';
    entry += word.substr(word.find('=') + 1);
  }
  return addEntry(hosts, entry);
}

Result<std::string> contentsOf(const std::string& path) {
  // Opening must not wait, as it would with a pipe until somebody writes to it.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  const auto failed = [&path](const std::string& why) {
    return Error{inQuotes(path) + " " + why + ": name " + kWanted};
  };
  if (!file.isOpen() && errno == ENOENT) return failed("does not exist");
  if (!file.isOpen()) return failed(std::string("cannot be read (") + std::strerror(errno) + ")");
  struct stat about {};
  if (::fstat(file.number(), &about) != 0 || S_ISDIR(about.st_mode)) return failed("is a folder");
  if (!S_ISREG(about.st_mode)) return failed("is no regular file");
  std::string contents(kLargestHostfile + 1, '\0');
  std::size_t size = 0;
  while (size < contents.size()) {
    const ssize_t got = ::read(file.number(), contents.data() + size, contents.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(std::string("cannot be read (") + std::strerror(errno) + ")");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > kLargestHostfile) return failed("has more than 1 MB");
  contents.resize(size);
  return contents;
}

}  // namespace

Status addHost(Hosts& hosts, std::string_view name, std::string_view places) {
  if (!isHostName(name))
    return Error{inQuotes(name) + " is no name of a host: use letters, digits, dots and hyphens"};
  const auto count = parsePlaces(places);
  if (!count)
    return Error{inQuotes(places) + " engines on " + std::string(name) +
                 " is not a whole number from 1 to " + std::to_string(kMostPlaces)};
  const auto found = std::ranges::find(hosts, name, &Host::name);
  if (found == hosts.end())
    hosts.push_back({.name = std::string(name), .places = *count});
  else
    found->places = std::min(found->places + *count, kMostPlaces);
  return success();
}

Result<Hosts> parseHosts(std::string_view text) {
  Hosts hosts;
  std::string_view left = text;
  do {
    const bool isLast = left.find(',') == std::string_view::npos;
    const std::string_view entry = takePart(left, ',');
    if (entry.empty())
      return Error{"a host is missing in " + inQuotes(text) + ": write them like node1:8,node2:8"};
    if (const Status added = addEntry(hosts, entry); !added) return added.error();
    if (isLast) return hosts;
  } while (true);
}

Result<Hosts> readHostfile(const std::string& path) {
  const auto contents = contentsOf(path);
  if (!contents) return contents.error();
  Hosts hosts;
  std::string_view left = contents.value();
  for (int number = 1; !left.empty(); ++number) {
    std::string_view line = takePart(left, '\n');
    line = line.substr(0, line.find('#'));
    if (const Status added = addLine(hosts, line); !added)
      return Error{"line " + std::to_string(number) + " of " + inQuotes(path) + ": " +
                   added.error().message};
  }
  if (hosts.empty()) return Error{inQuotes(path) + " names no host: name " + kWanted};
  return hosts;
}

void moveToFront(Hosts& hosts, std::string_view name) {
  const auto found = std::ranges::find(hosts, name, &Host::name);
  if (found != hosts.end()) std::rotate(hosts.begin(), found, found + 1);
}

int placesOf(const Hosts& hosts) {
  int places = 0;
  for (const Host& host : hosts) places += host.places;
  return places;
}

std::optional<std::string> hostOfRank(const Hosts& hosts, int rank) {
  for (const Host& host : hosts) {
    if (rank <= host.places) return host.name;
    rank -= host.places;
  }
  return std::nullopt;
}

std::string toText(const Hosts& hosts) {
  std::string text;
  for (const Host& host : hosts)
    text += (text.empty() ? "" : ",") + host.name + ":" + std::to_string(host.places);
  return text;
}

std::string namesOf(const Hosts& hosts) {
  std::string names;
  for (const Host& host : hosts) names += (names.empty() ? "" : ", ") + host.name;
  return names;
}

}  // namespace fatou::mpi
