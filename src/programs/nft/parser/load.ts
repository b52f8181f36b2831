/** Fields and keys: `ip saddr`, `meta mark`, `ct original ip daddr`, `fib saddr . iif oif`, `@nh,8,8`. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { BOOLEAN, type DataType, FIB_ADDR, IFINDEX, IFNAME, INTEGER, XINTEGER } from "../datatypes/index.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { type Load, payloadLoad, symhashLoad } from "../fields/load.ts";
import { isUnqualifiedMeta, loadByName } from "../fields/meta-table.ts";
import { osfLoad, osfTtl } from "../fields/osf-load.ts";
import { type Proto, protoByName } from "../fields/proto.ts";
import { XFRM_DIRECTIONS, xfrmByName } from "../fields/xfrm.ts";
import { parseExthdr } from "./exthdr.ts";
import type { TokenStream } from "./stream.ts";

/** The field that is next, or undefined when what is next is none. */
export function parseLoad(s: TokenStream): Load | undefined {
  const { token } = s;
  if (s.mode === "value") return undefined;
  if (s.is("@")) return parseRaw(s);
  if (token.kind !== "word") return undefined;
  const exthdr = parseExthdr(s);
  if (exthdr !== undefined) return exthdr;
  switch (token.text) {
    case "rt":
      s.next();
      return s.within("rt", () => parseRt(s));
    case "meta":
      s.next();
      return s.within("meta", () => parseMeta(s));
    case "ct":
      s.next();
      return s.within("ct", () => parseCt(s));
    case "fib":
      s.next();
      return s.within("fib", () => parseFib(s));
    case "numgen":
      s.next();
      return s.within("numgen", () => parseNumgen(s));
    case "socket":
      s.next();
      return s.within("socket", () => parseSocket(s));
    case "symhash":
      s.next();
      return s.within("symhash", () => parseSymhash(s));
    case "osf":
      if (s.mode === "either" && s.ahead(1).kind !== "word") return undefined;
      s.next();
      return parseOsf(s);
    case "ipsec":
      if (s.ahead(1).kind !== "word") return undefined;
      s.next();
      return s.within("ipsec", () => parseIpsec(s));
    default:
  }
  const proto = protoByName(token.text);
  if (proto !== undefined && (s.mode === "field" || s.ahead(1).kind === "word")) {
    const name = WRITTEN[s.ahead(1).text] ?? s.ahead(1).text;
    const two = `${name} ${s.ahead(2).text}`;
    const field =
      proto.fields.find((each) => each.name === two) ?? proto.fields.find((each) => each.name === name);
    if (field === undefined && s.mode !== "field") return undefined;
    s.next();
    if (field === undefined) return s.within(proto.name, () => s.fail(expectedFields(s, proto)));
    s.next();
    if (field.name === two) s.next();
    return payloadLoad(proto, field);
  }
  if (!isUnqualifiedMeta(token.text)) return undefined;
  s.next();
  return loadByName("meta", token.text);
}

/** Fields that are written in another way than they are listed. */
const WRITTEN: Readonly<Record<string, string>> = { "param-problem": "parameter-problem" };

/** Where few fields can come they are told, in the order of the language's words. */
const FEW_FIELDS: Readonly<Record<string, string>> = {
  th: "sport or dport",
  udp: "length or checksum or sport or dport",
  udplite: "checksum or sport or dport or csumcov",
  esp: "seq or spi",
  comp: "nexthdr or flags or cpi",
  igmp: "type or checksum or mrt or group",
  ether: "saddr or daddr or type",
  dccp: "type or sport or dport",
};

function expectedFields(s: TokenStream, { name, fields }: Proto): string | undefined {
  if (name !== "arp" || (!s.is("saddr") && !s.is("daddr"))) return FEW_FIELDS[name];
  s.next();
  return fields.length > 0 ? "ether or ip" : undefined;
}

const BASES = ["ll", "nh", "th", "ih"];

/** `@nh,8,16` */
function parseRaw(s: TokenStream): Load | undefined {
  const base = BASES.indexOf(s.ahead(1).text);
  if (s.mode !== "field" && (base < 0 || s.ahead(2).text !== ",")) return undefined;
  s.next();
  if (!s.isWord()) s.fail("string or ll or nh or th");
  const word = s.next();
  if (base < 0) throw new NftError("unknown raw payload base", word.loc);
  s.expect(",");
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

const META_KEYS =
  "length, protocol, priority, mark, iif, oif, iifname, oifname, iiftype, oiftype, skuid, skgid, nftrace, rtclassid, secmark, nfproto, l4proto, ibrname, obrname, pkttype, cpu, iifgroup, oifgroup, cgroup, random, ipsec, iifkind, oifkind, ibrpvid, ibrvproto, time, day, hour, sdif, sdifname";

function parseMeta(s: TokenStream): Load {
  const { token } = s;
  const name = s.is("secpath") ? "ipsec" : token.text;
  const load = token.kind === "word" ? loadByName("meta", name) : undefined;
  if (load === undefined) {
    if (token.kind !== "word" || s.isKeyword) return s.fail();
    throw new NftError(
      `syntax error, unexpected ${token.text}, known keys are ${META_KEYS}`,
      s.locBefore(1, s.next().loc),
    );
  }
  s.next();
  return load;
}

/** What a direction may have of its own. */
const DIRECTED: ReadonlySet<string> = new Set(
  "l3proto protocol proto-src proto-dst bytes packets avgpkt zone".split(" "),
);

function parseCt(s: TokenStream): Load {
  let direction: number | undefined;
  if (s.is("original") || s.is("reply")) direction = s.next().text === "original" ? 0 : 1;
  const { token } = s;
  if (token.kind !== "word") return s.fail();
  if (token.text === "ip" || token.text === "ip6") {
    s.next();
    const address = s.oneOf(["saddr", "daddr"]);
    return loadByName("ct", `${token.text} ${address}`, direction) ?? s.fail();
  }
  if (direction !== undefined && (token.text === "saddr" || token.text === "daddr")) {
    s.next();
    const load = loadByName("ct", `ip ${token.text}`, direction);
    return load === undefined ? s.fail() : { ...load, text: load.text.replace(" ip ", " ") };
  }
  const load = loadByName("ct", token.text, direction);
  if (load === undefined || (direction !== undefined && !DIRECTED.has(token.text))) return s.fail();
  s.next();
  return load;
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

function checkFib(flags: number, loc: Loc): void {
  const both = (one: number, other: number): boolean => (flags & one) !== 0 && (flags & other) !== 0;
  if ((flags & (n.NFTA_FIB_F_SADDR | n.NFTA_FIB_F_DADDR)) === 0)
    throw new NftError("fib: need either saddr or daddr", loc);
  if (both(n.NFTA_FIB_F_SADDR, n.NFTA_FIB_F_DADDR))
    throw new NftError("fib: saddr and daddr are mutually exclusive", loc);
  if (both(n.NFTA_FIB_F_IIF, n.NFTA_FIB_F_OIF))
    throw new NftError("fib: iif and oif are mutually exclusive", loc);
}

function parseFib(s: TokenStream): Load {
  const first = s.token.loc;
  let flags = 0;
  do {
    const flag = FIB_FLAGS.find(([name]) => s.is(name));
    if (flag === undefined) return s.fail();
    s.next();
    flags |= flag[1];
  } while (s.accept("."));
  const loc = s.locFrom(first);
  const result = s.oneOf(["type", "oif", "oifname"]);
  checkFib(flags, loc);
  return fibLoad(flags, FIB_RESULTS.indexOf(result));
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
  const random = s.oneOf(["random", "inc"]) === "random";
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
  if (s.accept("cgroupv2")) {
    s.expect("level");
    s.number();
    if (!s.isWord() && s.token.kind !== "quoted") s.fail();
    // no file system of control groups is mounted
    throw new NftError("cgroupv2 path fails: No such file or directory", s.token.loc);
  }
  const load = s.isWord() ? loadByName("socket", s.token.text) : undefined;
  if (load === undefined) return s.fail("transparent or wildcard or cgroupv2 or mark");
  s.next();
  return load;
}

const MOST_TRANSFORMATIONS = 255;

/** `ipsec in spnum 1 ip saddr` */
function parseIpsec(s: TokenStream): Load {
  if (!s.is("in") && !s.is("out")) s.fail();
  const direction = XFRM_DIRECTIONS.indexOf(s.next().text);
  const at = s.accept("spnum");
  const place = at === undefined ? 0 : s.number();
  if (at !== undefined && place > MOST_TRANSFORMATIONS)
    throw new NftError("value too large", s.locFrom(at.loc));
  const family = s.is("ip") || s.is("ip6") ? s.next().text : undefined;
  const name =
    family === undefined
      ? s.oneOf(["spi", "reqid"], ["ip", "ip6", "spi", "reqid"])
      : s.oneOf(["saddr", "daddr"]);
  return xfrmByName(name, family, direction, place) ?? s.fail();
}

/** `osf ttl loose name` */
function parseOsf(s: TokenStream): Load {
  let ttl: number | undefined = 0;
  if (s.accept("ttl")) {
    const { loc } = s.token;
    ttl = osfTtl(s.identifier().text);
    if (ttl === undefined) throw new NftError("invalid ttl option", loc);
  }
  return osfLoad(ttl, s.oneOf(["version", "name"]) === "version");
}

/** `symhash mod 4 offset 3` */
function parseSymhash(s: TokenStream): Load {
  s.expect("mod");
  const modulus = s.number();
  return symhashLoad(modulus, s.accept("offset") ? s.number() : 0);
}
