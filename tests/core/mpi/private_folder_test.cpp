// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of the folders of jobs, which come and go beside those of other processes.
#include "core/mpi/private_folder.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <QtTest>

namespace fatou::mpi {
namespace {

namespace files = std::filesystem;

}  // namespace

class PrivateFolderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void foldersThatAreMadeAtTheSameTimeAreEachOneMakersOwn() {
    std::atomic<int> missing{0};
    {
      std::vector<std::jthread> makers;
      for (int i = 0; i < 4; ++i)
        makers.emplace_back([&missing] {
          for (int round = 0; round < 50; ++round) {
            const PrivateFolder folder;
            std::ofstream(folder.path() + "/file") << "text";
            std::this_thread::yield();
            if (!files::exists(folder.path() + "/file")) ++missing;
          }
        });
    }
    QCOMPARE(missing.load(), 0);
  }

  void aFolderThatAKilledProcessHasLeftIsRemovedAndNoOther() {
    std::string used;
    std::string left;
    {
      const PrivateFolder folder;
      used = folder.path();
      left = files::path(used).parent_path() / "fatou-mpi-left-by-a-test";
      files::create_directory(left);
      std::ofstream(left + "/file") << "text";
      const PrivateFolder other;
      QVERIFY(!files::exists(left));
      QVERIFY(files::exists(used));
    }
    QVERIFY(!files::exists(used));
  }

  // The name may come from anywhere, and must not be of use to remove any other folder.
  void whatIsRemovedByNameIsAFolderThatWasLeftAndNothingElse() {
    const QTemporaryDir parent;
    const files::path path = parent.path().toStdString();
    const files::path left = path / "fatou-mpi-left";
    const files::path other = path / "other";
    const files::path link = path / "fatou-mpi-link";
    files::create_directories(left / "gone");
    files::create_directories(other / "kept");
    files::create_directory_symlink(other, link);
    QVERIFY(removeIfLeft(left.string()));
    QVERIFY(!files::exists(left));
    QVERIFY(removeIfLeft(left.string()));
    for (const std::string& name : {other.string(), other.string() + "/", link.string()})
      static_cast<void>(removeIfLeft(name));
    QVERIFY(files::exists(other / "kept"));
    const PrivateFolder used;
    QVERIFY(!removeIfLeft(used.path()));
    QVERIFY(files::exists(used.path()));
  }
};

}  // namespace fatou::mpi

QTEST_GUILESS_MAIN(fatou::mpi::PrivateFolderTest)
#include "private_folder_test.moc"
