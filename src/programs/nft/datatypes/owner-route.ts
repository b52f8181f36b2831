/** Types of routing, of classes and of who owns a socket. Source: `src/datatype.c` and its neighbours of nftables 1.0.6. */
import { named, table } from "./type.ts";

export const REALM = named({
  name: "realm",
  id: 22,
  description: "routing realm",
  bits: 32,
  order: "host",
  // of Debian's rt_realms
  parse: (text) => (text === "cosmos" ? 0n : undefined),
  print: (value, ctx) => (value === 0n && !ctx.numericSymbols ? '"cosmos"' : value.toString()),
});
export const CLASSID = named({
  name: "classid",
  id: 23,
  description: "TC classid",
  bits: 32,
  order: "host",
  parse: parseClassid,
  print: (value) => printClassid(Number(value)),
});
export const UID = named({
  wrong: "User does not exist",
  tooBig: "Value too large",
  name: "uid",
  id: 24,
  description: "user ID",
  bits: 32,
  order: "host",
  symbols: table("root=0"),
  parse: (text, ctx) => ctx.account("passwd", text),
  print: (value) => value.toString(),
});
export const GID = named({
  wrong: "Group does not exist",
  tooBig: "Value too large",
  name: "gid",
  id: 25,
  description: "group ID",
  bits: 32,
  order: "host",
  symbols: table("root=0"),
  parse: (text, ctx) => ctx.account("group", text),
  print: (value) => value.toString(),
});
export const FIB_ADDR = named({
  name: "fib_addrtype",
  id: 38,
  description: "fib address type",
  bits: 32,
  order: "host",
  symbols: table(
    "unspec=0 unicast=1 local=2 broadcast=3 anycast=4 multicast=5 blackhole=6 unreachable=7 prohibit=8",
  ),
});
function parseClassid(text: string): bigint | undefined {
  if (text === "root") return 0xffffffffn;
  if (text === "none") return 0n;
  // as C reads them: what is no number counts for nothing
  const colon = text.indexOf(":");
  if (colon < 0) return leadingNumber(text) & 0xffff_ffffn;
  const part = (digits: string): bigint => BigInt(Number.parseInt(digits, 16) || 0) & 0xffffn;
  return (part(text.slice(0, colon)) << 16n) | part(text.slice(colon + 1));
}

/** The number that a text begins with. Source: `strtoull`. */
function leadingNumber(text: string): bigint {
  const [number] = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)?/.exec(text) ?? [""];
  if (/^0[0-7]+$/.test(number)) return BigInt(`0o${number.slice(1)}`);
  return BigInt(number || "0");
}

function printClassid(value: number): string {
  if (value === 0xffffffff) return "root";
  if (value === 0) return "none";
  const high = value >>> 16;
  const low = value & 0xffff;
  return `${high.toString(16)}:${low.toString(16)}`;
}
