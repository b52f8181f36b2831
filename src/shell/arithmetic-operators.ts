/** What the operators of shell arithmetic do with 64-bit numbers. */

const truth = (condition: boolean): bigint => (condition ? 1n : 0n);

/** Operators between two values that need nothing but these. */
export const BINARY: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  "|": (left, right) => left | right,
  "^": (left, right) => left ^ right,
  "&": (left, right) => left & right,
  "==": (left, right) => truth(left === right),
  "!=": (left, right) => truth(left !== right),
  "<": (left, right) => truth(left < right),
  ">": (left, right) => truth(left > right),
  "<=": (left, right) => truth(left <= right),
  ">=": (left, right) => truth(left >= right),
  "<<": (left, right) => left << (right & 63n),
  ">>": (left, right) => left >> (right & 63n),
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "**": power,
};

/** Operators before a value. */
export const UNARY: Readonly<Record<string, (value: bigint) => bigint>> = {
  "+": (value) => value,
  "-": (value) => -value,
  "!": (value) => truth(value === 0n),
  "~": (value) => ~value,
};

/** By squaring modulo 2^64, so that no exponent takes long. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return result;
}
