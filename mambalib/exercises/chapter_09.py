"""The exercises of chapter 9: what a character remembers, weights of fewer bits, and work in slices of time."""

import time

import numpy as np

from mambalib.bench import counts
from mambalib.config import MambaConfig
from mambalib.engine import EngineState, budget
from mambalib.exercises.machine import checks, expect, expect_error, expect_true, see_hint
from mambalib.kernels import products
from mambalib.kernels.products import GROUP

_TINY = MambaConfig(vocab_size=11, d_model=6, n_layer=3, d_state=5, d_conv=4)


def _sizes_of(config):
    return (
        f"n_layer {config.n_layer}, d_model {config.d_model}, d_inner {config.d_inner}, "
        f"d_state {config.d_state}, d_conv {config.d_conv}"
    )


def _state_with(inner=True, past=1, memory=True, layers=True, batched=True, each=4):
    """state_bytes with the mistakes that are switched on; `past` inputs of the convolution are left out."""

    def answer(config, batch=1):
        width = config.d_inner if inner else config.d_model
        one = width * ((config.d_conv - past if past is not None else 0) + (config.d_state if memory else 0))
        return each * one * (config.n_layer if layers else 1) * (batch if batched else 1)

    return answer


@checks(counts.state_bytes, title="What a character's memory weighs", minutes=6, difficulty=1)
class StateBytes:
    hints = (
        "Each of the d_inner channels of a layer has d_state numbers of memory, the h of chapter 4.",
        "The convolution sees d_conv inputs. The present one is not remembered: d_conv - 1 are, for each channel.",
        "Every layer has a state of its own, and so does every text of the batch.",
        "A number in float32 has 4 bytes.",
    )

    @see_hint(1)
    def a_number_more_of_memory_a_channel_costs_four_bytes_each(state_bytes, rng):
        small, large = (MambaConfig(vocab_size=11, d_model=6, n_layer=1, d_state=n) for n in (5, 6))
        got = state_bytes(large) - state_bytes(small)
        expect(got, 4 * 12, d_inner=12, n_layer=1, shown="what one more number in d_state costs")

    @see_hint(2)
    def a_convolution_of_a_single_input_remembers_none(state_bytes, rng):
        config = MambaConfig(vocab_size=11, d_model=6, n_layer=1, d_state=5, d_conv=1)
        expect(state_bytes(config), 4 * 12 * 5, sizes=_sizes_of(config))

    @see_hint(3)
    def it_is_what_the_state_of_the_engine_takes(state_bytes, rng):
        wide = MambaConfig(vocab_size=11, d_model=7, n_layer=2, d_state=3, d_conv=3, expand=3)
        for config in (_TINY, wide):
            for batch in (1, 4):
                want = EngineState.empty(config, batch).nbytes
                expect(state_bytes(config, batch), want, sizes=_sizes_of(config), batch=batch)

    @see_hint(3)
    def the_vocabulary_does_not_count(state_bytes, rng):
        small, large = (MambaConfig(vocab_size=v, d_model=6, n_layer=3) for v in (11, 5000))
        expect(state_bytes(large), state_bytes(small), vocab_size=5000, shown="expected: as with 11 words")

    wrong = {
        "d_model for d_inner": (
            _state_with(inner=False),
            a_number_more_of_memory_a_channel_costs_four_bytes_each,
        ),
        "numbers, not bytes": (_state_with(each=1), a_number_more_of_memory_a_channel_costs_four_bytes_each),
        "two bytes a number": (_state_with(each=2), a_number_more_of_memory_a_channel_costs_four_bytes_each),
        "the convolution alone": (
            _state_with(memory=False),
            a_number_more_of_memory_a_channel_costs_four_bytes_each,
        ),
        "the present input kept, too": (_state_with(past=0), a_convolution_of_a_single_input_remembers_none),
        "the convolution forgotten": (_state_with(past=None), it_is_what_the_state_of_the_engine_takes),
        "one layer": (_state_with(layers=False), it_is_what_the_state_of_the_engine_takes),
        "one text": (_state_with(batched=False), it_is_what_the_state_of_the_engine_takes),
        "a cache of logits on top": (
            lambda config, batch=1: (
                _state_with()(config, batch) + (4 * config.vocab_size if config.vocab_size > 100 else 0)
            ),
            the_vocabulary_does_not_count,
        ),
    }


def _weights(rng, *shape, scale=1.0):
    return (scale * rng.standard_normal(shape)).astype(np.float32)


def _row_of(array, levels=127, axis=1, whole=False, signed=False):
    size = array if signed else np.abs(array)
    return (np.full(len(array), size.max()) if whole else size.max(axis)) / np.float32(levels)


def _int8_with(round_=np.rint, levels=127, axis=1, whole=False, signed=False, zero=True, dtype=np.int8):
    """to_int8 with the mistakes that are switched on."""

    def answer(array):
        scales = _row_of(array, levels, axis, whole, signed).astype(np.float32)
        q = round_(array / (np.where(scales > 0, scales, 1) if zero else scales)[:, None])
        return q.astype(dtype), scales

    return answer


def _from_lowest(array):
    """Whole numbers from the lowest weight upwards, without a place for the lowest weight in the answer."""
    low, high = array.min(1, keepdims=True), array.max(1, keepdims=True)
    scales = np.where(high > low, high - low, 1) / np.float32(255)
    return (np.rint((array - low) / scales) - 128).astype(np.int8), scales[:, 0].astype(np.float32)


@checks(products.to_int8, title="Eight bits a weight", minutes=10, difficulty=2)
class ToInt8:
    hints = (
        "The largest size in a row, np.abs(array).max(1), shall become 127. So the scale is that size / 127.",
        "Every row has a scale of its own, one number a row: a quiet row must not pay for a loud one.",
        "np.rint goes to the nearest whole number. .astype(np.int8) alone cuts the fraction off, and 50.8 becomes 50.",
        "In a row of zeros the scale is 0, and 0 / 0 is not a number. Divide such a row by 1.",
        "q has one byte a number: q.astype(np.int8), after the rounding. The scales stay float32.",
    )

    @see_hint(1)
    def the_largest_weight_of_a_row_becomes_127(to_int8, rng):
        row = np.array([[0.25, -1.0, 0.5]], np.float32)
        q, scales = _two(to_int8(row), array=row)
        expect(np.asarray(scales), np.array([1 / 127]), 1e-6, array=row, shown="the scale")
        expect_true(int(q[0, 1]) == -127, "q = -127 for the weight -1", f"{q[0, 1]}", array=row)

    @see_hint(2)
    def each_row_has_its_own_scale(to_int8, rng):
        array = _weights(rng, 3, 5) * np.array([[1.0], [1000.0], [0.01]], np.float32)
        _, scales = _two(to_int8(array), array=array)
        want = np.array([max(abs(float(w)) for w in row) / 127 for row in array])
        expect(np.asarray(scales), want, 1e-6, rows="3, of sizes about 1, 1000 and 0.01", shown="the scales")

    @see_hint(3)
    def no_weight_is_off_by_more_than_half_a_scale(to_int8, rng):
        toy = np.array([[0.4, -1.0, 0.25, 0.8]], np.float32)
        for array in (toy, _weights(rng, 1, 1), _weights(rng, 2, 7), _weights(rng, 5, 33)):
            q, scales = _two(to_int8(array), array=array)
            wide = np.asarray(scales, np.float64)[:, None]
            worst = (np.abs(np.asarray(q, np.float64) * wide - array) / wide).max()
            expect_true(
                worst < 0.501, "half a scale at most", f"{worst:.3g} scales, q = {q.tolist()[0][:4]}", array=array
            )

    @see_hint(4)
    def a_row_of_zeros_stays_a_row_of_zeros(to_int8, rng):
        array = np.array([[0, 0, 0], [1, -2, 3]], np.float32)
        q, scales = _two(_undivided(to_int8, array), array=array)
        expect(np.asarray(q, np.float64)[0], np.zeros(3), array=array, shown="q of the first row")
        expect_true(np.isfinite(scales).all(), "scales that are finite", f"{scales}", array=array)

    @see_hint(5)
    def a_weight_takes_one_byte(to_int8, rng):
        q, scales = _two(to_int8(_weights(rng, 2, 7)))
        got = f"q of {q.dtype}, scales of {scales.dtype}"
        expect_true((q.dtype, scales.dtype) == (np.int8, np.float32), "q of int8, scales of float32", got)

    wrong = {
        "128 for the largest": (_int8_with(levels=128), the_largest_weight_of_a_row_becomes_127),
        "the largest without its sign": (_int8_with(signed=True), the_largest_weight_of_a_row_becomes_127),
        "from the lowest weight upwards": (_from_lowest, the_largest_weight_of_a_row_becomes_127),
        "the scale upside down": (
            lambda array: (_int8_with()(array)[0], 1 / np.maximum(_row_of(array), np.float32(1e-9))),
            the_largest_weight_of_a_row_becomes_127,
        ),
        "a half added, the fraction cut off": (
            _int8_with(round_=lambda q: np.trunc(q + np.float32(0.5))),
            the_largest_weight_of_a_row_becomes_127,
        ),
        "one scale for the whole matrix": (_int8_with(whole=True), each_row_has_its_own_scale),
        "a scale for each column": (
            lambda array: (_int8_with()(array)[0], _row_of(array, axis=0) if len(array) > 1 else _row_of(array)),
            each_row_has_its_own_scale,
        ),
        "the fraction cut off": (_int8_with(round_=np.trunc), no_weight_is_off_by_more_than_half_a_scale),
        "always rounded down": (_int8_with(round_=np.floor), no_weight_is_off_by_more_than_half_a_scale),
        "zero divided by zero": (_int8_with(zero=False), a_row_of_zeros_stays_a_row_of_zeros),
        "whole numbers of four bytes": (_int8_with(dtype=np.float32), a_weight_takes_one_byte),
    }


def _undivided(answer, array):
    """The answer, which must not divide by zero on its way."""
    found = []
    with np.errstate(invalid="call", divide="call", call=lambda kind, flag: found.append(kind)):
        result = answer(array)
    expect_true(not found, "no division by zero", "0 / 0", array=array)
    return result


def _two(result, **inputs):
    """The two arrays of an answer."""
    told = "two arrays, q and scales"
    pair = isinstance(result, tuple | list) and len(result) == 2
    whole = pair and all(isinstance(part, np.ndarray) and part.dtype.kind in "iuf" for part in result)
    expect_true(whole, told, "something else", **inputs)
    return result


def _int4_with(
    groups=True, round_=np.rint, zero=8, fill="constant", levels=7.0, whole=False, guard=True, kind=np.float16
):
    """to_int4 with the mistakes that are switched on: the plain recipe, the largest weight of a group becomes 7."""

    def answer(array):
        rows, columns = array.shape
        size = GROUP if groups else columns
        parts = np.pad(array, [(0, 0), (0, -columns % size)], fill).reshape(rows, -1, size)
        largest = np.abs(parts).max(2, keepdims=True)
        largest = np.broadcast_to(largest.max(1, keepdims=True), largest.shape) if whole else largest
        scales = (largest / np.float32(levels)).astype(kind)
        q = round_(parts / (np.where(scales > 0, scales, 1) if guard else scales).astype(np.float32)) + zero
        return np.clip(q, -8, 15).astype(np.uint8), scales[..., 0]

    return answer


def _numbers(q, scales, columns):
    """What q and scales stand for, (rows, columns), one number after the other."""
    rows = []
    for row_q, row_scales in zip(q, scales, strict=True):
        numbers = [float(s) * (int(v) - 8) for group, s in zip(row_q, row_scales, strict=True) for v in group]
        rows.append(numbers[:columns])
    return np.array(rows)


@checks(products.to_int4, title="Four bits a weight", minutes=15, difficulty=3)
class ToInt4:
    hints = (
        "Fill each row up with zeros to whole groups, np.pad(array, [(0, 0), (0, -columns % GROUP)]), and reshape it "
        "to (rows, groups, GROUP).",
        "q has no sign: it goes from 0 to 15, and 8 stands for zero. Add 8 after the rounding, then .astype(np.uint8).",
        "A plain recipe: the largest size in a group becomes 7. So its scale is that size / 7, for each group alone.",
        "np.rint goes to the nearest whole number. The largest size must become 7, and not 15: eight numbers lie below "
        "zero, seven above.",
        "In a group of zeros the scale is 0, and 0 / 0 is not a number. Divide such a group by 1.",
        "The scales are kept in two bytes each: .astype(np.float16).",
    )

    @see_hint(1)
    def forty_columns_make_two_groups_of_thirty_two(to_int4, rng):
        for columns, groups in ((32, 1), (40, 2), (1, 1)):
            q, scales = _two(to_int4(_weights(rng, 3, columns)))
            got = f"q {q.shape}, scales {scales.shape}"
            want = f"q {(3, groups, GROUP)}, scales {(3, groups)}"
            expect_true(got == want, want, got, array=f"of shape (3, {columns})")

    @see_hint(2)
    def q_is_a_byte_from_0_to_15(to_int4, rng):
        q, _ = _two(to_int4(_weights(rng, 2, 70)))
        low, high = int(q.min()), int(q.max())
        inside = q.dtype == np.uint8 and low >= 0 and high <= 15
        expect_true(inside, "q of uint8, 0 to 15", f"q of {q.dtype}, {low} to {high}", array="of shape (2, 70)")

    @see_hint(6)
    def a_scale_takes_two_bytes(to_int4, rng):
        _, scales = _two(to_int4(_weights(rng, 2, 70)))
        expect_true(scales.dtype == np.float16, "scales of float16", f"scales of {scales.dtype}")

    @see_hint(3)
    def a_loud_weight_spoils_its_own_group_alone(to_int4, rng):
        array = _weights(rng, 2, 3 * GROUP)
        array[:, 5] = 100.0
        q, scales = _two(to_int4(array))
        off = np.abs(_numbers(q, scales, array.shape[1]) - array)[:, GROUP:]
        worst, largest = off.max(), np.abs(array[:, GROUP:]).max()
        told = f"at most {0.25 * largest:.2g} beside the weight, in the groups without it"
        expect_true(worst <= 0.25 * largest, told, f"{worst:.2g}", array="of shape (2, 96), column 5 is 100")

    @see_hint(4)
    def it_rounds_at_least_as_well_as_the_plain_recipe(to_int4, rng):
        for columns in (32, 70):
            array = _weights(rng, 4, columns)
            q, scales = _two(to_int4(array))
            plain = _numbers(*_int4_with()(array), columns)
            got, want = (np.square(numbers - array).mean() for numbers in (_numbers(q, scales, columns), plain))
            told = f"a mean squared error of at most {want:.3g}"
            expect_true(got <= 1.001 * want, told, f"{got:.3g}", array=f"of shape (4, {columns})")

    @see_hint(5)
    def zero_stays_zero_and_what_fills_up_a_group_is_zero(to_int4, rng):
        array = np.concatenate([np.zeros((2, GROUP)), _weights(rng, 2, 5)], 1).astype(np.float32)
        q, scales = _two(_undivided(to_int4, array))
        got = q[:, 0].tolist()[0][:8] + q[:, 1, 5:].tolist()[0][:8]
        zeros = (q[:, 0] == 8).all() and (q[:, 1, 5:] == 8).all()
        expect_true(zeros, "q = 8 wherever the weight is 0", f"{got}", array="32 zeros, then 5 weights")
        expect_true(np.isfinite(scales).all(), "scales that are finite", f"{scales.tolist()}")

    wrong = {
        "no groups": (_int4_with(groups=False), forty_columns_make_two_groups_of_thirty_two),
        "the columns that are left over cut off": (
            lambda array: _int4_with()(array[:, : max(array.shape[1] // GROUP * GROUP, 1)]),
            forty_columns_make_two_groups_of_thirty_two,
        ),
        "the eight forgotten": (_int4_with(zero=0), q_is_a_byte_from_0_to_15),
        "scales of four bytes": (_int4_with(kind=np.float32), a_scale_takes_two_bytes),
        "one scale for the row": (_int4_with(whole=True), a_loud_weight_spoils_its_own_group_alone),
        "seven for the zero": (_int4_with(zero=7), it_rounds_at_least_as_well_as_the_plain_recipe),
        "the fraction cut off": (_int4_with(round_=np.trunc), it_rounds_at_least_as_well_as_the_plain_recipe),
        "15 for the largest": (_int4_with(levels=15.0), q_is_a_byte_from_0_to_15),
        "room for the sign left unused": (_int4_with(levels=3.0), it_rounds_at_least_as_well_as_the_plain_recipe),
        "filled up with the last weight": (
            _int4_with(fill="edge"),
            zero_stays_zero_and_what_fills_up_a_group_is_zero,
        ),
        "zero divided by zero": (_int4_with(guard=False), zero_stays_zero_and_what_fills_up_a_group_is_zero),
    }


class _Steps:
    """A clock, and steps that take their time; the last of them says that nothing is left to do."""

    def __init__(self, *milliseconds, many=60):
        self.now, self.calls = 10.0, 0
        self._costs, self._many = milliseconds, many

    def clock(self):
        return self.now

    def step(self):
        self.now += self._costs[min(self.calls, len(self._costs) - 1)] / 1000
        self.calls += 1
        return self.calls < self._many


def _run_with(fits="longest", first=True, ends=True, unit=1000, own_clock=False, checked=True, counted=True):
    """run_for with the mistakes that are switched on."""

    def answer(budget_ms, step, clock=time.perf_counter):
        if checked and not budget_ms > 0:
            raise ValueError(f"budget_ms must be a number above 0, got {budget_ms}")
        clock = time.perf_counter if own_clock else clock
        start = now = clock()
        end, costs, more = start + budget_ms / unit, [], True
        if not first and start + 0.001 > end:
            return 0
        while more and len(costs) < 100:
            begin, more = now, step()
            more = more or not ends
            now = clock()
            costs.append(now - begin)
            room = {"longest": max(costs), "last": costs[-1], "mean": sum(costs) / len(costs), "none": 0.0}[fits]
            if now + room > end:
                break
        return len(costs) if counted else None

    return answer


@checks(budget.run_for, title="A slice of each frame", minutes=12, difficulty=2)
class RunFor:
    hints = (
        "The end is the time at the start, clock(), plus budget_ms / 1000: the clock gives seconds.",
        "After each call look at the clock. Go on only if another call would end in time, and not if there is any time "
        "left: now + longest <= end.",
        "What will the next call take? Take the worst so far: longest = max(longest, what this one took).",
        "Begin with a call, whatever the budget. Otherwise a small budget never comes to an end.",
        "step() returns False when nothing is left to do. Then stop, and return how often it was called.",
        "if not budget_ms > 0: raise ValueError(...) with the word budget_ms and what it was.",
    )

    @see_hint(2)
    def control_comes_back_before_the_time_is_up(run_for, rng):
        steps = _Steps(2.0)
        run_for(5.0, steps.step, steps.clock)
        expect(round(1000 * (steps.now - 10.0), 6), 4.0, budget_ms=5.0, each_step="2 ms", shown="ms taken")

    @see_hint(1)
    def as_many_steps_are_made_as_fit(run_for, rng):
        steps = _Steps(1.0)
        run_for(4.5, steps.step, steps.clock)
        expect(steps.calls, 4, budget_ms=4.5, each_step="1 ms", shown="steps made")

    @see_hint(3)
    def the_slowest_step_so_far_must_still_fit(run_for, rng):
        for costs, budget_ms, made in (((3.0, 0.5), 6.2, 2), ((0.5, 3.0, 0.5), 7.2, 4)):
            steps = _Steps(*costs)
            run_for(budget_ms, steps.step, steps.clock)
            expect(steps.calls, made, budget_ms=budget_ms, steps_take=[*costs, "..."], shown="steps made")

    @see_hint(4)
    def one_step_is_made_however_small_the_budget(run_for, rng):
        steps = _Steps(2.0)
        run_for(0.01, steps.step, steps.clock)
        expect(steps.calls, 1, budget_ms=0.01, each_step="2 ms", shown="steps made")

    @see_hint(5)
    def it_ends_when_nothing_is_left_to_do(run_for, rng):
        for many in (1, 3):
            steps = _Steps(1.0, many=many)
            run_for(9.5, steps.step, steps.clock)
            expect(steps.calls, many, budget_ms=9.5, returns_False=f"at call {many}", shown="steps made")

    @see_hint(5)
    def it_says_how_many_steps_there_were(run_for, rng):
        steps = _Steps(1.0)
        got = run_for(4.5, steps.step, steps.clock)
        expect(got, steps.calls, budget_ms=4.5, each_step="1 ms", shown="what is returned")

    @see_hint(6)
    def a_budget_not_above_zero_is_refused(run_for, rng):
        for wanted in (0, -4, float("nan")):
            steps = _Steps(1.0)
            with expect_error(ValueError, "budget_ms", budget_ms=wanted):
                run_for(wanted, steps.step, steps.clock)
            expect_true(steps.calls == 0, "no step", f"{steps.calls}", budget_ms=wanted)

    wrong = {
        "milliseconds taken for seconds": (_run_with(unit=1), control_comes_back_before_the_time_is_up),
        "a clock of its own": (_run_with(own_clock=True), control_comes_back_before_the_time_is_up),
        "one step a frame": (
            lambda budget_ms, step, clock=time.perf_counter: _run_with()(min(budget_ms, 1e-9), step, clock),
            control_comes_back_before_the_time_is_up,
        ),
        "some of the time kept back": (
            lambda budget_ms, step, clock=time.perf_counter: _run_with()(budget_ms - 0.6, step, clock),
            as_many_steps_are_made_as_fit,
        ),
        "on while there is time left": (_run_with(fits="none"), control_comes_back_before_the_time_is_up),
        "the last step for the slowest": (_run_with(fits="last"), the_slowest_step_so_far_must_still_fit),
        "the mean for the slowest": (_run_with(fits="mean"), the_slowest_step_so_far_must_still_fit),
        "none where it looks too late": (_run_with(first=False), one_step_is_made_however_small_the_budget),
        "on when all is done": (_run_with(ends=False), it_ends_when_nothing_is_left_to_do),
        "nothing returned": (_run_with(counted=False), it_says_how_many_steps_there_were),
        "any budget taken": (_run_with(checked=False), a_budget_not_above_zero_is_refused),
    }
