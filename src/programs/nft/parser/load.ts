/** Fields and keys: `ip saddr`, `meta mark`, `ct original ip daddr`, `fib saddr . iif oif`, `@nh,8,8`. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { BOOLEAN, type DataType, FIB_ADDR, IFINDEX, IFNAME, INTEGER, XINTEGER } from "../datatype.ts";
import { type Load, payloadLoad, symhashLoad } from "../load.ts";
import { isUnqualifiedMeta, loadByName, metaKeyNames } from "../meta-table.ts";
import { protoByName } from "../proto.ts";
import { NftError } from "../source.ts";
import { parseExthdr } from "./exthdr.ts";
import type { TokenStream } from "./stream.ts";

/** The field that is next, or undefined when what is next is none. */
export function parseLoad(s: TokenStream): Load | undefined {
  const { token } = s;
  if (s.is("@")) return parseRaw(s);
  if (token.kind !== "word") return undefined;
  const exthdr = parseExthdr(s);
  if (exthdr !== undefined) return exthdr;
  switch (token.text) {
    case "rt":
      s.next();
      return parseRt(s);
    case "meta":
      s.next();
      return parseMeta(s);
    case "ct":
      s.next();
      return parseCt(s);
    case "fib":
      s.next();
      return parseFib(s);
    case "numgen":
      s.next();
      return parseNumgen(s);
    case "socket":
      if (s.ahead(1).kind !== "word") return undefined;
      s.next();
      return parseSocket(s);
    case "symhash":
      s.next();
      return parseSymhash(s);
    case "osf":
    case "ipsec":
      if (s.ahead(1).kind !== "word") return undefined;
      throw new NftError(`${token.text} is not supported here`, token.loc);
    default:
  }
  const proto = protoByName(token.text);
  if (proto !== undefined && s.ahead(1).kind === "word") {
    const name = s.ahead(1).text;
    const two = `${name} ${s.ahead(2).text}`;
    const field =
      proto.fields.find((each) => each.name === two) ?? proto.fields.find((each) => each.name === name);
    if (field === undefined) return undefined;
    s.next();
    s.next();
    if (field.name === two) s.next();
    return payloadLoad(proto, field);
  }
  if (!isUnqualifiedMeta(token.text)) return undefined;
  s.next();
  return loadByName("meta", token.text);
}

const BASES = ["ll", "nh", "th", "ih"];

/** `@nh,8,16` */
function parseRaw(s: TokenStream): Load | undefined {
  const base = BASES.indexOf(s.ahead(1).text);
  if (base < 0 || s.ahead(2).text !== ",") return undefined;
  s.next();
  s.next();
  s.next();
  const offset = s.number();
  s.expect(",");
  const bits = s.number();
  const type: DataType = { ...XINTEGER, order: "big" };
  const text = `@${BASES[base]},${offset},${bits}`;
  return {
    kind: "payload",
    base,
    offset,
    bits,
    type,
    text,
    json: { payload: { base: BASES[base], offset, len: bits } },
  };
}

function parseMeta(s: TokenStream): Load {
  const { token } = s;
  const load = token.kind === "word" ? loadByName("meta", token.text) : undefined;
  if (load === undefined) {
    if (token.kind === "word")
      throw new NftError(
        `syntax error, unexpected ${token.text}, known keys are ${metaKeyNames()}`,
        token.loc,
      );
    return s.fail();
  }
  s.next();
  return load;
}

function parseCt(s: TokenStream): Load {
  let direction: number | undefined;
  if (s.is("original") || s.is("reply")) direction = s.next().text === "original" ? 0 : 1;
  let name = s.identifier().text;
  if (name === "ip" || name === "ip6") name += ` ${s.identifier().text}`;
  return loadByName("ct", name, direction) ?? s.fail();
}

function parseRt(s: TokenStream): Load {
  let name = s.identifier().text;
  if (name === "ip" || name === "ip6") name += ` ${s.identifier().text}`;
  return loadByName("rt", name) ?? s.fail();
}

const FIB_FLAGS: readonly (readonly [string, number])[] = [
  ["saddr", n.NFTA_FIB_F_SADDR],
  ["daddr", n.NFTA_FIB_F_DADDR],
  ["mark", n.NFTA_FIB_F_MARK],
  ["iif", n.NFTA_FIB_F_IIF],
  ["oif", n.NFTA_FIB_F_OIF],
];

function parseFib(s: TokenStream): Load {
  let flags = 0;
  do {
    const flag = FIB_FLAGS.find(([name]) => s.is(name));
    if (flag === undefined) return s.fail();
    s.next();
    flags |= flag[1];
  } while (s.accept("."));
  const result = s.identifier().text;
  const number = ["", "oif", "oifname", "type"].indexOf(result);
  if (number < 1) return s.fail();
  return fibLoad(flags, number);
}

const FIB_RESULTS = ["", "oif", "oifname", "type"];

export function fibLoad(flags: number, result: number): Load {
  const present = (flags & n.NFTA_FIB_F_PRESENT) !== 0;
  const types = [INTEGER, IFINDEX, IFNAME, FIB_ADDR];
  const names = FIB_FLAGS.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
  const type = present ? BOOLEAN : types[result];
  return {
    kind: "fib",
    flags,
    result,
    type,
    bits: type.bits,
    text: `fib ${names.join(" . ")} ${FIB_RESULTS[result]}`,
    json: { fib: { result: FIB_RESULTS[result], flags: names } },
  };
}

function parseNumgen(s: TokenStream): Load {
  const random = s.is("random");
  if (!random && !s.is("inc")) return s.fail();
  s.next();
  s.expect("mod");
  const modulus = s.number();
  const offset = s.accept("offset") ? s.number() : 0;
  return numgenLoad(random, modulus, offset);
}

export function numgenLoad(random: boolean, modulus: number, offset: number): Load {
  const mode = random ? "random" : "inc";
  return {
    kind: "numgen",
    random,
    modulus,
    offset,
    type: INTEGER,
    bits: 32,
    text: `numgen ${mode} mod ${modulus}${offset === 0 ? "" : ` offset ${offset}`}`,
    json: { numgen: { mode, mod: modulus, offset } },
  };
}

function parseSocket(s: TokenStream): Load {
  const name = s.token.text === "cgroupv2" ? s.fail() : s.identifier().text;
  return loadByName("socket", name) ?? s.fail();
}

/** `symhash mod 4 offset 3` */
function parseSymhash(s: TokenStream): Load {
  s.expect("mod");
  const modulus = s.number();
  return symhashLoad(modulus, s.accept("offset") ? s.number() : 0);
}
