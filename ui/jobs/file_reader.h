// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QObject>

#include "ui/jobs/worker_threads.h"

namespace fatou::ui {

// Has files read beside the GUI thread, which never waits for a disk, a network or a large file.
// The latest wish wins: what an earlier one finds is dropped. Lives on the GUI thread.
class FileReader : public QObject {
  Q_OBJECT
 public:
  // Takes what was read, on the GUI thread.
  using Reaction = std::function<void()>;

  explicit FileReader(QObject* parent = nullptr);
  // Waits for what is being read.
  ~FileReader() override;

  // Runs `read` on a thread of its own; it may touch nothing that lives on another one. The
  // reaction follows unless read() or cancel() is called before. Throws std::system_error where no
  // thread can be started.
  void read(std::function<Reaction()> read);

  bool isBusy() const { return m_isBusy; }

 public Q_SLOTS:
  // Forgets what is being read.
  void cancel();

 Q_SIGNALS:
  void busyChanged(bool busy);

 private:
  void setBusy(bool busy);

  WorkerThreads m_threads;
  int m_latest = 0;  // the number of the latest wish
  bool m_isBusy = false;
};

}  // namespace fatou::ui
