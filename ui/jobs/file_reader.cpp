// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/file_reader.h"

#include <exception>
#include <utility>

namespace fatou::ui {
namespace {

// Reads the file. If that throws, the returned reaction throws the same on the GUI thread, where
// exceptions are shown to the user.
FileReader::Reaction reactionOf(const std::function<FileReader::Reaction()>& read) {
  try {
    return read();
  } catch (...) {
    return [thrown = std::current_exception()] { std::rethrow_exception(thrown); };
  }
}

}  // namespace

// Each file has a thread of its own, so that the next one need not wait if a file never ends.
FileReader::FileReader(QObject* parent) : QObject(parent) {}

FileReader::~FileReader() {
  m_threads.waitForDone();
}

void FileReader::read(std::function<Reaction()> read) {
  setBusy(true);
  const auto carryOut = [this, read = std::move(read), wish = ++m_latest] {
    QMetaObject::invokeMethod(
        this,
        [this, reaction = reactionOf(read), wish] {
          if (wish != m_latest) return;
          setBusy(false);
          reaction();
        },
        Qt::QueuedConnection);
  };
  try {
    m_threads.start(carryOut);
  } catch (...) {
    setBusy(false);  // else the window would say for ever that it reads
    throw;
  }
}

void FileReader::cancel() {
  ++m_latest;
  setBusy(false);
}

void FileReader::setBusy(bool busy) {
  if (std::exchange(m_isBusy, busy) != busy) Q_EMIT busyChanged(busy);
}

}  // namespace fatou::ui
