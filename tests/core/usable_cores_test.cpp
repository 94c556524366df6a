// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/machine/usable_cores.h"

#include <map>

#include <QTest>

#include "core/io/machine/machine_facts.h"

using namespace fatou::io;

namespace {

// A machine whose system files are these few.
ReadSystemFile machineOf(std::map<std::string, std::string> files) {
  return [files = std::move(files)](const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? std::string() : found->second;
  };
}

constexpr char kSecondMount[] =
    "29 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"
    "35 29 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
constexpr char kFirstMounts[] =
    "31 30 0:28 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro,nosuid - cgroup cgroup rw,cpu,cpuacct\n"
    "33 30 0:30 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n";

}  // namespace

class UsableCoresTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  // A folder can be opened and not read, like the files of a process that has ended meanwhile;
  // nothing is mapped at the beginning of a process's memory.
  void aFileThatCannotBeReadIsEmpty() {
    QCOMPARE(readSystemFile("/proc/self"), std::string());
    QCOMPARE(readSystemFile("/proc/self/mem"), std::string());
    QCOMPARE(readSystemFile("/there/is/no/such/file"), std::string());
    QVERIFY(readSystemFile("/proc/self/stat").ends_with('\n'));
  }

  void aContainerOfItsOwnSeesItsQuotaAtTheRoot() {
    const auto quota = cpuQuota(machineOf({{"/proc/self/cgroup", "0::/\n"},
                                           {"/proc/self/mountinfo", kSecondMount},
                                           {"/sys/fs/cgroup/cpu.max", "150000 100000\n"}}));
    QVERIFY(quota == (CpuQuota{1.5, "/sys/fs/cgroup"}));
  }

  void theLeastUpTheTreeHolds() {
    const auto quota =
        cpuQuota(machineOf({{"/proc/self/cgroup", "0::/a.slice/b.slice/c.scope\n"},
                            {"/proc/self/mountinfo", kSecondMount},
                            {"/sys/fs/cgroup/a.slice/b.slice/c.scope/cpu.max", "max 100000\n"},
                            {"/sys/fs/cgroup/a.slice/b.slice/cpu.max", "50000 100000\n"},
                            {"/sys/fs/cgroup/a.slice/cpu.max", "200000 100000\n"}}));
    QVERIFY(quota == (CpuQuota{0.5, "/sys/fs/cgroup/a.slice/b.slice"}));
  }

  void theFirstVersionHasTwoFiles() {
    const auto quota = cpuQuota(
        machineOf({{"/proc/self/cgroup", "4:cpu,cpuacct:/docker/abc/x\n3:cpuset:/other\n0::/\n"},
                   {"/proc/self/mountinfo", kFirstMounts},
                   {"/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us", "300000\n"},
                   {"/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_period_us", "100000\n"},
                   {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n"},
                   {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n"}}));
    QVERIFY(quota == (CpuQuota{3.0, "/sys/fs/cgroup/cpu,cpuacct/x"}));
  }

  void aGroupThatLiesElsewhereIsTheOneMounted() {
    for (const char* group : {"4:cpu,cpuacct:/docker/other\n", "4:cpu,cpuacct:/docker/abc\n",
                              "4:cpu,cpuacct:/../../x\n"}) {
      const auto quota =
          cpuQuota(machineOf({{"/proc/self/cgroup", group},
                              {"/proc/self/mountinfo", kFirstMounts},
                              {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "25000\n"},
                              {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "50000\n"}}));
      QVERIFY(quota == (CpuQuota{0.5, "/sys/fs/cgroup/cpu,cpuacct"}));
    }
  }

  void aFoldersNameMayHaveSpaces() {
    const auto quota = cpuQuota(
        machineOf({{"/proc/self/cgroup", "0::/my group\n"},
                   {"/proc/self/mountinfo", "1 2 0:3 / /c\\040g rw - cgroup2 cgroup2 rw\n"},
                   {"/c g/my group/cpu.max", "100000 100000\n"}}));
    QVERIFY(quota == (CpuQuota{1.0, "/c g/my group"}));
  }

  void whatIsNoQuotaIsNone_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"", "max 100000\n", "max\n", "100000\n", "0 100000\n", "-1 100000\n",
                             "100000 0\n", "x y\n", "99999999999999999999 1\n"})
      QTest::newRow(qPrintable(QString::fromLatin1(text).trimmed())) << QString::fromLatin1(text);
  }
  void whatIsNoQuotaIsNone() {
    QFETCH(QString, text);
    QVERIFY(!cpuQuota(machineOf({{"/proc/self/cgroup", "0::/\n"},
                                 {"/proc/self/mountinfo", kSecondMount},
                                 {"/sys/fs/cgroup/cpu.max", text.toStdString()}})));
  }

  void brokenFilesAreNoQuota() {
    for (const char* text :
         {"", "\n", ":::\n", "0:\n", " - \n", "a - b c d\n", "1 2 3 4 5 - cgroup2"})
      QVERIFY(!cpuQuota([text](const std::string&) { return std::string(text); }));
  }

  void coresAreAsManyAsTheQuotaFills() {
    QCOMPARE(usableCores(8, std::nullopt), 8);
    for (const auto& [quota, cores] :
         {std::pair{0.1, 1}, {1.0, 1}, {1.01, 2}, {2.0, 2}, {7.5, 8}, {8.0, 8}, {100.0, 8}})
      QCOMPARE(usableCores(8, CpuQuota{quota, {}}), cores);
    QVERIFY(usableCores() >= 1);
    QCOMPARE(factOf(machineFacts(), "cores"), std::to_string(usableCores()));
  }

  void theQuotaIsNamedWhereItHolds() {
    QCOMPARE(quotaText(8, CpuQuota{1.5, {}}),
             std::string("the container's CPU quota of 1.5 cores"));
    QCOMPARE(quotaText(8, CpuQuota{1.0, {}}), std::string("the container's CPU quota of 1 core"));
    QCOMPARE(quotaText(8, CpuQuota{8.0, {}}), std::string());
    QCOMPARE(quotaText(8, std::nullopt), std::string());
  }

  void bothVersionsSayHowLongThreadsWereHeld() {
    const auto read = machineOf(
        {{"/two/cpu.stat", "usage_usec 5\nnr_periods 9\nnr_throttled 3\nthrottled_usec 2500000\n"},
         {"/one/cpu.stat", "nr_periods 9\nnr_throttled 3\nthrottled_time 500000000\n"}});
    QCOMPARE(throttledSeconds({1.0, "/two"}, read), std::optional(2.5));
    QCOMPARE(throttledSeconds({1.0, "/one"}, read), std::optional(0.5));
    QCOMPARE(throttledSeconds({1.0, "/none"}, read), std::optional<double>());
  }
};

QTEST_GUILESS_MAIN(UsableCoresTest)
#include "usable_cores_test.moc"
