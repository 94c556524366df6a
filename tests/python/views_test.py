# SPDX-License-Identifier: GPL-3.0-or-later
"""Views: targets, calls, names, scatter and gather, map, code on engines."""
import itertools
import os
import tempfile
import time
import unittest

from case import REAL, WithEngines, cases, fatou, make_client, needs_numpy


def engine_number():
    return number  # noqa: F821 - a name of the engine


class Targets(WithEngines):
    @cases(1, 2)
    def test_ids_ascend_and_are_a_copy(self):
        ids = self.rc.ids
        self.assertEqual(ids, [0, 1, 2, 3])
        ids.append(9)
        self.assertEqual(self.rc.ids, [0, 1, 2, 3])

    @cases(3)
    def test_a_client_is_iterated_as_views_of_one_engine(self):
        self.assertEqual([view.targets for view in self.rc], [0, 1, 2, 3])

    @cases(4)
    def test_slices_pick_the_ids_that_they_pick_of_a_list(self):
        for chosen in (slice(None, None, 2), slice(1, None, 3), slice(None, -3), slice(2, 4)):
            self.assertEqual(self.rc[chosen].targets, [0, 1, 2, 3][chosen])

    @cases(5)
    def test_a_negative_id_counts_from_the_end_and_is_a_scalar(self):
        self.assertEqual(self.rc[-1].targets, 3)

    @cases(6)
    def test_an_id_that_is_not_there_is_refused_at_once(self):
        with self.assertRaisesRegex(IndexError, "no engine 7: the engines are"):
            self.rc[7]
        with self.assertRaises(IndexError):
            self.rc[9:]

    @cases(10, 11)
    def test_one_id_gives_a_scalar_and_a_list_of_one_a_list(self):
        self.assertEqual(self.rc[0].apply_sync(abs, -3), 3)
        self.assertEqual(self.rc[[0]].apply_sync(abs, -3), [3])

    @cases(12, 44)
    def test_results_are_in_the_order_of_the_targets(self):
        self.view.scatter("number", range(4), flatten=True, block=True)
        self.assertEqual(self.rc[[2, 0]].apply_sync(engine_number), [2, 0])
        self.assertEqual(self.view.apply(engine_number).get_dict(), {0: 0, 1: 1, 2: 2, 3: 3})


class NoEngines(unittest.TestCase):
    @cases(7)
    def test_every_view_names_the_remedy(self):
        with make_client(0) as rc:
            for use in (lambda: rc[:], lambda: rc[0], lambda: rc.direct_view().apply(abs, 1),
                        lambda: rc.load_balanced_view().map(abs, [1])):
                with self.assertRaisesRegex(fatou.NoEnginesRegistered, "start some by Client"):
                    use()

    @cases(8, 9)
    def test_a_view_of_all_sees_engines_that_come_later(self):
        with make_client(1) as rc:
            lazy, fixed = rc.direct_view(), rc[:]
            rc.add_engines(1)
            self.assertEqual(lazy.apply_sync(abs, -1), [1, 1])
            self.assertEqual(fixed.apply_sync(abs, -1), [1])


class Names(WithEngines):
    @cases(15, 17)
    def test_what_is_pushed_can_be_pulled(self):
        self.rc[0].push({"a": 10, "b": [1.5, None]}).get()
        self.assertEqual(self.rc[0].pull("a").get(), 10)
        self.assertEqual(self.rc[0].pull(["b", "a"], block=True), [[1.5, None], 10])

    @cases(16, 18)
    def test_pull_on_all_is_a_list_of_values_and_of_several_names_a_list_of_lists(self):
        self.view.push({"x": 1, "y": 2})
        self.assertEqual(self.view.pull("x", block=True), [1] * 4)
        self.assertEqual(self.view.pull(("x", "y"), block=True), [[1, 2]] * 4)

    @cases(19, 20)
    def test_a_name_that_was_set_without_waiting_is_read_as_it_was_set(self):
        self.view["a"] = 5
        self.assertEqual(self.view["a"], [5] * 4)
        self.rc[1]["a"] = 6
        self.assertEqual(self.view["a"], [5, 6, 5, 5])
        self.assertEqual(self.rc[1]["a"], 6)

    @cases(21)
    def test_a_name_that_was_never_set_is_a_name_error_of_its_engine(self):
        with self.assertRaises(fatou.RemoteError) as raised:
            self.rc[2]["missing"]
        self.assertEqual((raised.exception.ename, raised.exception.engine_id), ("NameError", 2))

    @cases(22)
    def test_clear_of_one_engine_leaves_the_others_their_names(self):
        self.view["a"] = 1
        self.rc[0].clear(block=True)
        self.assertEqual(self.rc[1:]["a"], [1, 1, 1])
        with self.assertRaises(fatou.RemoteError):
            self.rc[0]["a"]

    @cases(74, 75)
    def test_a_reference_is_each_engines_own_value(self):
        self.view.scatter("id", range(4), flatten=True)
        double = self.view.apply_sync(lambda x, more: 2 * x + more["k"][0], fatou.Reference("id"),
                                      more={"k": [fatou.Reference("id")]})
        self.assertEqual(double, [0, 3, 6, 9])
        with self.assertRaises(fatou.CompositeError) as raised:
            self.view.apply_sync(abs, fatou.Reference("nothing"))
        self.assertEqual([(e.ename, e.engine_id) for e in raised.exception.elist],
                         [("NameError", i) for i in range(4)])


class Scatter(WithEngines):
    @cases(23, 24)
    def test_sixteen_on_four_and_ten_on_four(self):
        self.view.scatter("x", range(16))
        self.assertEqual([len(part) for part in self.view["x"]], [4, 4, 4, 4])
        self.assertEqual(self.view.gather("x", block=True), list(range(16)))
        self.view.scatter("x", list(range(10)), block=True)
        self.assertEqual(self.view["x"], [[0, 1, 2], [3, 4, 5], [6, 7], [8, 9]])
        self.assertEqual(self.view.gather("x", block=True), list(range(10)))

    def test_empty_parts_are_sent_too(self):
        self.view.scatter("x", [1, 2])
        self.assertEqual(self.view["x"], [[1], [2], [], []])

    @cases(74)
    def test_flatten_leaves_longer_parts_lists(self):
        self.view.scatter("x", [7, 8, 9, 10, 11], flatten=True)
        self.assertEqual(self.view["x"], [[7, 8], 9, 10, 11])
        self.assertEqual(self.view.gather("x").get(), [7, 8, 9, 10, 11])

    @cases(27)
    def test_gather_of_an_unknown_name_is_a_name_error(self):
        with self.assertRaises(fatou.CompositeError) as raised:
            self.view.gather("nothing").get()
        self.assertEqual({e.ename for e in raised.exception.elist}, {"NameError"})

    @cases(25, 26)
    @needs_numpy
    def test_arrays_come_back_equal_small_and_large(self):
        import numpy
        for count in (0, 3, 10, 300_001):
            whole = numpy.arange(2 * count, dtype=float).reshape(count, 2)
            self.view.scatter("x", whole)
            again = self.rc.direct_view().gather("x").get()
            self.assertEqual((again.dtype, again.shape), (whole.dtype, whole.shape))
            self.assertTrue((again == whole).all())

    @needs_numpy
    def test_an_engines_array_may_be_written_to_and_nobody_sees_it(self):
        import numpy
        whole = numpy.zeros(400_000)
        self.view.push({"x": whole}).get()
        self.rc[0].execute("x[:] = 1", block=True)
        self.assertEqual(self.view.apply_sync(lambda: float(x.sum())),  # noqa: F821
                         [400_000.0, 0.0, 0.0, 0.0])
        self.assertEqual(whole.sum(), 0)


class Map(WithEngines):
    @cases(29, 30, 31, 32, 34)
    def test_a_map_is_in_order_of_what_length_and_kind_ever(self):
        for view in (self.view, self.rc[0], self.rc[[1]], self.balanced):
            self.assertEqual(view.map_sync(lambda x: x * x, range(101)), [x * x for x in range(101)])
            self.assertEqual(view.map_sync(abs, (x for x in [-1, 2])), [1, 2])
            self.assertEqual(view.map_sync(abs, []), [])

    @cases(91)
    def test_an_item_of_imap_that_fails_costs_no_other(self):
        seen = self.balanced.imap(lambda x: 6 // x, [1, 2, 0, 3], return_exceptions=True)
        values = list(seen)
        self.assertEqual(values[:2] + values[3:], [6, 3, 2])
        self.assertIsInstance(values[2], fatou.RemoteError)

    @cases(33)
    def test_the_shorter_of_two_sequences_says_how_many(self):
        for one, two in ((range(10), range(4)), (range(4), range(10))):
            result = self.view.map(lambda x, y: x + y, one, two)
            self.assertEqual((len(result), result.get()), (4, [0, 2, 4, 6]))

    def test_chunks_change_no_value(self):
        for size in (1, 3, 50):
            self.assertEqual(self.balanced.map_sync(lambda x: -x, range(20), chunksize=size),
                             [-x for x in range(20)])

    @cases(91)
    def test_imap_takes_items_only_as_it_goes_and_ends_early(self):
        taken = []
        endless = (taken.append(i) or i for i in itertools.count())
        for value in self.balanced.imap(lambda x: x, endless, max_outstanding=3):
            if value == 4:
                break
        self.assertLessEqual(len(taken), 9)
        pairs = self.balanced.imap(lambda x, y: (x, y), range(3), "abc")
        self.assertEqual(list(pairs), [(0, "a"), (1, "b"), (2, "c")])

    @cases(91)
    def test_what_a_generator_gave_before_it_failed_is_delivered_first(self):
        def failing():
            yield from range(5)
            raise KeyError("five")

        seen = []
        with self.assertRaises(KeyError):
            for value in self.balanced.imap(lambda x: x, failing(), max_outstanding=2):
                seen.append(value)
        self.assertEqual(seen, [0, 1, 2, 3, 4])


class Decorators(WithEngines):
    @cases(59)
    def test_a_remote_function_takes_all_kinds_of_arguments(self):
        @self.rc[0].remote(block=True)
        def product(x, y=2):
            return x * y

        self.assertEqual((product(5, 5), product(3), product(x=2, y=5)), (25, 6, 10))

    @cases(60, 61)
    def test_a_parallel_function_gets_parts_and_its_map_gets_items(self):
        @self.rc[:2].parallel(block=True)
        def twice(part):
            return part * 2

        self.assertEqual(twice([1, 2, 3, 4]), [1, 2, 1, 2, 3, 4, 3, 4])

        @self.view.parallel(block=True)
        def times(x, y=5):
            return x * y

        self.assertEqual(times.map([1, 2, 3]), [5, 10, 15])


class Code(WithEngines):
    def test_execute_defines_names_and_what_it_prints_is_kept(self):
        result = self.view.execute("a = 3\nprint('here is', a)")
        result.get()
        self.assertEqual(result.stdout, ["here is 3\n"] * 4)
        self.assertEqual(self.view["a"], [3] * 4)

    def test_a_syntax_error_is_raised_here_and_nothing_runs(self):
        with self.assertRaises(SyntaxError):
            self.view.execute("a = = 3")

    def test_run_runs_a_file(self):
        with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
            file.write("ran = 6 * 7\n")
            file.flush()
            self.view.run(file.name, block=True)
        self.assertEqual(self.view["ran"], [42] * 4)

    def test_sync_imports_imports_here_and_there_under_the_same_names(self):
        with self.view.sync_imports(quiet=True):
            import fractions as fr
            from textwrap import dedent
        self.assertEqual(fr.Fraction(1, 2).denominator, 2)
        self.assertEqual(dedent(" x"), "x")
        self.assertEqual(self.view.apply_sync(lambda: fr.Fraction(3, 6).numerator), [1] * 4)
        self.view.execute("y = dedent('  z')", block=True)
        self.assertEqual(self.rc[0]["y"], "z")

    @cases(14)
    def test_flags_hold_inside_and_are_restored(self):
        self.view.block = True
        with self.view.temp_flags(block=False):
            result = self.view.apply(time.sleep, 0)
        self.assertIsInstance(result, fatou.AsyncResult)
        self.assertEqual(self.view.apply(abs, -2), [2] * 4)
        with self.assertRaises(KeyError):
            self.view.set_flags(retries=3)

    def test_the_engines_are_processes_of_their_own(self):
        pids = self.view.apply_sync(os.getpid)
        self.assertEqual(len(pids), 4)
        self.assertNotIn(os.getpid(), pids)
        if REAL:  # those of the stand-in are threads
            self.assertEqual(len(set(pids)), 4)


if __name__ == "__main__":
    unittest.main()
