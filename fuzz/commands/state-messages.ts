/** A namespace's state as rtnetlink dumps it: which dumps are taken (by `rtdump`), and how two of them are compared. */
import { describeAll } from "../../conformance/netlink-text.ts";
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../src/kernel.ts";
import { AttributeCursor } from "../../src/netlink/attribute.ts";
import { IFLA_ADDRESS } from "../../src/netlink/link-attributes.ts";
import { MessageReader } from "../../src/netlink/message.ts";
import { NDA_DST, NUD_FAILED, NUD_INCOMPLETE, NUD_NOARP } from "../../src/netlink/neigh.ts";
import * as rtm from "../../src/netlink/rtnetlink.ts";
import { AF_BRIDGE } from "../../src/programs/ip/inet.ts";

/** Lengths of the fixed headers: `ifinfomsg`, `ifaddrmsg`, `rtmsg`, `ndmsg`, `fib_rule_hdr`, `ifaddrlblmsg`, `rtgenmsg`. */
const DUMPS: readonly (readonly [type: number, length: number, families: readonly number[]])[] = [
  [rtm.RTM_GETLINK, 16, [AF_UNSPEC, AF_INET6, AF_BRIDGE]],
  [rtm.RTM_GETADDR, 8, [AF_UNSPEC]],
  [rtm.RTM_GETMULTICAST, 8, [AF_INET6]],
  [rtm.RTM_GETANYCAST, 8, [AF_INET6]],
  [rtm.RTM_GETROUTE, 12, [AF_INET, AF_INET6]],
  [rtm.RTM_GETRULE, 12, [AF_INET, AF_INET6]],
  [rtm.RTM_GETNEIGH, 12, [AF_INET, AF_INET6, AF_BRIDGE]],
  [rtm.RTM_GETMDB, 8, [AF_BRIDGE]],
  [rtm.RTM_GETNETCONF, 4, [AF_INET, AF_INET6]],
  [rtm.RTM_GETNEIGHTBL, 4, [AF_INET, AF_INET6]],
  [rtm.RTM_GETADDRLABEL, 12, [AF_INET6]],
  [rtm.RTM_GETNSID, 4, [AF_UNSPEC]],
];

function request(type: number, length: number, family: number): string {
  const header = Buffer.alloc(length);
  header[0] = family;
  return `${type}:${header.toString("hex")}`;
}

/** What is asked: one word for each dump, as `rtdump` takes it. */
export const STATE_DUMPS: string = DUMPS.flatMap(([type, length, families]) =>
  families.map((family) => request(type, length, family)),
).join(" ");

const FIRST_DIGIT = "a".charCodeAt(0);

function fromLetters(line: string): Uint8Array {
  const nibble = (at: number) => line.charCodeAt(at) - FIRST_DIGIT;
  return Uint8Array.from({ length: line.length >> 1 }, (_, i) => (nibble(2 * i) << 4) | nibble(2 * i + 1));
}

/** The link address in a message about a link, in hexadecimal. */
function linkAddress(message: Uint8Array): string | undefined {
  const reader = new MessageReader().open(message);
  if (!reader.next() || reader.type !== rtm.RTM_NEWLINK) return undefined;
  const cursor = new AttributeCursor(message, reader.body + 16, reader.end);
  while (cursor.next()) if (cursor.type === IFLA_ADDRESS) return Buffer.from(cursor.payload).toString("hex");
  return undefined;
}

/** The interface identifier that is made of a MAC address (RFC 4291, appendix A), in hexadecimal. */
function eui64(mac: string): string {
  const first = (Number.parseInt(mac.slice(0, 2), 16) ^ 2).toString(16).padStart(2, "0");
  return `${first}${mac.slice(2, 6)}fffe${mac.slice(6)}`;
}

/** Names for what derives from MAC addresses that the script does not give, in the order of the links. */
function namesOf(messages: readonly Uint8Array[], script: string): [RegExp, string][] {
  const given = new Set(
    (script.match(/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi) ?? []).map((mac) => mac.toLowerCase()),
  );
  const drawn = messages
    .map(linkAddress)
    .filter((mac) => mac !== undefined)
    .filter((mac) => mac.length === 12 && !/^0*$/.test(mac) && !given.has(mac.replace(/(..)(?!$)/g, "$1:")));
  return [...new Set(drawn)].flatMap((mac, index): [RegExp, string][] => [
    [new RegExp(eui64(mac), "g"), `<eui ${index}>`],
    [new RegExp(mac, "g"), `<mac ${index}>`],
    [new RegExp(`01ff${mac.slice(6)}`, "g"), `<group ${index}>`],
  ]);
}

/** Attributes that hold what is left of a lifetime: their path, the offsets of the 32-bit numbers, and in what unit of a second. */
const LIFETIMES: readonly (readonly [path: string, offsets: readonly number[], unit: number])[] = [
  [`${rtm.RTM_NEWADDR}/6`, [0, 4], 1],
  [`${rtm.RTM_NEWROUTE}/12`, [8], 100],
];

/**
 * How long ago a time was is not told: Linux takes the new life of a prefix's route for a time since boot.
 * @param step what lifetimes are rounded to, in seconds
 */
function roundLifetimes(line: string, step: number): string {
  const [indent, path, , value] = /^(\s*)(\S+)( )([0-9a-f.]+)$/.exec(line)?.slice(1) ?? [];
  const rule = LIFETIMES.find(([name]) => name === path);
  if (rule === undefined || value === undefined) return line;
  const [, offsets, unit] = rule;
  let text = value;
  for (const offset of offsets) {
    const at = offset * 2;
    const ticks = Buffer.from(value.slice(at, at + 8), "hex").readInt32LE();
    const seconds =
      ticks < -1 ? "over" : ticks === -1 ? "forever" : `${Math.round(ticks / unit / step) * step}s`;
    text = `${text.slice(0, at)}${seconds.padEnd(8, "_")}${text.slice(at + 8)}`;
  }
  return `${indent}${path} ${text}`;
}

/** Where `struct ndmsg` has the device and the state. */
const NDM_IFINDEX = 4;
const NDM_STATE = 8;
const LOOPBACK = 1;
/** The first byte of the groups' addresses that reports are sent to, by family. */
const GROUP_START: Readonly<Record<number, number>> = { [AF_INET]: 224, [AF_INET6]: 0xff };

/**
 * Neighbours that are there or not by the time that commands take: those that reports of multicast groups leave, which are sent at times
 * drawn at random; those that are looked for or have failed; and that of `lo`, which hears of the failure.
 */
function isUnsteadyNeighbour(message: Uint8Array): boolean {
  const reader = new MessageReader().open(message);
  if (!reader.next() || reader.type !== rtm.RTM_NEWNEIGH) return false;
  const state = message[reader.body + NDM_STATE];
  if (state === NUD_INCOMPLETE || state === NUD_FAILED) return true;
  if (state === NUD_NOARP && message[reader.body + NDM_IFINDEX] === LOOPBACK) return true;
  const group = GROUP_START[message[reader.body]];
  const cursor = new AttributeCursor(message, reader.body + 12, reader.end);
  while (cursor.next()) if (cursor.type === NDA_DST) return cursor.payload[0] === group;
  return false;
}

/** `NDTA_CONFIG` and in it what waits to be answered for others: the table, and its queue, are those of all namespaces of the host. */
const PROXY_QUEUE = new RegExp(`^(\\s*${rtm.RTM_NEWNEIGHTBL}/5 .*)[0-9a-f]{8}$`);

/** `NDA_PROBES`: one more each second while a neighbour is asked for, and a sequence takes Linux longer. */
const PROBES = new RegExp(`^(\\s*${rtm.RTM_NEWNEIGH}/4) .*`);

/** `NDTPA_REFCNT`: the neighbours of a device, and with them those that are not compared. */
const REFERENCES = new RegExp(`^(\\s*${rtm.RTM_NEWNEIGHTBL}/6/2) .*`);

/** The timers of bridges (`IFLA_BR_HELLO_TIMER` …) and ports (`IFLA_BRPORT_MESSAGE_AGE_TIMER` …). */
const BRIDGE_TIMERS = new RegExp(
  `^(\\s*${rtm.RTM_NEWLINK}/(?:18/2/1[6-9]|18/5/2[123]|12/2[123])) [0-9a-f]{16}$`,
);

/** The timers of a bridge's groups and routers, which are in attributes of 8 bytes. */
function withoutGroupTimers(line: string): string {
  if (!GROUPS.test(line)) return line;
  return line.replace(/0800(0[134])00[0-9a-f]{8}/g, "0800$100timer___");
}

/** The ports of a group, which Linux lists by where they are in memory, in one order: `MDBA_MDB`, in it `MDBA_MDB_ENTRY`, and in that they. */
function sortMembers(line: string): string {
  const [, front, text] = MEMBERS.exec(line) ?? [];
  if (front === undefined || text === undefined) return line;
  const entries = attributesOf(text).map(
    (entry) => entry.slice(0, 8) + attributesOf(entry.slice(8)).sort().join(""),
  );
  return front + entries.join("");
}

/** The attributes that follow each other in a text of hexadecimal digits, each with its header. */
function attributesOf(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at + 8 <= text.length; ) {
    const length = Number.parseInt(text.slice(at + 2, at + 4) + text.slice(at, at + 2), 16);
    const end = at + 2 * (Math.max(length, 4) + 3 - ((Math.max(length, 4) + 3) % 4));
    found.push(text.slice(at, end));
    at = end;
  }
  return found;
}

const MEMBERS = new RegExp(`^(\\s*(?:${rtm.RTM_GETMDB}|${rtm.RTM_NEWMDB})/1 )([0-9a-f_timer]+)$`);

const GROUPS = new RegExp(`^\\s*${rtm.RTM_GETMDB}/`);

/**
 * What `rtdump` printed, an attribute a line.
 * @param script names the MAC addresses that are compared as they are
 * @param step what lifetimes are rounded to, in seconds
 */
export function describeState(output: string, script: string, step: number): string {
  const groups = output.split(/^> /m).slice(1);
  const decoded = groups.map((group) => {
    const [type = "", ...lines] = group.split("\n").filter((line) => line !== "");
    return { type, messages: lines.map(fromLetters).filter((message) => !isUnsteadyNeighbour(message)) };
  });
  const names = namesOf(
    decoded.flatMap(({ messages }) => messages),
    script,
  );
  return decoded
    .flatMap(({ type, messages }) => [`> ${type}`, ...describeAll(messages)])
    .map((line) => line.replace(REFERENCES, "$1").replace(PROXY_QUEUE, "$1").replace(PROBES, "$1"))
    .map((line) => sortMembers(withoutGroupTimers(line.replace(BRIDGE_TIMERS, "$1"))))
    .map((line) =>
      names.reduce((text, [pattern, name]) => text.replace(pattern, name), roundLifetimes(line, step)),
    )
    .join("\n");
}
