/** `type vxlan`, of iproute2 6.1. */
import { AF_INET, AF_INET6 } from "../../../../kernel.ts";
import * as vxlan from "../../../../netlink/link-kinds/vxlan.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { type Arguments, EXIT_USAGE, parseUnsigned } from "../../arguments.ts";
import type { Ip } from "../../context.ts";
import { needAddress } from "../../inet.ts";
import type { LinkKind } from "./kind.ts";
import { printVxlan } from "./vxlan-print.ts";

const USAGE = `Usage: ... vxlan id VNI
		[ { group | remote } IP_ADDRESS ]
		[ local ADDR ]
		[ ttl TTL ]
		[ tos TOS ]
		[ df DF ]
		[ flowlabel LABEL ]
		[ dev PHYS_DEV ]
		[ dstport PORT ]
		[ srcport MIN MAX ]
		[ [no]learning ]
		[ [no]proxy ]
		[ [no]rsc ]
		[ [no]l2miss ]
		[ [no]l3miss ]
		[ ageing SECONDS ]
		[ maxaddress NUMBER ]
		[ [no]udpcsum ]
		[ [no]udp6zerocsumtx ]
		[ [no]udp6zerocsumrx ]
		[ [no]remcsumtx ] [ [no]remcsumrx ]
		[ [no]external ] [ gbp ] [ gpe ]
		[ [no]vnifilter ]

Where:	VNI	:= 0-16777215
	ADDR	:= { IP_ADDRESS | any }
	TOS	:= { NUMBER | inherit }
	TTL	:= { 1..255 | auto | inherit }
	DF	:= { unset | set | inherit }
	LABEL := 0-1048575
`;

const NO_PORT = `vxlan: destination port not specified
Will use Linux kernel default (non-standard value)
Use 'dstport 4789' to get the IANA assigned value
Use 'dstport 0' to get default and quiet this message
`;

/** An address and its family; 0 while none was named. */
interface Address {
  family: number;
  bytes: Uint8Array;
}

class Parsed {
  readonly ip: Ip;
  readonly args: Arguments;
  readonly writer: MessageWriter;
  readonly given = new Set<string>();
  readonly remote: Address = { family: 0, bytes: new Uint8Array(0) };
  readonly local: Address = { family: 0, bytes: new Uint8Array(0) };
  id = 0;
  link = 0;
  port = 0;
  learning: boolean | undefined;
  external = false;
  vniFilter = false;

  constructor(ip: Ip, args: Arguments, writer: MessageWriter) {
    this.ip = ip;
    this.args = args;
    this.writer = writer;
  }

  /** The value after the current word, which may be given once. */
  once(name: string): string {
    const value = this.args.next();
    this.onlyOnce(name);
    return value;
  }

  /** @param key what it sets: words that set the same are not given together */
  onlyOnce(name: string, key = name): void {
    if (this.given.has(key)) this.args.garbage(name);
    this.given.add(key);
  }

  fails(text: string): false {
    this.ip.complain(text);
    return false;
  }
}

/** @returns whether the command goes on */
type Word = (parsed: Parsed) => boolean;

function isMulticast({ family, bytes }: Address): boolean {
  return family === AF_INET ? bytes[0] >> 4 === 0xe : family === AF_INET6 && bytes[0] === 0xff;
}

/** Reads an address of the family of the other one, if that is known. */
function readAddress(parsed: Parsed, name: string, into: Address, other: Address): void {
  parsed.args.next();
  parsed.onlyOnce(name, name === "group" ? "remote" : name);
  const prefix = needAddress(parsed.args, other.family);
  into.family = prefix.family;
  into.bytes = prefix.bytes;
}

function remoteWord(name: "group" | "remote"): Word {
  return (parsed) => {
    const { remote, local, args } = parsed;
    const wanted = name === "group";
    if (remote.family !== 0 && isMulticast(remote) !== wanted)
      return parsed.fails("vxlan: both group and remote cannot be specified\n");
    readAddress(parsed, name, remote, local);
    const isAddress = remote.family === AF_INET || remote.family === AF_INET6;
    if (!isAddress || isMulticast(remote) !== wanted) args.invalid(`invalid ${name} address`);
    return true;
  };
}

function localWord(parsed: Parsed): boolean {
  const { remote, local, args } = parsed;
  readAddress(parsed, "local", local, remote);
  const isAddress = local.family === AF_INET || local.family === AF_INET6;
  if (!isAddress || isMulticast(local)) args.invalid("invalid local address");
  return true;
}

function devWord(parsed: Parsed): boolean {
  const name = parsed.once("dev");
  parsed.link = parsed.ip.links.index(name);
  if (parsed.link === 0) parsed.args.fail(`Cannot find device "${name}"`, EXIT_USAGE);
  return true;
}

function ttlWord(parsed: Parsed): boolean {
  const { writer, args } = parsed;
  const word = parsed.once("ttl");
  if (word === "inherit") writer.data(vxlan.IFLA_VXLAN_TTL_INHERIT, new Uint8Array(0));
  else {
    const ttl = word === "auto" ? 0 : args.unsigned("invalid TTL");
    if (ttl > 255) args.invalid("TTL must be <= 255");
    writer.u8(vxlan.IFLA_VXLAN_TTL, ttl);
  }
  return true;
}

function tosWord(parsed: Parsed): boolean {
  const { args, writer } = parsed;
  const word = parsed.once("tos");
  writer.u8(
    vxlan.IFLA_VXLAN_TOS,
    word === "inherit" ? 1 : (parsed.ip.names.parseDsfield(word) ?? args.invalid("bad TOS value")),
  );
  return true;
}

function dfWord(parsed: Parsed): boolean {
  const df = ["unset", "set", "inherit"].indexOf(parsed.once("df"));
  if (df < 0) parsed.args.invalid("DF must be 'unset', 'set' or 'inherit'");
  parsed.writer.u8(vxlan.IFLA_VXLAN_DF, df);
  return true;
}

function labelWord(parsed: Parsed): boolean {
  parsed.once("flowlabel");
  const label = parsed.args.unsigned("invalid flowlabel", 0xfffff);
  const at = parsed.writer.attribute(vxlan.IFLA_VXLAN_LABEL, 4);
  for (let i = 0; i < 4; i++) parsed.writer.bytes[at + i] = label >>> (8 * (3 - i));
  return true;
}

/** A 32-bit number, or a word for 0. */
function numberWord(name: string, type: number, zero: string, message: string): Word {
  return (parsed) => {
    const word = parsed.once(name);
    parsed.writer.u32(type, word === zero ? 0 : parsed.args.unsigned(message));
    return true;
  };
}

function writePort(writer: MessageWriter, at: number, port: number): void {
  writer.bytes[at] = port >>> 8;
  writer.bytes[at + 1] = port;
}

function sourcePortWord(parsed: Parsed): boolean {
  const { args, writer } = parsed;
  parsed.once("srcport");
  const low = args.unsigned("min port", 0xffff);
  args.next();
  const high = args.unsigned("max port", 0xffff);
  const at = writer.attribute(vxlan.IFLA_VXLAN_PORT_RANGE, 4);
  writePort(writer, at, low);
  writePort(writer, at + 2, high);
  return true;
}

function portWord(parsed: Parsed): boolean {
  parsed.once("dstport");
  parsed.port = parsed.args.unsigned("dst port", 0xffff);
  return true;
}

function switchWord(name: string, type: number, value: boolean): Word {
  return (parsed) => {
    parsed.onlyOnce(value ? name : `no${name}`, name);
    if (type === vxlan.IFLA_VXLAN_COLLECT_METADATA) parsed.external = value;
    if (type === vxlan.IFLA_VXLAN_VNIFILTER) parsed.vniFilter = value;
    parsed.writer.u8(type, value ? 1 : 0);
    return true;
  };
}

function flagWord(name: string, type: number): Word {
  return (parsed) => {
    parsed.onlyOnce(name);
    parsed.writer.data(type, new Uint8Array(0));
    return true;
  };
}

function learningWord(learning: boolean): Word {
  return (parsed) => {
    parsed.onlyOnce(learning ? "learning" : "nolearning", "learning");
    parsed.learning = learning;
    return true;
  };
}

function idWord(parsed: Parsed): boolean {
  parsed.once("id");
  const id = parseUnsigned(parsed.args.current);
  if (id === undefined || id >= vxlan.VXLAN_N_VID) return parsed.args.invalid("invalid id");
  parsed.id = id;
  return true;
}

const SWITCHES: readonly (readonly [string, number])[] = [
  ["proxy", vxlan.IFLA_VXLAN_PROXY],
  ["rsc", vxlan.IFLA_VXLAN_RSC],
  ["l2miss", vxlan.IFLA_VXLAN_L2MISS],
  ["l3miss", vxlan.IFLA_VXLAN_L3MISS],
  ["udpcsum", vxlan.IFLA_VXLAN_UDP_CSUM],
  ["udp6zerocsumtx", vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_TX],
  ["udp6zerocsumrx", vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_RX],
  ["remcsumtx", vxlan.IFLA_VXLAN_REMCSUM_TX],
  ["remcsumrx", vxlan.IFLA_VXLAN_REMCSUM_RX],
  ["external", vxlan.IFLA_VXLAN_COLLECT_METADATA],
  ["vnifilter", vxlan.IFLA_VXLAN_VNIFILTER],
];

const WORDS: readonly (readonly [string, Word])[] = [
  ["id", idWord],
  ["vni", idWord],
  ["group", remoteWord("group")],
  ["remote", remoteWord("remote")],
  ["local", localWord],
  ["dev", devWord],
  ["ttl", ttlWord],
  ["hoplimit", ttlWord],
  ["tos", tosWord],
  ["dsfield", tosWord],
  ["df", dfWord],
  ["label", labelWord],
  ["flowlabel", labelWord],
  ["ageing", numberWord("ageing", vxlan.IFLA_VXLAN_AGEING, "none", "ageing timer")],
  ["maxaddress", numberWord("maxaddress", vxlan.IFLA_VXLAN_LIMIT, "unlimited", "max addresses")],
  ["port", sourcePortWord],
  ["srcport", sourcePortWord],
  ["dstport", portWord],
  ["nolearning", learningWord(false)],
  ["learning", learningWord(true)],
  ...SWITCHES.flatMap(([name, type]): [string, Word][] => [
    [name, switchWord(name, type, true)],
    [`no${name}`, switchWord(name, type, false)],
  ]),
  ["gbp", flagWord("gbp", vxlan.IFLA_VXLAN_GBP)],
  ["gpe", flagWord("gpe", vxlan.IFLA_VXLAN_GPE)],
  ["help", (parsed) => parsed.fails(USAGE)],
];

/** Of the protocol extension, when none is named (`IANA_VXLAN_GPE_UDP_PORT`). */
const GPE_PORT = 4790;

/** What belongs together, and what was only remembered. @returns whether the command goes on */
function finish(parsed: Parsed, create: boolean): boolean {
  const { writer, given, remote, local } = parsed;
  const port = parsed.port === 0 && given.has("gpe") ? GPE_PORT : parsed.port;
  if (parsed.vniFilter && !parsed.external)
    return parsed.fails("vxlan: vnifilter is valid only when 'external' is set\n");
  if (create && !given.has("id") && !parsed.external)
    return parsed.fails("vxlan: missing virtual network identifier\n");
  if (parsed.external && given.has("id"))
    return parsed.fails("vxlan: both 'external' and vni cannot be specified\n");
  if (isMulticast(remote) && parsed.link === 0)
    return parsed.fails("vxlan: 'group' requires 'dev' to be specified\n");
  if (create && !given.has("dstport") && !given.has("gpe")) parsed.ip.complain(NO_PORT);
  if (given.has("id")) writer.u32(vxlan.IFLA_VXLAN_ID, parsed.id);
  if (local.family !== 0)
    writer.data(local.family === AF_INET ? vxlan.IFLA_VXLAN_LOCAL : vxlan.IFLA_VXLAN_LOCAL6, local.bytes);
  if (remote.family !== 0)
    writer.data(remote.family === AF_INET ? vxlan.IFLA_VXLAN_GROUP : vxlan.IFLA_VXLAN_GROUP6, remote.bytes);
  // a device of metadata learns only when it is told to
  const learning = parsed.learning ?? !parsed.external;
  if (create || given.has("learning")) writer.u8(vxlan.IFLA_VXLAN_LEARNING, learning ? 1 : 0);
  if (given.has("dev")) writer.u32(vxlan.IFLA_VXLAN_LINK, parsed.link);
  if (port !== 0) writePort(writer, writer.attribute(vxlan.IFLA_VXLAN_PORT, 2), port);
  return true;
}

function parse(ip: Ip, args: Arguments, writer: MessageWriter, create: boolean): boolean {
  const parsed = new Parsed(ip, args, writer);
  for (; args.more; args.advance()) {
    const word = WORDS.find(([name]) => args.matches(name));
    if (word === undefined) return parsed.fails(`vxlan: unknown command "${args.current}"?\n${USAGE}`);
    if (!word[1](parsed)) return false;
  }
  return finish(parsed, create);
}

export const vxlanKind: LinkKind = {
  name: "vxlan",
  maximum: vxlan.IFLA_VXLAN_MAX,
  usage: USAGE,
  parse,
  print: printVxlan,
};
