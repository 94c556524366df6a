// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/start_up.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace fatou::mpi {
namespace {

using Text = std::string_view;

// Returns the text between the first `before` and the next `after`, or the end of the line without
// one; nothing where there is no `before`.
std::string between(Text line, Text before, Text after) {
  const std::size_t found = line.find(before);
  if (found == Text::npos) return {};
  const Text rest = line.substr(found + before.size());
  return std::string(rest.substr(0, rest.find(after)));
}

std::string behindLast(Text line, Text mark) {
  const std::size_t found = line.rfind(mark);
  return found == Text::npos ? std::string() : std::string(line.substr(found + mark.size()));
}

std::string orA(const std::string& name, const char* otherwise) {
  return name.empty() ? otherwise : name;
}

// The host that wrote one of MPICH's lines, which begin "[proxy:0:1@node1]".
std::string proxyHost(Text line) {
  return orA(line.starts_with("[proxy") ? between(line, "@", "]") : "", "a host");
}

std::string cannotReach(const std::string& from, const std::string& to) {
  return from + " cannot reach " + to +
         " on the network: see that one connects them, and that no firewall stands between";
}

constexpr char kSameProgram[] = ": install the same there as here, at the same path";

std::string noProgram(Text line) {
  return behindLast(line, " on ") + " has no program " + between(line, kNoProgram, " on ") +
         kSameProgram;
}

std::string noLibrary(Text line) {
  const std::string library = between(line, "shared libraries: ", ":");
  return "a program on one of the hosts lacks " + library +
         ": install there what is installed here, and load the same modules";
}

std::string notExecuted(Text line) {
  const std::string path = between(line, "execvp error on file ", " (");
  if (path.ends_with("ssh"))
    return "there is no " + path + " here by which hosts are reached: install openssh-client";
  return proxyHost(line) + " cannot start " + path + " (" + between(line, path + " (", ")") + ")" +
         kSameProgram;
}

std::string unknownHost(Text line) {
  return "there is no host " + between(line, "resolve hostname ", ":") +
         " as far as this machine knows: see how it is spelt";
}

std::string noSsh(Text line) {
  return between(line, "connect to host ", " port") + " cannot be reached by ssh (" +
         behindLast(line, ": ") + "): see that it is up, and that it lets ssh in";
}

std::string notLetIn(Text line) {
  const std::string user = std::string(line.substr(0, line.find(": Permission denied (")));
  const std::string host = user.substr(user.find('@') + 1);
  return host + " lets nobody in by ssh without a password: leave a key there with ssh-copy-id " +
         host;
}

std::string strangerToSsh(Text line) {
  const std::string host = orA(between(line, "host key is known for ", " and"), "HOST");
  return "ssh has never been to " + (host == "HOST" ? "one of the hosts" : host) +
         ": log in there once by hand, with ssh " + host;
}

std::string noMpiThere(Text line) {
  const bool isMpich = line.find("hydra") != Text::npos;
  return std::string("one of the hosts has no ") + (isMpich ? "hydra_pmi_proxy" : "orted") +
         ": install the same MPI there as here, where a shell finds it that nobody has logged in "
         "to";
}

std::string sentenceOfRank(Text line) {
  return behindLast(line, kNoWayToHub);
}

std::string noServer(Text line) {
  return cannotReach(proxyHost(line), between(line, "connect to server ", " at port"));
}

std::string noConnection(Text line) {
  return cannotReach(between(line, "connect from \"", "\""), between(line, "\" to \"", "\""));
}

std::string unknownThere(Text line) {
  return proxyHost(line) + " does not know the name " + between(line, "host address for ", " (") +
         ": give it to DNS, or to /etc/hosts there";
}

std::string otherOpenMpi(Text) {
  return "the hosts have different versions of Open MPI: install the same everywhere";
}

std::string notAllocated(Text line) {
  return behindLast(line, "host: ") +
         " is not in the allocation of the batch system: name only hosts that are, or none";
}

std::string otherMpirun(Text) {
  return "the mpirun that was found belongs to another MPI than the one this program was built "
         "with";
}

std::string alone(Text) {
  return kEveryRankIsAlone;
}

std::string hubElsewhere(Text) {
  return "the hub began on another machine than this one: in a batch system's job start fatou on "
         "its first machine, as the job's script does";
}

// A line that has all of `words` is explained by `sentence`.
struct Cause {
  std::array<Text, 2> words;
  std::string (*sentence)(Text line);
};

constexpr std::array kCertain{
    Cause{{kNoProgram, " on "}, noProgram},
    Cause{{kNoWayToHub, ""}, sentenceOfRank},
    Cause{{kHubOfRanks, " 1:"}, alone},
    Cause{{kHubOfRanks, "nobody is at"}, hubElsewhere},
    Cause{{"error while loading shared libraries: ", ""}, noLibrary},
    Cause{{"execvp error on file ", ""}, notExecuted},
    Cause{{"ssh: Could not resolve hostname ", ""}, unknownHost},
    Cause{{"ssh: connect to host ", ""}, noSsh},
    Cause{{": Permission denied (", ""}, notLetIn},
    Cause{{"host key is known for ", ""}, strangerToSsh},
    Cause{{"Host key verification failed", ""}, strangerToSsh},
    Cause{{"orted", "not found"}, noMpiThere},
    Cause{{"orted", "No such file or directory"}, noMpiThere},
    Cause{{"hydra_pmi_proxy", "not found"}, noMpiThere},
    Cause{{"hydra_pmi_proxy", "No such file or directory"}, noMpiThere},
    Cause{{"unable to connect to server ", " at port "}, noServer},
    Cause{{"unable to connect from \"", "\" to \""}, noConnection},
    Cause{{"unable to get host address for ", ""}, unknownThere},
    Cause{{"mismatch in versions between two processes", ""}, otherOpenMpi},
    Cause{{"Missing requested host: ", ""}, notAllocated},
    Cause{{"[mpiexec@", "unrecognized argument "}, otherMpirun},
    Cause{{"mpirun", "unknown option \""}, otherMpirun},
};

// A sentence to say where mpirun has written these words, after a while or at its end.
struct Remark {
  Text words;
  const char* sentence;
};

constexpr char kNoRoot[] =
    "mpirun does not run as root: use another account, or set OMPI_ALLOW_RUN_AS_ROOT=1 and "
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 where there is no other";
constexpr char kNoDaemon[] =
    "mpirun could begin nothing on one of the hosts: see for each that 'ssh HOST orted --version' "
    "answers without a question, and that hosts and this machine reach each other on the network";
constexpr char kNoNetwork[] =
    "the hosts do not reach each other on the network: see that one connects them, and that no "
    "firewall stands between";

constexpr std::array kRemarks{
    Remark{"to run as root", kNoRoot},
    Remark{"not enough slots",
           "the hosts have fewer places than engines were asked for: ask for fewer, or name more "
           "hosts"},
    Remark{"not included in the current allocation",
           "some of the hosts are not in the allocation of the batch system: name only hosts that "
           "are, or none"},
    Remark{"unable to find the specified executable file",
           "one of the hosts has not this very program: install the same there as here, at the "
           "same path"},
    Remark{"\"plm_rsh_agent\" was set to a path",
           "there is no ssh here by which hosts are reached: install openssh-client"},
    Remark{"does not support recursive calls",
           "fatou was itself started by an mpirun, which starts no other: start it without"},
    Remark{"failed to TCP connect to a peer", kNoNetwork},
    Remark{"one MPI process is unreachable", kNoNetwork},
    Remark{"unable to establish a communication connection", kNoNetwork},
    Remark{"reliably start one or more daemons", kNoDaemon},
    Remark{"unexpectedly failed after launch", kNoDaemon},
    Remark{"A daemon died unexpectedly", kNoDaemon},
};

// Takes the next line away from `left`, and returns it without its end.
Text takeLine(Text& left) {
  Text line = left.substr(0, left.find('\n'));
  left.remove_prefix(std::min(left.size(), line.size() + 1));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The first line that says something, as mpirun frames its complaints with lines of dashes.
std::string firstWords(const std::string& output) {
  Text left = output;
  while (!left.empty()) {
    const Text line = takeLine(left);
    if (line.find_first_not_of("-= \t") != Text::npos) return std::string(line);
  }
  return {};
}

// Writes ascending ranks for a sentence, as in "1-3, 5 and 7".
std::string listed(const std::vector<int>& ranks) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < ranks.size();) {
    std::size_t end = i + 1;
    while (end < ranks.size() && ranks[end] == ranks[end - 1] + 1) ++end;
    const bool isRange = end - i > 2;
    if (!isRange) end = i + 1;
    parts.push_back(std::to_string(ranks[i]) +
                    (isRange ? '-' + std::to_string(ranks[end - 1]) : ""));
    i = end;
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 < parts.size() ? ", " : " and ") + parts[i];
  return text;
}

// The hosts of the engines that are missing, as in " (node1, node2)"; empty where none is known.
std::string placesOfMissing(const LateEngines& late) {
  std::vector<std::string> names;
  for (const int rank : late.missing)
    if (const auto name = hostOfRank(late.hosts, rank))
      if (std::ranges::find(names, *name) == names.end()) names.push_back(*name);
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? " (" : ", ") + name;
  return text.empty() ? text : text + ")";
}

// Names the engines that are missing, as in "of 8 engines, numbers 1-3 and 7 (node1)".
std::string missingOf(const LateEngines& late) {
  const std::string places = placesOfMissing(late);
  if (late.engines == 1) return "the engine" + places;
  return "of " + std::to_string(late.engines) + " engines, number" +
         (late.missing.size() > 1 ? "s " : " ") + listed(late.missing) + places;
}

}  // namespace

std::optional<std::string> certainCause(const std::string& output) {
  Text left = Text(output).substr(0, output.rfind('\n') + 1);  // nothing where there is none
  while (!left.empty()) {
    const Text line = takeLine(left);
    const auto has = [line](Text words) { return line.find(words) != Text::npos; };
    for (const Cause& cause : kCertain)
      if (std::ranges::all_of(cause.words, has)) return cause.sentence(line);
  }
  return std::nullopt;
}

std::optional<std::string> likelyCause(const std::string& output) {
  if (auto cause = certainCause(output)) return cause;
  for (const Remark& remark : kRemarks)
    if (output.find(remark.words) != std::string::npos) return remark.sentence;
  return std::nullopt;
}

std::string startUpComplaint(const std::string& output) {
  if (auto cause = likelyCause(output + "\n")) return *cause;
  const std::string words = firstWords(output);
  return words.empty() ? "mpirun ended without a word" : "mpirun ended: " + words;
}

std::string lateComplaint(const LateEngines& late, const std::optional<std::string>& likely) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(late.patience).count();
  const std::string who =
      missingOf(late) + " did not come within " + std::to_string(seconds) + " s: ";
  if (likely) return who + *likely;
  return who + (late.hosts.empty()
                    ? "see that this machine is not too busy, and that mpirun is that of the MPI "
                      "this program was built with"
                    : "see that their hosts can be reached, and have this very program where it is "
                      "here");
}

}  // namespace fatou::mpi
