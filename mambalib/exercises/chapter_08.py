"""The exercises of chapter 8: what Mamba and attention cost, counted and measured."""

import statistics
import time

import numpy as np

from mambalib.attention import TransformerConfig
from mambalib.bench import counts, timing
from mambalib.exercises.machine import checks, expect, expect_error, expect_true, see_hint

_TINY = TransformerConfig(vocab_size=11, d_model=12, n_layer=5, n_head=3, d_ff=7)


def _sizes_of(config):
    return f"n_layer {config.n_layer}, n_head {config.n_head}, d_head {config.d_head}"


def _cache_with(values=2, layers=True, heads=True, wide=True, batched=True, each=True, new=0):
    """cache_bytes with the mistakes that are switched on."""

    def answer(config, length, batch=1, bytes_each=4):
        one = values * (config.n_head if heads else 1) * (config.d_head if wide else 1)
        layered = one * (config.n_layer if layers else 1) * (length + new)
        return layered * (batch if batched else 1) * (bytes_each if each else 4)

    return answer


@checks(counts.cache_bytes, title="What the cache weighs", minutes=8, difficulty=1)
class CacheBytes:
    hints = (
        "Every token leaves two vectors in each layer, a key and a value: do not forget the second one.",
        "A key is a vector for each head, of config.d_head numbers: all heads together have d_model.",
        "Every layer has keys and values of its own, and so does every token and every text of the batch.",
        "A number has bytes_each bytes, which are 4 for float32, but 2 for bfloat16.",
    )

    @see_hint(1)
    def one_token_of_one_head_and_layer_leaves_a_key_and_a_value(cache_bytes, rng):
        config = TransformerConfig(vocab_size=11, d_model=6, n_layer=1, n_head=1)
        expect(cache_bytes(config, 1), 2 * 6 * 4, n_layer=1, n_head=1, d_head=6, length=1)

    @see_hint(2)
    def three_heads_of_four_numbers_leave_as_much_as_one_of_twelve(cache_bytes, rng):
        config = TransformerConfig(vocab_size=11, d_model=12, n_layer=1, n_head=3)
        expect(cache_bytes(config, 1), 2 * 12 * 4, n_layer=1, n_head=3, d_head=4, length=1)

    @see_hint(3)
    def it_is_what_keys_and_values_of_all_layers_take(cache_bytes, rng):
        for length, batch in ((1, 1), (7, 2), (101, 3)):
            room = np.zeros((_TINY.n_layer, 2, batch, _TINY.n_head, length, _TINY.d_head), np.float32)
            got = cache_bytes(_TINY, length, batch)
            expect(got, room.nbytes, sizes=_sizes_of(_TINY), length=length, batch=batch)

    @see_hint(4)
    def half_the_bytes_a_number_are_half_the_bytes(cache_bytes, rng):
        room = np.zeros((_TINY.n_layer, 2, _TINY.n_head, 7, _TINY.d_head), np.float16)
        expect(cache_bytes(_TINY, 7, bytes_each=2), room.nbytes, sizes=_sizes_of(_TINY), length=7, bytes_each=2)

    wrong = {
        "keys without values": (_cache_with(values=1), one_token_of_one_head_and_layer_leaves_a_key_and_a_value),
        "the token to come counted": (_cache_with(new=1), one_token_of_one_head_and_layer_leaves_a_key_and_a_value),
        "numbers, not bytes": (
            lambda config, length, batch=1, bytes_each=4: _cache_with()(config, length, batch, 1),
            one_token_of_one_head_and_layer_leaves_a_key_and_a_value,
        ),
        "one head": (_cache_with(heads=False), three_heads_of_four_numbers_leave_as_much_as_one_of_twelve),
        "d_model for each head": (
            lambda config, length, batch=1, bytes_each=4: (
                _cache_with()(config, length, batch, bytes_each) * config.n_head
            ),
            three_heads_of_four_numbers_leave_as_much_as_one_of_twelve,
        ),
        "one layer": (_cache_with(layers=False), it_is_what_keys_and_values_of_all_layers_take),
        "one text": (_cache_with(batched=False), it_is_what_keys_and_values_of_all_layers_take),
        "always four bytes": (_cache_with(each=False), half_the_bytes_a_number_are_half_the_bytes),
    }


def _count_by_hand(config, new, before):
    """Every product and sum of every token, one matrix and one look after the other."""
    d, operations = config.d_model, 0
    for token in range(new):
        for _ in range(config.n_layer):
            for rows, columns in [(d, d)] * 4 + [(config.d_ff, d)] * 2 + [(d, config.d_ff)]:
                operations += rows * (columns + columns)
            for _ in range(before + token + 1):
                for _ in range(config.n_head):
                    operations += 2 * config.d_head  # the query times a key
                    operations += 2 * config.d_head  # a value times its weight, added to the others
        operations += config.vocab_size * 2 * d
    return operations


def _count_with(
    per=2, mlp=3, attention=4, looks="causal", head=True, table=False, per_look=4, layers=True, heads=False
):
    """transformer_operations with the mistakes that are switched on."""

    def answer(config, new, before=0):
        d = config.d_model
        seen = {
            "causal": new * before + new * (new + 1) // 2,
            "all": new * (before + new),
            "not itself": new * before + new * (new - 1) // 2,
            "no cache": new * (new + 1) // 2,
            "the last one's": before + new,
        }[looks]
        weights = attention * d * d + mlp * d * config.d_ff
        ends = per * config.vocab_size * d * (head + table)
        number = config.n_layer if layers else 1
        each = per_look * d * (config.n_head if heads else 1)
        return new * (number * per * weights + ends) + number * seen * each

    return answer


@checks(counts.transformer_operations, title="How much there is to compute", minutes=15, difficulty=2)
class TransformerOperations:
    hints = (
        "A product of a matrix with a vector takes a multiplication and an addition for each of the matrix's numbers.",
        "A layer has four matrices of d_model x d_model (for queries, keys, values and the output) and three of "
        "d_model x d_ff. Every layer has its own.",
        "At the end, and once, not in every layer, the table of embeddings is multiplied with the vector: vocab_size x "
        "d_model. At the beginning a row of it is looked up, which computes nothing.",
        "For each look, all heads together multiply d_model numbers of the query with those of the key, and add up; "
        "and the same again for the value and its weight: 4 d_model operations in all.",
        "The first new token looks at the `before` tokens and at itself, the next one at one more, and so on: "
        "new * before + (1 + 2 + ... + new) looks.",
    )

    @see_hint(3)
    def without_width_in_the_layers_the_head_is_left(transformer_operations, rng):
        small, large = (TransformerConfig(vocab_size=v, d_model=12, n_layer=5, n_head=3, d_ff=7) for v in (11, 12))
        got = transformer_operations(large, 1) - transformer_operations(small, 1)
        expect(got, 2 * 12, d_model=12, shown="what one more word in the vocabulary costs")

    @see_hint(2)
    def a_wider_mlp_costs_three_more_rows_a_layer(transformer_operations, rng):
        small, large = (TransformerConfig(vocab_size=11, d_model=12, n_layer=5, n_head=3, d_ff=f) for f in (7, 8))
        got = transformer_operations(large, 1) - transformer_operations(small, 1)
        expect(got, 5 * 3 * 2 * 12, d_model=12, n_layer=5, shown="what one more number in d_ff costs")

    @see_hint(4)
    def a_token_more_in_the_cache_costs_a_look_in_each_layer(transformer_operations, rng):
        got = transformer_operations(_TINY, 1, 101) - transformer_operations(_TINY, 1, 100)
        expect(got, 5 * 4 * 12, d_model=12, n_layer=5, shown="what one more token in the cache costs")

    @see_hint(5)
    def to_read_in_two_pieces_costs_as_much_as_at_once(transformer_operations, rng):
        for first, second in ((1, 1), (4, 3), (60, 41)):
            pieces = transformer_operations(_TINY, first) + transformer_operations(_TINY, second, first)
            got = transformer_operations(_TINY, first + second)
            expect(got, pieces, new=first + second, before=0, shown=f"expected: {first}, then {second}")

    @see_hint(2)
    def a_count_token_by_token_agrees(transformer_operations, rng):
        for new, before in ((1, 0), (1, 6), (7, 0), (5, 3)):
            want = _count_by_hand(_TINY, new, before)
            expect(transformer_operations(_TINY, new, before), want, new=new, before=before)

    wrong = {
        "multiplications alone": (_count_with(per=1, per_look=2), without_width_in_the_layers_the_head_is_left),
        "no head": (_count_with(head=False), without_width_in_the_layers_the_head_is_left),
        "the embeddings multiplied, too": (_count_with(table=True), without_width_in_the_layers_the_head_is_left),
        "two matrices in the MLP": (_count_with(mlp=2), a_wider_mlp_costs_three_more_rows_a_layer),
        "one layer": (_count_with(layers=False), a_wider_mlp_costs_three_more_rows_a_layer),
        "the values forgotten": (_count_with(per_look=2), a_token_more_in_the_cache_costs_a_look_in_each_layer),
        "d_model for each head": (_count_with(heads=True), a_token_more_in_the_cache_costs_a_look_in_each_layer),
        "the cache ignored": (_count_with(looks="no cache"), a_token_more_in_the_cache_costs_a_look_in_each_layer),
        "looks into the future": (_count_with(looks="all"), to_read_in_two_pieces_costs_as_much_as_at_once),
        "the looks of the last token alone": (
            _count_with(looks="the last one's"),
            to_read_in_two_pieces_costs_as_much_as_at_once,
        ),
        "no look at itself": (_count_with(looks="not itself"), a_count_token_by_token_agrees),
        "three projections in attention": (_count_with(attention=3), a_count_token_by_token_agrees),
    }


class _Device:
    """A clock, and a device that takes its time: what it is given is done when somebody waits for it."""

    def __init__(self, costs, on_device=False):
        self.now, self.queued, self.calls, self.waits = 0.0, 0.0, 0, 0
        self._costs, self._on_device = list(costs), on_device

    def clock(self):
        return self.now

    def work(self):
        cost = self._costs[min(self.calls, len(self._costs) - 1)]
        self.calls += 1
        if self._on_device:
            self.queued += cost
            self.now += 0.25  # to give the work away takes a little, too
        else:
            self.now += cost

    def wait(self):
        self.waits += 1
        self.now, self.queued = self.now + self.queued, 0.0


def _timing_with(
    warm=True, before=True, after=True, middle=statistics.median, own_clock=False, at_once=False, checked=True
):
    """median_seconds with the mistakes that are switched on."""

    def answer(work, rounds=5, wait=None, clock=time.perf_counter):
        if rounds < 1 and checked:
            raise ValueError(f"rounds must be at least 1, got {rounds}")
        wait = wait or (lambda: None)
        clock = time.perf_counter if own_clock else clock
        if warm:
            work()
        seconds = []
        if at_once:
            wait()
            start = clock()
            for _ in range(rounds):
                work()
            wait()
            return (clock() - start) / rounds
        for _ in range(rounds):
            if before:
                wait()
            start = clock()
            work()
            if after:
                wait()
            seconds.append(clock() - start)
        return middle(seconds) if seconds else 0.0

    return answer


def _always_waits(work, rounds=5, wait=None, clock=time.perf_counter):
    return timing.median_seconds(work, rounds, lambda: wait(), clock)


@checks(timing.median_seconds, title="A clock that can be trusted", minutes=12, difficulty=2)
class MedianSeconds:
    hints = (
        "Read clock() before a call of work and after it. The difference is what this round took.",
        "Call work once before anything is timed: the first call compiles, allocates, and fills caches.",
        "Keep the seconds of every round and give back their median, statistics.median: one round in which the machine "
        "did something else must not move it.",
        "A GPU is given its work and the call returns at once. Call wait(), if there is one, before the clock is read "
        "for the second time.",
        "Call wait() before the clock is read for the first time, too: what the device was given earlier, the warm-up "
        "for one, would fall into the round.",
        "if rounds < 1: raise ValueError(...) with the word rounds and what it was.",
    )

    @see_hint(1)
    def a_call_of_three_seconds_takes_three_seconds(median_seconds, rng):
        device = _Device([3.0])
        expect(median_seconds(device.work, 1, clock=device.clock), 3.0, rounds=1, each_call="3 s")

    @see_hint(2)
    def the_first_call_does_not_count(median_seconds, rng):
        device = _Device([100.0, 3.0])
        expect(median_seconds(device.work, 1, None, device.clock), 3.0, rounds=1, calls_take=[100.0, 3.0])

    @see_hint(2)
    def work_is_called_once_more_than_there_are_rounds(median_seconds, rng):
        device = _Device([3.0])
        median_seconds(device.work, 4, None, device.clock)
        expect(device.calls, 5, rounds=4, shown="calls of work")

    @see_hint(3)
    def one_slow_call_moves_nothing(median_seconds, rng):
        for costs in ([9.0, 2.0, 1.0, 50.0, 3.0, 4.0], [9.0, 4.0, 1.0, 60.0, 2.0]):
            device = _Device(costs)
            rounds = len(costs) - 1
            want = float(np.median(costs[1:]))
            expect(median_seconds(device.work, rounds, None, device.clock), want, rounds=rounds, calls_take=costs)

    @see_hint(4)
    def work_that_a_device_still_does_is_waited_for(median_seconds, rng):
        device = _Device([0.0, 3.0], on_device=True)
        got = median_seconds(device.work, 1, device.wait, device.clock)
        expect(got, 3.25, rounds=1, a_call_returns_after="0.25 s", the_device_takes="3 s more")

    @see_hint(5)
    def what_the_device_was_given_before_does_not_count(median_seconds, rng):
        device = _Device([100.0, 3.0], on_device=True)
        got = median_seconds(device.work, 1, device.wait, device.clock)
        expect(got, 3.25, rounds=1, the_first_call="leaves 100 s of work on the device", the_next="3 s")

    @see_hint(6)
    def no_rounds_are_refused(median_seconds, rng):
        for rounds in (0, -1):
            device = _Device([3.0])
            with expect_error(ValueError, "rounds", rounds=rounds):
                median_seconds(device.work, rounds, None, device.clock)
            expect_true(device.calls == 0, "no call of work", f"{device.calls}", rounds=rounds)

    wrong = {
        "a clock of its own": (_timing_with(own_clock=True), a_call_of_three_seconds_takes_three_seconds),
        "no warm-up": (_timing_with(warm=False), the_first_call_does_not_count),
        "the first round left out of as many": (
            lambda work, rounds=5, wait=None, clock=time.perf_counter: _timing_with()(
                work, max(rounds - 1, 1), wait, clock
            ),
            work_is_called_once_more_than_there_are_rounds,
        ),
        "the mean": (_timing_with(middle=statistics.mean), one_slow_call_moves_nothing),
        "the best": (_timing_with(middle=min), one_slow_call_moves_nothing),
        "all rounds in one, divided": (_timing_with(at_once=True), one_slow_call_moves_nothing),
        "the lower of two in the middle": (_timing_with(middle=statistics.median_low), one_slow_call_moves_nothing),
        "the device not waited for": (
            _timing_with(before=False, after=False),
            work_that_a_device_still_does_is_waited_for,
        ),
        "waited for outside of the time": (
            _timing_with(after=False),
            work_that_a_device_still_does_is_waited_for,
        ),
        "not waited for before": (_timing_with(before=False), what_the_device_was_given_before_does_not_count),
        "no rounds taken": (_timing_with(checked=False), no_rounds_are_refused),
        "waits where there is nothing to wait for": (_always_waits, a_call_of_three_seconds_takes_three_seconds),
    }


def _cross_with(logarithmic=True, last=True, between=True, none=True, swapped=False, start=True):
    """crossing with the mistakes that are switched on."""

    def answer(lengths, first, second):
        first, second = (second, first) if swapped else (first, second)
        f, g, x = (np.asarray(v, float) for v in (first, second, lengths))
        if logarithmic:
            f, g, x = np.log(f), np.log(g), np.log(x)
        gaps = f - g
        if none and gaps[-1] >= 0:
            return None
        above = np.flatnonzero(gaps >= 0)
        if not len(above):
            return float(lengths[0]) if start else None
        turns = [i for i in above if i + 1 < len(gaps) and gaps[i + 1] < 0]
        if not turns:
            return float(lengths[-1])
        left = turns[-1] if last else turns[0]
        if not between:
            return float(lengths[left + 1])
        at = x[left] + (x[left + 1] - x[left]) * gaps[left] / (gaps[left] - gaps[left + 1])
        return float(np.exp(at) if logarithmic else at)

    return answer


def _bisected(lengths, first, second):
    """The crossing of two costs by halving the interval, on logarithmic axes."""
    low, high = np.log(lengths[0]), np.log(lengths[-1])

    def gap(at):
        return np.interp(at, np.log(lengths), np.log(first)) - np.interp(at, np.log(lengths), np.log(second))

    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) >= 0 else (low, middle)
    return float(np.exp(low))


@checks(counts.crossing, title="Where the lines cross", minutes=12, difficulty=2)
class Crossing:
    hints = (
        "Two lines cross where they are equal. On logarithmic axes these are the lines of log(length) and log(cost): "
        "take logarithms, cross straight lines, and come back with exp.",
        "With gap = log(first / second), a line from gap a >= 0 to gap b < 0 is zero at the share a / (a - b) of the "
        "way. The way is from log(lengths[i]) to log(lengths[i + 1]).",
        "`first` shall stay below from there on. If they cross more than once, it is the last crossing that counts.",
        "If first is not below second at the last length, nothing is known of a crossing: give back None.",
        "If first is below second at every length, it is so from the first length on.",
    )

    @see_hint(2)
    def a_flat_and_a_rising_line_cross_where_they_are_equal(crossing, rng):
        got = crossing([1.0, 100.0], [8.0, 8.0], [2.0, 200.0])  # second is 2 * length
        expect(got, 4.0, lengths=[1.0, 100.0], first=[8.0, 8.0], second=[2.0, 200.0])

    @see_hint(1)
    def powers_of_the_length_cross_where_the_formulas_do(crossing, rng):
        lengths = [3.0, 17.0, 200.0, 5000.0]
        for at in 5.0, 120.0, 1999.0:
            linear, quadratic = [7.0 * at * n for n in lengths], [7.0 * n * n for n in lengths]
            expect(crossing(lengths, linear, quadratic), at, lengths=lengths, first=linear, second=quadratic)

    @see_hint(3)
    def the_last_crossing_is_the_one_that_stays(crossing, rng):
        lengths, first, second = [1.0, 2.0, 4.0, 8.0], [3.0, 3.0, 3.0, 3.0], [2.0, 4.0, 2.0, 9.0]
        want = _bisected(lengths[2:], first[2:], second[2:])
        expect(crossing(lengths, first, second), want, lengths=lengths, first=first, second=second)

    @see_hint(4)
    def what_is_not_below_in_the_end_has_no_crossing(crossing, rng):
        for second in ([2.0, 4.0, 6.0], [9.0, 7.0, 7.0], [9.0, 9.0, 1.0]):
            got = crossing([1.0, 2.0, 4.0], [7.0, 7.0, 7.0], second)
            told = {"lengths": [1.0, 2.0, 4.0], "first": [7.0, 7.0, 7.0], "second": second}
            expect_true(got is None, "None", str(got)[:80], **told)

    @see_hint(5)
    def what_is_always_below_is_so_from_the_first_length_on(crossing, rng):
        lengths, first, second = [3.0, 5.0, 11.0], [1.0, 1.0, 2.0], [2.0, 4.0, 6.0]
        expect(crossing(lengths, first, second), 3.0, lengths=lengths, first=first, second=second)

    @see_hint(2)
    def random_costs_cross_where_bisection_says(crossing, rng):
        lengths = np.cumsum(rng.uniform(1, 50, 2)).tolist()
        first, second = rng.uniform(3, 4, 2).tolist(), [rng.uniform(1, 2), rng.uniform(5, 9)]
        want = _bisected(lengths, first, second)
        expect(crossing(lengths, first, second), want, lengths=lengths, first=first, second=second)

    wrong = {
        "the next length that was measured": (
            _cross_with(between=False),
            a_flat_and_a_rising_line_cross_where_they_are_equal,
        ),
        "the wrong one below": (_cross_with(swapped=True), a_flat_and_a_rising_line_cross_where_they_are_equal),
        "straight lines on straight axes": (
            _cross_with(logarithmic=False),
            powers_of_the_length_cross_where_the_formulas_do,
        ),
        "the first crossing": (_cross_with(last=False), the_last_crossing_is_the_one_that_stays),
        "always an answer": (_cross_with(none=False), what_is_not_below_in_the_end_has_no_crossing),
        "no answer where there is no crossing": (
            _cross_with(start=False),
            what_is_always_below_is_so_from_the_first_length_on,
        ),
    }
