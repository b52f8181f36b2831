/** A message as text, one attribute a line, so that a difference shows where it is; and what is not compared. */
import { AttributeCursor } from "../src/netlink/attribute.ts";
import * as link from "../src/netlink/link-attributes.ts";
import { MessageReader, NLMSG_DONE, NLMSG_ERROR } from "../src/netlink/message.ts";
import * as rtm from "../src/netlink/rtnetlink.ts";

/** Length of the fixed header after `struct nlmsghdr`, by type of message. */
const HEADERS = new Map([
  [rtm.RTM_NEWLINK, 16],
  [rtm.RTM_NEWADDR, 8],
  [rtm.RTM_GETMULTICAST, 8],
  [rtm.RTM_GETANYCAST, 8],
  [rtm.RTM_NEWROUTE, 12],
  [rtm.RTM_NEWNEIGH, 12],
  [rtm.RTM_NEWRULE, 12],
  [rtm.RTM_NEWNETCONF, 4],
  [rtm.RTM_NEWNEIGHTBL, 4],
  [rtm.RTM_NEWADDRLABEL, 12],
  [rtm.RTM_NEWSTATS, 12],
  [rtm.RTM_NEWNSID, 4],
  [rtm.RTM_NEWQDISC, 20],
  [rtm.RTM_NEWMDB, 8],
  [rtm.RTM_GETMDB, 8],
]);

/** Attributes that hold attributes without saying so (`NLA_F_NESTED`), by message type and path. */
const NESTED = new Set([
  `${rtm.RTM_NEWLINK}/${link.IFLA_LINKINFO}`,
  `${rtm.RTM_NEWLINK}/${link.IFLA_LINKINFO}/${link.IFLA_INFO_DATA}`,
  `${rtm.RTM_NEWLINK}/${link.IFLA_LINKINFO}/${link.IFLA_INFO_SLAVE_DATA}`,
  `${rtm.RTM_NEWLINK}/${link.IFLA_AF_SPEC}`,
  `${rtm.RTM_NEWLINK}/${link.IFLA_AF_SPEC}/2`,
  `${rtm.RTM_NEWLINK}/${link.IFLA_AF_SPEC}/10`,
  `${rtm.RTM_NEWLINK}/${link.IFLA_PROTINFO}`,
  `${rtm.RTM_NEWLINK}/${link.IFLA_XDP}`,
  `${rtm.RTM_NEWROUTE}/8`,
  `${rtm.RTM_NEWNEIGHTBL}/6`,
  `${rtm.RTM_NEWSTATS}/5`,
]);

/**
 * What differs from run to run on Linux itself, or tells of the machine and not of the network. Each rule takes out the bytes named,
 * and nothing else.
 */
const RULES: ReadonlyMap<string, readonly Mask[]> = new Map<string, readonly Mask[]>([
  // Reports of groups are sent at random times, and fewer or more of them: how many packets there were. That the counters are the
  // right ones in the right order, statistics.test.ts shows.
  [`${rtm.RTM_NEWLINK}/${link.IFLA_STATS64}`, [{ at: 0, length: 200 }]],
  [`${rtm.RTM_NEWLINK}/${link.IFLA_STATS}`, [{ at: 0, length: 100 }]],
  [`${rtm.RTM_NEWSTATS}/1`, [{ at: 0, length: 200 }]],
  ...[link.IFLA_INET6_STATS, link.IFLA_INET6_ICMP6STATS].flatMap((type): [string, Mask[]][] => [
    [`${rtm.RTM_NEWLINK}/${link.IFLA_AF_SPEC}/10/${type}`, [{ at: 8, length: 1000 }]],
    [`${rtm.RTM_NEWLINK}/${link.IFLA_PROTINFO}/${type}`, [{ at: 8, length: 1000 }]],
  ]),
  // created, updated: hundredths of a second since boot
  [`${rtm.RTM_NEWADDR}/6`, [{ at: 8, length: 8 }]],
  // for a group or anycast address too
  [`${rtm.RTM_GETMULTICAST}/6`, [{ at: 8, length: 8 }]],
  [`${rtm.RTM_GETANYCAST}/6`, [{ at: 8, length: 8 }]],
  // last used: hundredths of a second ago
  [`${rtm.RTM_NEWROUTE}/12`, [{ at: 4, length: 4 }]],
  // confirmed, used, updated: hundredths of a second ago
  [`${rtm.RTM_NEWNEIGH}/3`, [{ at: 0, length: 12 }]],
  // a queue for each processor
  [`${rtm.RTM_NEWLINK}/${link.IFLA_NUM_TX_QUEUES}`, [{ at: 0, length: 4 }]],
  [`${rtm.RTM_NEWLINK}/${link.IFLA_NUM_RX_QUEUES}`, [{ at: 0, length: 4 }]],
  // when the configuration was changed, and a random reachable time
  [`${rtm.RTM_NEWLINK}/${link.IFLA_AF_SPEC}/10/${link.IFLA_INET6_CACHEINFO}`, [{ at: 4, length: 8 }]],
  [`${rtm.RTM_NEWLINK}/${link.IFLA_PROTINFO}/${link.IFLA_INET6_CACHEINFO}`, [{ at: 4, length: 8 }]],
  // the size of the kernel's structure, entries of the whole machine, times ago, and what is about the hash
  [`${rtm.RTM_NEWNEIGHTBL}/5`, [{ at: 2, length: 26 }]],
  // lookups and other counts of the whole machine
  [`${rtm.RTM_NEWNEIGHTBL}/7`, [{ at: 0, length: 88 }]],
  // a random reachable time
  [`${rtm.RTM_NEWNEIGHTBL}/6/3`, [{ at: 0, length: 8 }]],
]);

interface Mask {
  readonly at: number;
  readonly length: number;
}

const TYPES = new Map(
  Object.entries(rtm)
    .filter(([name]) => name.startsWith("RTM_"))
    .map(([name, value]) => [value, name]),
);

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** The payload with what is not compared as dots. */
function masked(path: string, payload: Uint8Array): string {
  let text = hex(payload);
  for (const { at, length } of RULES.get(path) ?? []) {
    const from = at * 2;
    const to = Math.min((at + length) * 2, text.length);
    text = text.slice(0, from) + ".".repeat(Math.max(0, to - from)) + text.slice(to);
  }
  return text;
}

function describeAttributes(
  bytes: Uint8Array,
  start: number,
  end: number,
  path: string,
  indent: string,
): string[] {
  const lines: string[] = [];
  const cursor = new AttributeCursor(bytes, start, end);
  while (cursor.next()) {
    const inner = `${path}/${cursor.type}`;
    const flags = cursor.flags === 0 ? "" : ` +${cursor.flags.toString(16)}`;
    if (NESTED.has(inner) || (cursor.flags & 0x8000) !== 0) {
      lines.push(`${indent}${inner}${flags} {`);
      lines.push(
        ...describeAttributes(bytes, cursor.start, cursor.start + cursor.length, inner, `${indent}  `),
      );
    } else {
      lines.push(`${indent}${inner}${flags} ${masked(inner, cursor.payload)}`);
    }
  }
  if (cursor.leftover > 0) lines.push(`${indent}${cursor.leftover} bytes left over`);
  return lines;
}

/** A message in lines. The sender's port is not compared: a request has it, a notification has not. */
export function describe(message: Uint8Array): string[] {
  const reader = new MessageReader().open(message);
  if (!reader.next()) return [`no message: ${hex(message)}`];
  const { type, flags, seq, body, end, bytes } = reader;
  const name = TYPES.get(type) ?? `type ${type}`;
  const head = `flags ${flags.toString(16)} seq ${seq.toString(16)}`;
  if (type === NLMSG_ERROR || type === NLMSG_DONE)
    return [`${type === NLMSG_DONE ? "DONE" : "ERROR"} ${head} ${hex(bytes.subarray(body, end))}`];
  // a DEL message is made as the NEW one before it
  const kind = HEADERS.has(type) ? type : type - 1;
  const header = HEADERS.get(kind) ?? 4;
  return [
    `${name} ${head} ${hex(bytes.subarray(body, body + header))}`,
    ...describeAttributes(bytes, body + ((header + 3) & ~3), end, `${kind}`, "  "),
  ];
}

/** Messages that are none of the set-up's. */
const FOREIGN: readonly RegExp[] = [
  // a rule of multicast routing (RTNL_FAMILY_IPMR, RTNL_FAMILY_IP6MR), which a dump of all families has on Linux
  /^RTM_NEWRULE \S+ \S+ \S+ \S+ 8[01]/,
  // a proxy without a device outlives its namespace on Linux, and shows in the next one that gets the same memory
  /^RTM_NEWNEIGH \S+ \S+ \S+ \S+ .{8}00000000/,
];

/**
 * The answers to a request in lines. Neighbours come in the order of a hash with a random key: they are sorted, the ends of the
 * answer stay where they are.
 */
export function describeAll(messages: readonly Uint8Array[]): string[] {
  const described = messages.map(describe).filter(([head]) => !FOREIGN.some((pattern) => pattern.test(head)));
  const isNeighbour = ([head]: string[]) => head.startsWith("RTM_NEWNEIGH ");
  const text = (lines: string[]) => lines.join("\n");
  const sorted = described.filter(isNeighbour).sort((a, b) => (text(a) < text(b) ? -1 : 1));
  return described.flatMap((lines) => (isNeighbour(lines) ? (sorted.shift() ?? []) : lines));
}
