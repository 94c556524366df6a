// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <exception>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <stop_token>
#include <string>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QFile>

#include "app/fatou/command.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "app/fatou/served_picture.h"
#include "app/rank_places.h"
#include "core/io/machine/usable_cores.h"
#include "core/kernels/escape_time.h"
#include "core/mpi/mpi_engines.h"
#include "core/mpi/rank.h"
#include "core/mpi/socket.h"
#include "core/python/python_engines.h"
#include "core/python/serve/server.h"

namespace fatou::app {
namespace {

using python::ClientStream;
using python::Descriptor;

constexpr int kLookAgainMilliseconds = 200;  // whether to stop, while no client comes

// The engines that a client asks for, by kind.
void startServed(engines::Client& client, int count, const std::string& kind,
                 const python::ServeProgram::Output& output,
                 const python::ServeProgram::Notice& notice, const std::string& interpreter,
                 const std::stop_token& stop) {
  if (kind == "threads") return client.addEngines(count);
  if (kind == "python") {
    python::pythonEngines({.program = interpreter, .output = output, .notice = notice})
        .addTo(client, count, stop);
    return;
  }
  if (mpi::builtWith() == mpi::Implementation::None)
    throw python::Refusal{"refused",
                          "kind=\"" + kind + "\" cannot be had: this fatou was built without MPI"};
  auto found = rankOptions({.ranks = count});
  if (!found) throw python::Refusal{"refused", found.error().message};
  mpi::MpiOptions wanted = std::move(found).value();
  wanted.stop = stop;
  wanted.notice = notice;
  mpi::mpiEngines(std::move(wanted), kernels::simdTargetName()).addTo(client, count, stop);
}

python::ServeProgram servedProgram(const std::string& interpreter) {
  return {
      .name = "fatou " + QCoreApplication::applicationVersion().toStdString(),
      .cores = io::usableCores(),
      .python = interpreter,
      .start =
          [interpreter](engines::Client& client, int count, const std::string& kind,
                        const python::ServeProgram::Output& output,
                        const python::ServeProgram::Notice& notice, const std::stop_token& stop) {
            startServed(client, count, kind, output, notice, interpreter, stop);
          },
      .render = servedPicture};
}

// A descriptor that this process was started with. Its children do not get it.
Descriptor inherited(int number) {
  if (::fcntl(number, F_SETFD, FD_CLOEXEC) != 0)
    throw badUsage(QStringLiteral("--fd %1 is no open descriptor: give the number of a socket that "
                                  "is connected, or IN,OUT of two pipes")
                       .arg(number));
  return Descriptor(number);
}

void serveAt(const QString& text, const python::ServeProgram& program,
             const std::stop_token& stop) {
  std::vector<int> numbers;
  for (const QString& part : text.split(u',')) {
    bool isNumber = false;
    const int number = part.toInt(&isNumber);
    if (!isNumber || number < 0 || number == STDERR_FILENO)
      throw badUsage(
          QStringLiteral("--fd '%1' is no descriptor: use a number like 3, or IN,OUT").arg(text));
    numbers.push_back(number);
  }
  if (numbers.size() > 2 || (numbers.size() == 2 && numbers[0] == numbers[1]))
    throw badUsage(QStringLiteral("--fd '%1' has too many descriptors, or one twice: use one of a "
                                  "socket, or IN,OUT of two pipes")
                       .arg(text));
  Descriptor in = inherited(numbers.front());
  Descriptor out = numbers.size() > 1 ? inherited(numbers.back()) : Descriptor();
  ClientStream stream(std::move(in), std::move(out));
  python::serveClient(stream, program, stop);
}

// A socket file that goes with it, and that only this user can open.
class SocketFile {
 public:
  explicit SocketFile(QString path) : m_path(std::move(path)) {
    const QByteArray name = QFile::encodeName(m_path);
    if (static_cast<std::size_t>(name.size()) >= sizeof(sockaddr_un::sun_path))
      throw badUsage(QStringLiteral("--socket '%1' is longer than 107 bytes, which a socket's name "
                                    "may have: choose a shorter one")
                         .arg(m_path));
    if (QFile::exists(m_path)) removeStale(name.toStdString());
    const mode_t old = ::umask(0177);
    try {
      m_listening = mpi::listenAt(name.toStdString());
    } catch (const std::exception& error) {
      ::umask(old);
      throw Failure{kFailed, QStringLiteral("--socket '%1' cannot be made: %2")
                                 .arg(m_path, QString::fromUtf8(error.what()))};
    }
    ::umask(old);
  }
  ~SocketFile() { QFile::remove(m_path); }
  SocketFile(const SocketFile&) = delete;
  SocketFile& operator=(const SocketFile&) = delete;

  // The next client of this user; closed where none has come for a while.
  Descriptor next() const {
    pollfd waited{.fd = m_listening.number(), .events = POLLIN, .revents = 0};
    if (::poll(&waited, 1, kLookAgainMilliseconds) <= 0) return {};
    const mpi::Descriptor found = mpi::acceptOwn(m_listening.number());
    return Descriptor(found.isOpen() ? ::fcntl(found.number(), F_DUPFD_CLOEXEC, 0) : -1);
  }

 private:
  // Removes what a server that was killed has left; refuses what is somebody's.
  void removeStale(const std::string& name) const {
    struct stat facts {};
    if (::lstat(name.c_str(), &facts) != 0 || !S_ISSOCK(facts.st_mode))
      throw badUsage(
          QStringLiteral("--socket '%1' is a file already: choose another name").arg(m_path));
    try {
      static_cast<void>(mpi::connectTo(name));
    } catch (const std::exception&) {
      ::unlink(name.c_str());
      return;
    }
    throw Failure{kFailed,
                  QStringLiteral("a server listens at '%1' already: use that one").arg(m_path)};
  }

  QString m_path;
  mpi::Descriptor m_listening;
};

void refuseSecond(Descriptor client) {
  ClientStream stream(std::move(client));
  stream.send(python::makeClientFrame(
      python::ClientFrameKind::Bye, 0,
      "this server has a client already: start another one, at a file of its own"));
}

void serveAtFile(const QString& path, const python::ServeProgram& program,
                 const std::stop_token& stop) {
  const SocketFile file(path);
  tell(QStringLiteral("serving at %1; Ctrl-C ends it").arg(path));
  std::atomic<bool> isBusy = false;
  std::jthread serving;
  while (!stop.stop_requested()) {
    Descriptor client = file.next();
    if (!client.isOpen()) continue;
    if (isBusy.exchange(true)) {
      refuseSecond(std::move(client));
      continue;
    }
    serving = std::jthread(
        [&program, &isBusy, stop, own = std::make_shared<Descriptor>(std::move(client))] {
          try {
            ClientStream stream(std::move(*own));
            python::serveClient(stream, program, stop);
          } catch (const std::exception& error) {
            tell(QString::fromUtf8(error.what()));
          }
          isBusy = false;
        });
  }
}

}  // namespace

void runServe(const QStringList& arguments) {
  Options options(QStringLiteral(
      "Gives engines and pictures to a program in another language, as the Python module fatou."));
  options.add("fd", "A socket that is connected to the client, or two pipes.", "N|IN,OUT");
  options.add("socket", "Make a socket file, and serve one client after the other there.", "FILE");
  options.add("python", "Which Python engines are; else as `fatou px --help` has it.", "PROGRAM");
  options.parse(arguments);
  const bool hasDescriptor = options.isSet(QStringLiteral("fd"));
  if (hasDescriptor == options.isSet(QStringLiteral("socket")))
    throw badUsage(QStringLiteral("say where the client is: --fd N, or --socket FILE"));

  const Interrupt interrupt;
  const python::ServeProgram program =
      servedProgram(options.value(QStringLiteral("python")).toStdString());
  if (hasDescriptor)
    serveAt(options.value(QStringLiteral("fd")), program, interrupt.token());
  else
    serveAtFile(options.value(QStringLiteral("socket")), program, interrupt.token());
}

}  // namespace fatou::app
