// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/file_reader.h"

#include <utility>

namespace fatou::ui {
namespace {

// A file that never comes to its end keeps its thread: the next one must not wait for it.
constexpr int kMostReaders = 64;

}  // namespace

FileReader::FileReader(QObject* parent) : QObject(parent) {
  m_threads.setMaxThreadCount(kMostReaders);
}

FileReader::~FileReader() {
  m_threads.waitForDone();
}

void FileReader::read(std::function<Reaction()> read) {
  m_threads.start([this, read = std::move(read), wish = ++m_latest] {
    QMetaObject::invokeMethod(
        this,
        [this, reaction = read(), wish] {
          if (wish != m_latest) return;
          setBusy(false);
          reaction();
        },
        Qt::QueuedConnection);
  });
  setBusy(true);
}

void FileReader::cancel() {
  ++m_latest;
  setBusy(false);
}

void FileReader::setBusy(bool busy) {
  if (std::exchange(m_isBusy, busy) != busy) Q_EMIT busyChanged(busy);
}

}  // namespace fatou::ui
