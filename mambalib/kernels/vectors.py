"""Whole numbers in vector registers: what the inner loops of products are made of (chapter 9).

Loops over float32 become vector instructions by themselves. For whole numbers of 16 bits processors have an instruction
that multiplies pairs and adds the two products, but the compiler does not reliably make loops of it. So it is asked for
here, in LLVM's vectors, of which it makes the best that each processor can do.

Values, which live in registers and never in arrays:
    shorts   SHORTS numbers of 16 bits
    sums     SUMS numbers of 32 bits, each a sum of products of neighbours; they wrap around, as whole numbers do
    floats   SUMS float32
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing import Signature
from numba.extending import intrinsic, models, register_model
from numba.np.arrayobj import make_array

SHORTS, SUMS = 16, 8
_I16, _I32 = ir.IntType(16), ir.IntType(32)


class Vector(types.Type):
    """The type of such a value in Numba."""

    def __init__(self, element: ir.Type, count: int) -> None:
        super().__init__(f"{count} x {element}")
        self.vector = ir.VectorType(element, count)


@register_model(Vector)
class _VectorModel(models.PrimitiveModel):
    def __init__(self, manager: Any, vector: Vector) -> None:
        super().__init__(manager, vector, vector.vector)


_SHORTS, _SUMS, _FLOATS = Vector(_I16, SHORTS), Vector(_I32, SUMS), Vector(ir.FloatType(), SUMS)


def _load(context: Any, builder: ir.IRBuilder, array: types.Array, value: ir.Value, at: ir.Value, kind: ir.Type) -> Any:
    """A vector of the memory of an array, from element `at` on, all axes counted as one."""
    place = builder.gep(make_array(array)(context, builder, value).data, [at])
    return builder.load(builder.bitcast(place, kind.as_pointer()), align=1)


def _all(builder: ir.IRBuilder, value: ir.Value, count: int) -> ir.Value:
    """A vector of equal numbers."""
    vector = ir.VectorType(value.type, count)
    first = builder.insert_element(ir.Constant(vector, ir.Undefined), value, _I32(0))
    return builder.shuffle_vector(first, first, ir.Constant(ir.VectorType(_I32, count), [0] * count))


@intrinsic
def load_pair(context: Any, array: types.Array, at: types.Integer) -> tuple[Signature, Any]:
    """Two neighbours of an array of int16, again and again."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        pair = _load(context, builder, array, args[0], args[1], _I32)
        return builder.bitcast(_all(builder, pair, SUMS), _SHORTS.vector)

    return _SHORTS(array, at), generate


@intrinsic
def load_bits(context: Any, array: types.Array, at: types.Integer) -> tuple[Signature, Any]:
    """The bits that lie in an array of whole numbers from an element on, as shorts."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        return _load(context, builder, array, args[0], args[1], _SHORTS.vector)

    return _SHORTS(array, at), generate


@intrinsic
def fetch_ahead(context: Any, array: types.Array, at: types.Integer) -> tuple[Signature, Any]:
    """Let the memory bring what will be needed soon: by itself it never looks beyond a page of 4,096 bytes.

    Beyond the end of the array, too, it does no harm.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        byte = ir.IntType(8).as_pointer()
        place = builder.bitcast(builder.gep(make_array(array)(context, builder, args[0]).data, [args[1]]), byte)
        kind = ir.FunctionType(ir.VoidType(), [byte, _I32, _I32, _I32])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(prefetch, [place, _I32(0), _I32(3), _I32(1)])  # to read, to keep in every cache, data
        return context.get_dummy_value()

    return types.void(array, at), generate


@intrinsic
def part(context: Any, shorts: Vector, bits: types.Integer, number: types.Integer) -> tuple[Signature, Any]:
    """A part of each short, of so many bits, with a number that counts from the lowest bits on: 0, 1, ..."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        by, one = builder.mul(args[1], args[2]), args[1].type(1)
        mask = builder.sub(builder.shl(one, args[1]), one)
        by, mask = (_all(builder, builder.trunc(number, _I16), SHORTS) for number in (by, mask))
        return builder.and_(builder.lshr(args[0], by), mask)

    return _SHORTS(shorts, types.int64, types.int64), generate


@intrinsic
def equal_sums(context: Any, value: types.Integer) -> tuple[Signature, Any]:
    """Sums that all begin with a value."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        return _all(builder, args[0], SUMS)

    return _SUMS(types.int32), generate


@intrinsic
def add_products(context: Any, sums: Vector, a: Vector, b: Vector) -> tuple[Signature, Any]:
    """sums[i] + a[2 i] b[2 i] + a[2 i + 1] b[2 i + 1]."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        wide = ir.VectorType(_I32, SHORTS)
        products = builder.mul(builder.sext(args[1], wide), builder.sext(args[2], wide))
        masks = [ir.Constant(_SUMS.vector, [*range(start, SHORTS, 2)]) for start in (0, 1)]
        even, odd = (builder.shuffle_vector(products, products, mask) for mask in masks)
        return builder.add(args[0], builder.add(even, odd))

    return _SUMS(sums, a, b), generate


@intrinsic
def add_sums(context: Any, sums: Vector, others: Vector) -> tuple[Signature, Any]:
    """sums + others."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        return builder.add(*args)

    return _SUMS(sums, others), generate


@intrinsic
def no_floats(context: Any) -> tuple[Signature, Any]:
    """Zeros."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        return ir.Constant(_FLOATS.vector, [0.0] * SUMS)

    return _FLOATS(), generate


@intrinsic
def sum_of(context: Any, sums: Vector, number: types.Integer) -> tuple[Signature, Any]:
    """One of the sums."""
    return types.int32(sums, number), _extract


@intrinsic
def float_of(context: Any, floats: Vector, number: types.Integer) -> tuple[Signature, Any]:
    """One of the floats."""
    return types.float32(floats, number), _extract


def _extract(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
    return builder.extract_element(*args)


@intrinsic
def add_scaled(
    context: Any, floats: Vector, sums: Vector, scales: types.Array, at: types.Integer
) -> tuple[Signature, Any]:
    """floats + sums scale 2^-112, of an array of uint16 with the bits of float16, which must be finite.

    A float16's exponent counts from -15, a float32's from -127: so its bits, in their places, are that much smaller.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        bits = _load(context, builder, scales, args[2], args[3], ir.VectorType(_I16, SUMS))
        wide = builder.sext(bits, _SUMS.vector)  # the sign comes to the place of a float32's
        moved = builder.shl(wide, ir.Constant(_SUMS.vector, [13] * SUMS))
        kept = ir.Constant(_SUMS.vector, [ir.Constant(_I32, 0x8FFFE000 - (1 << 32))] * SUMS)
        scale = builder.bitcast(builder.and_(moved, kept), _FLOATS.vector)
        numbers = builder.sitofp(args[1], _FLOATS.vector)
        return builder.fadd(args[0], builder.fmul(numbers, scale, flags=["contract"]), flags=["contract"])

    return _FLOATS(floats, sums, scales, at), generate
