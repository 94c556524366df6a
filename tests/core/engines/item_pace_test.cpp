// SPDX-License-Identifier: GPL-3.0-or-later
// How many calls an engine elsewhere has under way.
#include "core/engines/inner/item_pace.h"

#include <chrono>
#include <cstddef>
#include <typeindex>
#include <typeinfo>

#include <QTest>

using namespace std::chrono_literals;
using fatou::engines::ItemPace;

namespace {

const std::type_index kBands = typeid(int);
const std::type_index kOthers = typeid(double);

// What a run goes by whose predecessor had an item of this length.
ItemPace paceAfter(std::chrono::nanoseconds longest) {
  ItemPace pace;
  pace.begin(kBands);
  pace.note(longest / 2, true);
  pace.note(longest, true);
  pace.note(longest / 4, true);
  pace.begin(kBands);
  return pace;
}

}  // namespace

class ItemPaceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ofTheFirstRunASecondCallGoesBehindAShortItem() {
    ItemPace pace;
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
    pace.begin(kBands);
    QVERIFY(pace.isGuess());
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
    pace.note(0ns, true);
    QVERIFY(!pace.isGuess());
    QCOMPARE(pace.mostUnderWay(), std::size_t{2});
    pace.note(ItemPace::kShortItem - 1ns, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{2});
    pace.note(ItemPace::kShortItem, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
    pace.note(1us, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{2});
  }
  void functionsOfOneTypeAreToldApartByTheirNumber() {
    ItemPace pace;
    pace.begin(kBands, false, 1);
    pace.note(1us, true);
    pace.begin(kBands, false, 2);
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
    pace.note(1us, true);
    pace.begin(kBands, false, 2);
    QCOMPARE(pace.mostUnderWay(), ItemPace::kMostUnderWay);
  }
  void ofIndependentItemsASecondCallGoesAtOnce() {
    ItemPace pace;
    pace.begin(kBands, true);
    QVERIFY(pace.isGuess() && pace.isUnknown());
    QCOMPARE(pace.mostUnderWay(), std::size_t{2});
    pace.note(ItemPace::kShortItem, true);  // known to be long from now on
    QVERIFY(!pace.isUnknown());
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
    pace.begin(kBands, true);
    QVERIFY(pace.isGuess() && !pace.isUnknown());
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
    pace.begin(kOthers, false);
    QVERIFY(pace.isUnknown());
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
    pace.begin(kBands, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{2});
  }
  void theNextRunBeginsWithWhatTheLastOneKnew() {
    QCOMPARE(paceAfter(0ns).mostUnderWay(), ItemPace::kMostUnderWay);
    QCOMPARE(paceAfter(1ms).mostUnderWay(), std::size_t{5});
    QCOMPARE(paceAfter(2ms).mostUnderWay(), std::size_t{3});
    QCOMPARE(paceAfter(2ms + 1ns).mostUnderWay(), std::size_t{2});
    QCOMPARE(paceAfter(ItemPace::kShortItem - 1ns).mostUnderWay(), std::size_t{2});
    QCOMPARE(paceAfter(ItemPace::kShortItem).mostUnderWay(), std::size_t{1});
    QVERIFY(paceAfter(1ms).isGuess());
  }
  void enoughItemsTellAsMuchAsTheRunBefore() {
    ItemPace pace;
    pace.begin(kBands);
    pace.note(1us, false);
    for (std::size_t item = 1; item < ItemPace::kEnoughItems; ++item) pace.note(1ms, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{2});
    pace.note(1ms, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{5});
    pace.note(2ms, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{3});
    pace.note(ItemPace::kShortItem, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
  }
  void aLongItemEndsIt() {
    ItemPace pace = paceAfter(1ms);
    pace.note(1s, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
    pace.note(1us, true);
    QCOMPARE(pace.mostUnderWay(), std::size_t{2});  // no more: others like it may come
  }
  void anotherKindOfItemsIsBegunAnew() {
    ItemPace pace = paceAfter(1ms);
    pace.begin(kOthers);
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
    pace.begin(kBands);
    QCOMPARE(pace.mostUnderWay(), std::size_t{1});
  }
  void aRunWithoutAWholeItemChangesNothing() {
    ItemPace pace = paceAfter(1ms);
    pace.begin(kBands);
    QCOMPARE(pace.mostUnderWay(), std::size_t{5});
    pace.note(19ms, false);  // was stopped: what it would have taken is not known
    QCOMPARE(pace.mostUnderWay(), std::size_t{5});
    pace.begin(kBands);
    QCOMPARE(pace.mostUnderWay(), std::size_t{5});
    ItemPace failed;
    failed.begin(kBands);
    failed.note(1us, false);
    failed.begin(kBands);
    QCOMPARE(failed.mostUnderWay(), std::size_t{1});
  }
};

QTEST_GUILESS_MAIN(ItemPaceTest)
#include "item_pace_test.moc"
