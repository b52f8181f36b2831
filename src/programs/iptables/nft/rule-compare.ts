/** Whether two rules say the same: what `-D` and `-C` look for. */
import type { ExtensionUse } from "../extension/extension.ts";
import type { RuleState } from "../rule-state.ts";

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function sameUse(one: ExtensionUse, other: ExtensionUse): boolean {
  const name = ({ extension }: ExtensionUse): string => extension.realName ?? extension.name;
  if (name(one) !== name(other) || one.extension.revision !== other.extension.revision) return false;
  const length = one.extension.userSize || one.data.bytes.length;
  return sameBytes(one.data.bytes.subarray(0, length), other.data.bytes.subarray(0, length));
}

/** Counters do not count. */
export function sameRule(one: RuleState, other: RuleState): boolean {
  return (
    one.protocol === other.protocol &&
    one.inverse === other.inverse &&
    one.inInterface === other.inInterface &&
    one.outInterface === other.outInterface &&
    one.fragment === other.fragment &&
    one.goto === other.goto &&
    one.jump === other.jump &&
    sameBytes(one.source, other.source) &&
    sameBytes(one.sourceMask, other.sourceMask) &&
    sameBytes(one.destination, other.destination) &&
    sameBytes(one.destinationMask, other.destinationMask) &&
    one.matches.length === other.matches.length &&
    one.matches.every((match, index) => sameUse(match, other.matches[index])) &&
    (one.target === undefined
      ? other.target === undefined
      : other.target !== undefined && sameUse(one.target, other.target))
  );
}
