/** ICMP errors as traceroute shows them behind the time. */

/** What one error says. */
export interface ErrorText {
  /** Empty for what is expected: time exceeded, and the target's port unreachable. */
  readonly text: string;
  /** Nothing gets further than this. */
  readonly final: boolean;
}

const UNREACHABLE4: Readonly<Record<number, string>> = {
  0: "!N",
  1: "!H",
  2: "!P",
  3: "",
  5: "!S",
  6: "!U",
  7: "!W",
  8: "!I",
  9: "!A",
  10: "!Z",
  11: "!Q",
  12: "!T",
  13: "!X",
  14: "!V",
  15: "!C",
};
const UNREACHABLE6: Readonly<Record<number, string>> = { 0: "!N", 1: "!X", 2: "!S", 3: "!H", 4: "" };

/** @param info the MTU of a packet that is too big */
export function describeError(v6: boolean, type: number, code: number, info: number): ErrorText {
  const timeExceeded = v6 ? 3 : 11;
  const unreachable = v6 ? 1 : 3;
  if (type === timeExceeded) return { text: code === 0 ? "" : `!<${type}-${code}>`, final: code !== 0 };
  if (v6 ? type === 2 : type === 3 && code === 4) return { text: `!F-${info}`, final: true };
  if (type === unreachable) {
    const text = (v6 ? UNREACHABLE6 : UNREACHABLE4)[code];
    return { text: text ?? `!<${code}>`, final: true };
  }
  return { text: `!<${type}-${code}>`, final: true };
}
