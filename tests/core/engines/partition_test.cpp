// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/partition.h"

#include <cstddef>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/client.h"
#include "core/engines/parts.h"

namespace fatou::engines {
namespace {

using Sizes = std::vector<std::size_t>;

Sizes sizesOf(const std::vector<ItemRange>& blocks) {
  Sizes sizes;
  for (const ItemRange& block : blocks) sizes.push_back(block.size());
  return sizes;
}

Sizes laneTasks(const std::vector<Lane>& lanes) {
  Sizes tasks;
  for (const Lane& lane : lanes) tasks.push_back(lane.taskCount);
  return tasks;
}

constexpr std::ptrdiff_t kFarthest = std::numeric_limits<std::ptrdiff_t>::max();

}  // namespace

class PartitionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tenOnFourIsThreeThreeTwoTwo() {
    QCOMPARE(sizesOf(blockPartition(10, 4)), (Sizes{3, 3, 2, 2}));
  }

  void theEdgesAroundTheNumberOfPartsHoldTheFormula() {
    QCOMPARE(sizesOf(blockPartition(0, 4)), (Sizes{0, 0, 0, 0}));
    QCOMPARE(sizesOf(blockPartition(1, 4)), (Sizes{1, 0, 0, 0}));
    QCOMPARE(sizesOf(blockPartition(3, 4)), (Sizes{1, 1, 1, 0}));
    QCOMPARE(sizesOf(blockPartition(4, 4)), (Sizes{1, 1, 1, 1}));
    QCOMPARE(sizesOf(blockPartition(5, 4)), (Sizes{2, 1, 1, 1}));
    QCOMPARE(sizesOf(blockPartition(7, 1)), (Sizes{7}));
    QCOMPARE(sizesOf(blockPartition(7, 0)), Sizes{});
  }

  void blocksAreContiguousAndCoverEverything() {
    for (std::size_t parts = 1; parts <= 9; ++parts)
      for (std::size_t items = 0; items <= 40; ++items) {
        std::size_t next = 0;
        for (const ItemRange& block : blockPartition(items, parts)) {
          QCOMPARE(block.begin, next);
          QVERIFY(block.size() == items / parts || block.size() == items / parts + 1);
          next = block.end;
        }
        QCOMPARE(next, items);
      }
  }

  void aHugeNumberOfItemsDoesNotOverflow() {
    constexpr auto kHuge = std::numeric_limits<std::size_t>::max();
    QCOMPARE(blockOf(kHuge, 4, 3).end, kHuge);
    QCOMPARE(blockOf(kHuge, 4, 3).size(), kHuge / 4);
    QCOMPARE(chunkCount(kHuge, 2), kHuge / 2 + 1);
  }

  void chunksAreAsManyAsTheQuotientRoundedUp() {
    QCOMPARE(chunkCount(0, 4), 0U);
    QCOMPARE(chunkCount(1, 4), 1U);
    QCOMPARE(chunkCount(3, 4), 1U);
    QCOMPARE(chunkCount(4, 4), 1U);
    QCOMPARE(chunkCount(5, 4), 2U);
    QCOMPARE(chunkCount(10, 1), 10U);
  }

  void automaticChunksAreOneForFewItemsAndLargeForMany() {
    QCOMPARE(automaticChunkSize(0, 4), 1U);
    QCOMPARE(automaticChunkSize(10, 4), 1U);
    QCOMPARE(automaticChunkSize(10, 0), 1U);
    QVERIFY(automaticChunkSize(100'000, 4) > 100);
    QVERIFY(chunkCount(100'000, automaticChunkSize(100'000, 4)) < 1'000);
    // Enough chunks for each engine that they end together.
    QVERIFY(chunkCount(100'000, automaticChunkSize(100'000, 4)) >= 4 * 16);
  }

  void aSliceIsPythonsSlice_data() {
    QTest::addColumn<Slice>("slice");
    QTest::addColumn<std::vector<EngineId>>("picked");
    using Ids = std::vector<EngineId>;
    QTest::newRow("[:]") << Slice{} << Ids{0, 1, 2, 3, 4};
    QTest::newRow("[::2]") << Slice{.step = 2} << Ids{0, 2, 4};
    QTest::newRow("[1::3]") << Slice{.start = 1, .step = 3} << Ids{1, 4};
    QTest::newRow("[:-3]") << Slice{.stop = -3} << Ids{0, 1};
    QTest::newRow("[2:4]") << Slice{.start = 2, .stop = 4} << Ids{2, 3};
    QTest::newRow("[-2:]") << Slice{.start = -2} << Ids{3, 4};
    QTest::newRow("[3:99]") << Slice{.start = 3, .stop = 99} << Ids{3, 4};
    QTest::newRow("[-99:2]") << Slice{.start = -99, .stop = 2} << Ids{0, 1};
    QTest::newRow("[4:1]") << Slice{.start = 4, .stop = 1} << Ids{};
    QTest::newRow("[5:]") << Slice{.start = 5} << Ids{};
    QTest::newRow("[::-1]") << Slice{.step = -1} << Ids{4, 3, 2, 1, 0};
    QTest::newRow("[::-2]") << Slice{.step = -2} << Ids{4, 2, 0};
    QTest::newRow("[3:0:-1]") << Slice{.start = 3, .stop = 0, .step = -1} << Ids{3, 2, 1};
    QTest::newRow("[99:-99:-2]") << Slice{.start = 99, .stop = -99, .step = -2} << Ids{4, 2, 0};
    QTest::newRow("[1::farthest]") << Slice{.start = 1, .step = kFarthest} << Ids{1};
    QTest::newRow("[3::-farthest]") << Slice{.start = 3, .step = -kFarthest} << Ids{3};
    QTest::newRow("[-farthest:farthest]")
        << Slice{.start = -kFarthest, .stop = kFarthest} << Ids{0, 1, 2, 3, 4};
  }
  void aSliceIsPythonsSlice() {
    QFETCH(const Slice, slice);
    QFETCH(const std::vector<EngineId>, picked);
    QCOMPARE(sliced({0, 1, 2, 3, 4}, slice), picked);
  }

  void aSliceOfNothingIsNothing() {
    QVERIFY(sliced({}, {}).empty());
    QVERIFY(sliced({}, {.start = -1, .step = -1}).empty());
  }

  void aSliceWithStepZeroIsRefused() {
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, sliced({0, 1}, {.step = 0}));
  }

  void directLanesLeaveOutEmptyShares() {
    const auto lanes = directLanes(2, {7, 8, 9}, {});
    QCOMPARE(lanes.size(), 2U);
    QCOMPARE(lanes[0].engine, 7);
    QCOMPARE(lanes[0].items, (ItemRange{0, 1}));
    QCOMPARE(lanes[1].engine, 8);
    QCOMPARE(lanes[1].items, (ItemRange{1, 2}));
    QVERIFY(directLanes(0, {7, 8}, {}).empty());
  }

  void directLanesCutTheirSharesIntoChunks() {
    QCOMPARE(laneTasks(directLanes(10, {0, 1}, {})), (Sizes{1, 1}));
    QCOMPARE(laneTasks(directLanes(10, {0, 1}, {.chunkSize = 2})), (Sizes{3, 3}));
    QCOMPARE(laneTasks(directLanes(10, {0, 1}, {.chunkSize = 99})), (Sizes{1, 1}));
  }

  void directLanesTakeTheSharesTheyAreGiven() {
    const auto lanes = directLanes(6, {0, 1, 2}, {.shares = {4, 0, 2}});
    QCOMPARE(lanes.size(), 2U);
    QCOMPARE(lanes[0].items, (ItemRange{0, 4}));
    QCOMPARE(lanes[1].engine, 2);
    QCOMPARE(lanes[1].items, (ItemRange{4, 6}));
  }

  void sharesThatDoNotFitAreRefused() {
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, directLanes(6, {0, 1}, {.shares = {6}}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, directLanes(6, {0, 1}, {.shares = {3, 2}}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, directLanes(6, {0, 1}, {.shares = {3, 4}}));
  }

  void whatHasItemsOrRowsToCutIsPartitionable() {
    QVERIFY(Partitionable<std::vector<int>>);
    QVERIFY(Partitionable<Eigen::VectorXd>);
    QVERIFY(Partitionable<Eigen::ArrayXXf>);
    QVERIFY((Partitionable<Eigen::Matrix<double, Eigen::Dynamic, 3>>));
    QVERIFY(Partitionable<Eigen::Vector3d>);
    QVERIFY(Partitionable<Eigen::RowVectorXd>);
    QVERIFY(!Partitionable<int>);
    QVERIFY((!Partitionable<std::map<int, int>>));
  }

  void partsOfNothingJoinToNothing() {
    QCOMPARE(Parts<Eigen::VectorXd>::join({}).size(), Eigen::Index{0});
    QCOMPARE(Parts<Eigen::ArrayXXd>::join({}).size(), Eigen::Index{0});
    QVERIFY(Parts<std::vector<int>>::join({}).empty());
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::PartitionTest)
#include "partition_test.moc"
