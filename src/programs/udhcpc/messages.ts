/** What the client sends, and which answers are for it. */
import type { Ipv4Address } from "../../packet/address.ts";
import {
  BOOTREPLY,
  BOOTREQUEST,
  buildDhcp,
  DHCP_BROADCAST,
  type DhcpMessage,
  OPTION_CLIENT_ID,
  OPTION_MAX_SIZE,
  OPTION_MESSAGE_TYPE,
  OPTION_REQUESTED,
  parseDhcp,
} from "../../packet/dhcp.ts";
import type { Options } from "./options.ts";

/** The largest message that it takes, in bytes. */
const SIZE_MAX = 576;

/** A number, and the bytes behind it. */
export type DhcpOption = readonly [number, Uint8Array];

interface Sent {
  readonly type: number;
  /** Those of this message alone. */
  readonly options: readonly DhcpOption[];
  readonly ciaddr: Ipv4Address;
  /** With what the client can take and wants to know. */
  readonly full: boolean;
  readonly xid: number;
  /** Since it began to ask, s. */
  readonly secs: number;
  readonly mac: Uint8Array;
  /** It names itself by its Ethernet address. */
  readonly clientId: boolean;
  readonly settings: Options;
}

/** A message of the client: its options in the order of busybox's. */
export function clientMessage(asked: Sent): Uint8Array {
  const { settings, full, ciaddr, mac } = asked;
  const all: DhcpOption[] = [[OPTION_MESSAGE_TYPE, Uint8Array.of(asked.type)], ...asked.options];
  if (full) {
    all.push([OPTION_MAX_SIZE, Uint8Array.of(SIZE_MAX >>> 8, SIZE_MAX & 255)]);
    if (settings.requested.length > 0) all.push([OPTION_REQUESTED, Uint8Array.from(settings.requested)]);
  }
  const sent = new Map(settings.sent);
  if (asked.clientId) sent.set(OPTION_CLIENT_ID, Uint8Array.of(1, ...mac));
  const codes = [...sent.keys()].sort((left, right) => left - right);
  for (const code of codes)
    if (full || code === OPTION_CLIENT_ID) all.push([code, sent.get(code) ?? new Uint8Array(0)]);
  return buildDhcp({
    op: BOOTREQUEST,
    xid: asked.xid,
    secs: Math.min(asked.secs, 0xffff),
    flags: settings.broadcast && ciaddr === 0 ? DHCP_BROADCAST : 0,
    ciaddr,
    chaddr: mac,
    options: all,
  });
}

/** The message in a datagram; undefined: it is none, or not for who asked under that number with that address. */
export function replyTo(bytes: Uint8Array, xid: number, mac: Uint8Array): DhcpMessage | undefined {
  const message = parseDhcp(bytes);
  if (message === undefined || message.op !== BOOTREPLY || message.xid !== xid) return undefined;
  const own = message.chaddr.length === 6 && message.chaddr.every((byte, i) => mac[i] === byte);
  return own ? message : undefined;
}
