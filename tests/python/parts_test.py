# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that go in parts, values that change after they were sent, functions of other kinds."""
import unittest

from case import WithEngines, cases, fatou, needs_numpy


class Parts(WithEngines):
    @cases(28)
    def test_a_view_of_all_scatters(self):
        everyone = self.rc.direct_view()
        everyone.scatter("x", range(10), block=True)
        self.assertEqual(self.view["x"], [[0, 1, 2], [3, 4, 5], [6, 7], [8, 9]])
        self.assertEqual(everyone.gather("x", block=True), list(range(10)))

    @cases(76)
    def test_lists_tuples_and_ranges_come_back_with_the_same_items(self):
        for whole in ([1, "b", None], (1, 2, 3, 4, 5), range(7), [[1], [2], [3], [4]]):
            self.view.scatter("x", whole)
            self.assertEqual(self.view.gather("x").get(), list(whole))

    @cases(76)
    @needs_numpy
    def test_arrays_of_all_layouts_come_back_with_their_shape(self):
        import numpy
        grid = numpy.arange(40.0).reshape(5, 8)
        for whole in (grid.T, grid[:, 2:5], grid[::-1], grid[:, :1], grid[:, 0], grid[None, 0].T,
                      grid.astype("f4"), grid[0] + 1j, grid.reshape(5, 2, 4)):
            self.view.scatter("x", whole)
            again = self.view.gather("x").get()
            self.assertEqual((again.shape, again.dtype), (whole.shape, whole.dtype))
            self.assertTrue((again == whole).all())

    @cases(77)
    @needs_numpy
    def test_arrays_that_do_not_fit_together_are_named_with_their_engines(self):
        import numpy
        for engine, columns in enumerate((2, 3, 2, 2)):
            self.rc[engine].push({"x": numpy.zeros((2, columns))}, block=True)
        with self.assertRaisesRegex(ValueError, r"engine 0 has the shape \(2, 2\), and that of "
                                                r"engine 1 \(2, 3\)"):
            self.view.gather("x", block=True)
        self.rc[3]["x"] = 1.0
        with self.assertRaisesRegex(ValueError, "engine 3 is a single value"):
            self.rc[2:].gather("x", block=True)


class Sent(WithEngines):
    @cases(78)
    def test_engines_have_what_an_argument_was_when_it_was_given(self):
        gate = self.view.apply_async("time.sleep", 0.2)
        values, names = [1, 2, 3], {"k": [1]}
        result = self.view.apply_async(lambda x, y: (x, y["k"]), values, names)
        values[:] = [0]
        names["k"].append(2)
        self.assertEqual(result.get(), [([1, 2, 3], [1])] * 4)
        gate.get()

    @cases(78)
    @needs_numpy
    def test_engines_have_what_an_array_was_when_it_was_given(self):
        import numpy
        gate = self.view.apply_async("time.sleep", 0.2)
        for count in (10, 10_000, 1_000_000):
            array = numpy.ones(count)
            result = self.view.apply_async(lambda x: float(x.sum()), array)
            self.view.push({"kept": array})
            array[:] = 7
            self.assertEqual(result.get(), [float(count)] * 4)
            self.assertEqual(self.view.apply_sync(lambda: float(kept.max())), [1.0] * 4)  # noqa: F821
        gate.get()


class Kinds(WithEngines):
    @cases(92)
    def test_functions_that_keep_state_and_methods_of_types_run(self):
        seen = []

        def count(x):
            seen.append(x)
            return len(seen)

        counted = self.rc[0].map_sync(count, range(3))
        self.assertEqual(len(counted), 3)
        self.assertEqual(seen, [])  # the engine has a copy of its own
        self.assertEqual(self.view.map_sync(str.upper, ["a", "b"]), ["A", "B"])
        self.assertEqual(self.balanced.map_sync(complex, [1, 2], [3, 4]), [1 + 3j, 2 + 4j])

    @cases(92)
    def test_objects_that_are_called_stay_here_and_say_so(self):
        import functools

        class Adder:
            def __call__(self, x):
                return x + 1

        for bad, words in ((Adder(), "is no function"), (functools.partial(abs), "give the arguments"),
                           ("a b".split, "stays here")):
            with self.assertRaisesRegex(fatou.CannotTravel, words):
                self.view.map(bad, [1, 2])


if __name__ == "__main__":
    unittest.main()
