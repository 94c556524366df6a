# SPDX-License-Identifier: GPL-3.0-or-later
"""Forty things that ipyparallel's documentation says of itself, done by the module fatou; where
ipyparallel is installed, by ipyparallel as well, so that neither is a matter of opinion.

The 40 stand in one class, which is given a module and a client of four engines."""
import io
import contextlib
import os
import tempfile
import time
import unittest

from case import fatou, make_client, needs_program

try:
    import ipyparallel
except ImportError:
    ipyparallel = None


def engine_number():
    return number  # noqa: F821 - a name of the engine


def name_of_colorsys():
    return colorsys.__name__  # noqa: F821 - a name of the engine


def fails_if_odd(x):
    if x % 2:
        raise ValueError("it is odd")
    return x


class Behaviours:
    """What both modules do. `ipp` is the module, `rc` its client."""

    def setUp(self):
        self.view = self.rc[:]
        self.balanced = self.rc.load_balanced_view()
        self.view.clear(block=True)

    # --- the client --------------------------------------------------------------------------------

    def test_01_a_client_has_ids(self):
        self.assertEqual(list(self.rc.ids), [0, 1, 2, 3])

    def test_02_a_client_has_a_length(self):
        self.assertEqual(len(self.rc), 4)

    def test_03_an_int_is_a_view_with_scalars(self):
        self.assertEqual(self.rc[0].apply_sync(abs, -1), 1)

    def test_04_a_slice_is_a_view_with_lists(self):
        self.assertEqual(self.rc[::2].targets, [0, 2])

    def test_05_a_negative_index_counts_from_the_end(self):
        self.assertEqual(self.rc[-1].targets, 3)

    def test_06_a_list_is_a_view_of_these(self):
        self.assertEqual(self.rc[[1, 3]].apply_sync(abs, -1), [1, 1])

    def test_07_a_client_is_iterated(self):
        self.assertEqual([view.targets for view in self.rc], [0, 1, 2, 3])

    def test_08_an_unknown_engine_is_an_index_error(self):
        with self.assertRaises(IndexError):
            self.rc[17]

    # --- calls -------------------------------------------------------------------------------------

    def test_09_apply_async_gives_a_result_and_apply_sync_values(self):
        self.assertIsInstance(self.view.apply_async(abs, -1), self.ipp.AsyncResult)
        self.assertEqual(self.view.apply_sync(abs, -1), [1] * 4)

    def test_10_block_decides_what_apply_does(self):
        self.view.block = True
        self.assertEqual(self.view.apply(abs, -2), [2] * 4)
        self.view.block = False
        self.assertEqual(self.view.apply(abs, -2).get(), [2] * 4)

    def test_11_apply_takes_keyword_arguments(self):
        self.assertEqual(self.rc[0].apply_sync(lambda a, b=1: (a, b), 5, b=6), (5, 6))

    def test_12_temp_flags_hold_inside(self):
        with self.view.temp_flags(block=True):
            self.assertEqual(self.view.apply(abs, -1), [1] * 4)
        self.assertFalse(self.view.block)

    def test_13_targets_are_a_flag(self):
        with self.view.temp_flags(targets=[1]):
            self.assertEqual(self.view.apply_sync(abs, -1), [1])

    def test_14_a_function_sees_the_names_of_its_engine(self):
        self.view.push({"number": 7}, block=True)
        self.assertEqual(self.view.apply_sync(engine_number), [7] * 4)

    # --- names -------------------------------------------------------------------------------------

    def test_15_push_and_pull(self):
        self.view.push({"a": 10, "b": "x"}, block=True)
        self.assertEqual(self.view.pull("a", block=True), [10] * 4)
        self.assertEqual(self.view.pull(("a", "b"), block=True), [[10, "x"]] * 4)

    def test_16_a_view_is_a_dict(self):
        self.view["a"] = ["foo", "bar"]
        self.assertEqual(self.view["a"], [["foo", "bar"]] * 4)

    def test_17_get_and_update(self):
        self.view.update({"u": 3}).get()
        self.assertEqual(self.view.get("u"), [3] * 4)

    def test_18_clear_forgets(self):
        self.view.push({"a": 1}, block=True)  # a clear may overtake it there
        self.view.clear(block=True)
        with self.assertRaises(self.ipp.error.CompositeError if hasattr(self.ipp, "error")
                               else self.ipp.CompositeError):
            self.view["a"]

    def test_19_scatter_and_gather(self):
        self.view.scatter("x", list(range(16)), block=True)
        self.assertEqual([list(part) for part in self.view["x"]],
                         [list(range(4 * i, 4 * i + 4)) for i in range(4)])
        self.assertEqual(list(self.view.gather("x", block=True)), list(range(16)))

    def test_20_scatter_can_flatten(self):
        self.view.scatter("id", [5, 6, 7, 8], flatten=True, block=True)
        self.assertEqual(self.view["id"], [5, 6, 7, 8])

    def test_21_what_does_not_divide_goes_first_to_the_first(self):
        self.view.scatter("x", list(range(10)), block=True)
        self.assertEqual([len(part) for part in self.view["x"]], [3, 3, 2, 2])

    def test_22_a_reference_is_the_engines_own_value(self):
        self.view.scatter("id", range(4), flatten=True, block=True)
        self.assertEqual(self.view.apply_sync(lambda x: 2 * x, self.ipp.Reference("id")),
                         [0, 2, 4, 6])

    # --- code --------------------------------------------------------------------------------------

    def test_23_execute_defines_names(self):
        self.view.execute("b = 2 * 21", block=True)
        self.assertEqual(self.view["b"], [42] * 4)

    def test_24_run_runs_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "script.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write("c = 3\n")
            self.view.run(path, block=True)
        self.assertEqual(self.view["c"], [3] * 4)

    def test_25_sync_imports_imports_here_and_there(self):
        with contextlib.redirect_stdout(io.StringIO()):
            with self.view.sync_imports():
                import colorsys
        self.assertTrue(colorsys.rgb_to_hsv)
        self.assertEqual(self.view.apply_sync(name_of_colorsys), ["colorsys"] * 4)

    def test_26_what_is_printed_is_kept(self):
        result = self.rc[0].execute("print('hello')")
        result.get()
        end = time.monotonic() + 20
        while not result.stdout and time.monotonic() < end:  # it comes beside the result there
            time.sleep(0.01)
            result.wait(0)
        self.assertIn("hello", str(result.stdout))

    # --- maps --------------------------------------------------------------------------------------

    def test_27_map_sync_is_map(self):
        self.assertEqual(list(self.view.map_sync(lambda x: x ** 10, range(32))),
                         [x ** 10 for x in range(32)])

    def test_28_a_balanced_map_is_in_order(self):
        self.assertEqual(list(self.balanced.map_sync(lambda x: x ** 10, range(32), chunksize=5)),
                         [x ** 10 for x in range(32)])

    def test_29_map_takes_several_sequences(self):
        self.assertEqual(list(self.view.map_sync(lambda x, y: x + y, [1, 2, 3], [10, 20, 30])),
                         [11, 22, 33])

    def test_30_a_map_is_iterated_while_it_runs(self):
        self.assertEqual(sorted(self.balanced.map_async(abs, range(8), ordered=False)),
                         list(range(8)))

    def test_31_imap_takes_a_generator(self):
        self.assertEqual(list(self.balanced.imap(abs, (-i for i in range(9)), max_outstanding=3)),
                         list(range(9)))

    def test_32_remote_makes_a_function_run_there(self):
        @self.view.remote(block=True)
        def plus_one(x):
            return x + 1
        self.assertEqual(plus_one(1), [2] * 4)

    def test_33_parallel_makes_a_function_run_on_parts(self):
        @self.view.parallel(block=True)
        def doubled(part):
            return [2 * each for each in part]
        self.assertEqual(list(doubled(list(range(10)))), [2 * i for i in range(10)])
        self.assertEqual(list(doubled.map([[1], [2]])), [[2], [4]])

    # --- results -----------------------------------------------------------------------------------

    def test_34_a_result_is_ready_and_successful(self):
        result = self.view.apply_async(abs, -1)
        result.wait(20)
        self.assertTrue(result.ready() and result.successful())

    def test_35_get_with_a_timeout_raises(self):
        result = self.rc[0].apply_async(time.sleep, 0.5)
        with self.assertRaises(TimeoutError):
            result.get(0.01)
        self.assertIsNone(result.get())

    def test_36_get_dict_is_by_engine(self):
        self.assertEqual(self.view.apply_async(abs, -1).get_dict(), {i: 1 for i in range(4)})

    def test_37_progress_and_times(self):
        result = self.balanced.map_async(time.sleep, [0.05] * 8)
        result.get()
        self.assertEqual(result.progress, 8)
        self.assertGreaterEqual(result.serial_time, 0.4)
        self.assertGreater(result.wall_time, 0)
        self.assertGreater(result.elapsed, 0)

    def test_38_metadata_has_the_engine_and_the_times(self):
        result = self.rc[1].apply_async(abs, -1)
        result.get()
        metadata = result.metadata
        metadata = metadata[0] if isinstance(metadata, list) else metadata
        self.assertEqual(metadata["engine_id"], 1)
        self.assertLessEqual(metadata["started"], metadata["completed"])

    def test_39_errors_have_the_engines_own_type_and_text(self):
        result = self.rc[2].apply_async(fails_if_odd, 1)
        error = result.exception(20)
        self.assertEqual((error.ename, error.evalue), ("ValueError", "it is odd"))

    def test_40_tasks_follow_and_are_retried(self):
        first = self.balanced.apply_async(abs, -1)
        with self.balanced.temp_flags(after=[first], retries=2):
            self.assertEqual(self.balanced.apply_sync(abs, -2), 2)
        with self.balanced.temp_flags(follow=first):
            self.assertEqual(self.balanced.apply_sync(abs, -3), 3)


class OfFatou(Behaviours, unittest.TestCase):
    ipp = fatou

    @classmethod
    def setUpClass(cls):
        cls.rc = make_client()

    @classmethod
    def tearDownClass(cls):
        cls.rc.close()


@needs_program  # once is enough
@unittest.skipUnless(ipyparallel, "ipyparallel is not installed")
class OfIPyParallel(Behaviours, unittest.TestCase):
    ipp = ipyparallel

    @classmethod
    def setUpClass(cls):
        cls.cluster = ipyparallel.Cluster(n=4, log_level=40)
        cls.rc = cls.cluster.start_and_connect_sync()

    @classmethod
    def tearDownClass(cls):
        cls.rc.close()
        cls.cluster.stop_cluster_sync()


if __name__ == "__main__":
    unittest.main()
