/**
 * Reads a message with the codec of `src/netlink` and writes it again: every header and every known attribute as the numbers, texts
 * and addresses that it holds, what is unknown as bytes.
 */
import {
  IFADDRMSG_LEN,
  readAddrCacheInfo,
  readAddrHeader,
  writeAddrCacheInfo,
  writeAddrHeader,
} from "../../../src/netlink/addr.ts";
import {
  IFADDRLBLMSG_LEN,
  readAddressLabelHeader,
  writeAddressLabelHeader,
} from "../../../src/netlink/addrlabel.ts";
import { AttributeCursor, AttributeTable, NLA_HDRLEN } from "../../../src/netlink/attribute.ts";
import { ExtendedAck, readAck, writeAck, writeDone } from "../../../src/netlink/error.ts";
import * as link from "../../../src/netlink/link.ts";
import * as ifla from "../../../src/netlink/link-attributes.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_ACK_TLVS,
  NLM_F_CAPPED,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_HDRLEN,
} from "../../../src/netlink/message.ts";
import {
  NDMSG_LEN,
  readNeighCacheInfo,
  readNeighHeader,
  writeNeighCacheInfo,
  writeNeighHeader,
} from "../../../src/netlink/neigh.ts";
import * as route from "../../../src/netlink/route.ts";
import * as rtm from "../../../src/netlink/rtnetlink.ts";
import { FIB_RULE_HDR_LEN, readRuleHeader, writeRuleHeader } from "../../../src/netlink/rule.ts";

type CopyAttribute = (cursor: AttributeCursor, writer: MessageWriter) => void;

/** What an attribute holds, by type. */
type Schema = Readonly<Record<number, CopyAttribute>>;

const table = new AttributeTable(ifla.IFLA_MAX);
const typeOf = (cursor: AttributeCursor) => cursor.type | cursor.flags;
/** The table of attributes, with only the cursor's. */
const only = ({ bytes, start, length }: AttributeCursor) =>
  table.parse(bytes, start - NLA_HDRLEN, start + length);
const u8: CopyAttribute = (cursor, writer) => writer.u8(typeOf(cursor), only(cursor).u8(cursor.type));
const u16: CopyAttribute = (cursor, writer) => writer.u16(typeOf(cursor), only(cursor).u16(cursor.type));
const u32: CopyAttribute = (cursor, writer) => writer.u32(typeOf(cursor), cursor.u32());
const u64: CopyAttribute = (cursor, writer) => writer.u64(typeOf(cursor), only(cursor).u64(cursor.type));
const be32: CopyAttribute = (cursor, writer) => writer.be32(typeOf(cursor), only(cursor).be32(cursor.type));
const ipv6: CopyAttribute = (cursor, writer) => {
  const address = only(cursor).ipv6(cursor.type);
  if (address === undefined) throw new Error("no IPv6 address");
  const at = writer.attribute(typeOf(cursor), 16);
  address.toBytes(writer.bytes, at);
};
const text: CopyAttribute = (cursor, writer) => writer.string(typeOf(cursor), cursor.string());
const data: CopyAttribute = (cursor, writer) => writer.data(typeOf(cursor), cursor.payload);
const ip: CopyAttribute = (cursor, writer) => (cursor.length === 4 ? be32 : ipv6)(cursor, writer);

function copyAttributes(cursor: AttributeCursor, writer: MessageWriter, schema: Schema): void {
  while (cursor.next()) (schema[cursor.type] ?? data)(cursor, writer);
  if (cursor.leftover > 0) throw new Error(`${cursor.leftover} bytes left over`);
}

function nest(schema: Schema): CopyAttribute {
  return (cursor, writer) => {
    const at = writer.nest(typeOf(cursor));
    copyAttributes(
      new AttributeCursor(cursor.bytes, cursor.start, cursor.start + cursor.length),
      writer,
      schema,
    );
    writer.endNest(at);
  };
}

/** Every type holds the same. */
function each(copy: CopyAttribute): Schema {
  return Object.fromEntries(Array.from({ length: 64 }, (_, type) => [type, copy]));
}

const INET6: Schema = { 1: u32, 8: u8, 9: u32 };
const LINK: Schema = {
  [ifla.IFLA_IFNAME]: text,
  [ifla.IFLA_IFALIAS]: text,
  [ifla.IFLA_QDISC]: text,
  [ifla.IFLA_OPERSTATE]: u8,
  [ifla.IFLA_LINKMODE]: u8,
  [ifla.IFLA_CARRIER]: u8,
  [ifla.IFLA_PROTO_DOWN]: u8,
  [ifla.IFLA_NETNS_IMMUTABLE]: u8,
  [ifla.IFLA_HEADROOM]: u16,
  [ifla.IFLA_TAILROOM]: u16,
  ...Object.fromEntries(
    [
      ifla.IFLA_MTU,
      ifla.IFLA_LINK,
      ifla.IFLA_TXQLEN,
      ifla.IFLA_GROUP,
      ifla.IFLA_PROMISCUITY,
      ifla.IFLA_ALLMULTI,
      ifla.IFLA_MIN_MTU,
      ifla.IFLA_MAX_MTU,
      ifla.IFLA_NUM_TX_QUEUES,
      ifla.IFLA_NUM_RX_QUEUES,
      ifla.IFLA_LINK_NETNSID,
      ifla.IFLA_TARGET_NETNSID,
      ifla.IFLA_CARRIER_CHANGES,
      ifla.IFLA_CARRIER_UP_COUNT,
      ifla.IFLA_CARRIER_DOWN_COUNT,
      ifla.IFLA_GSO_MAX_SEGS,
      ifla.IFLA_GSO_MAX_SIZE,
      ifla.IFLA_GRO_MAX_SIZE,
      ifla.IFLA_TSO_MAX_SIZE,
      ifla.IFLA_TSO_MAX_SEGS,
    ].map((type) => [type, u32]),
  ),
  [ifla.IFLA_STATS64]: ({ bytes, start, length }, writer) =>
    link.writeLinkStats64(writer, ifla.IFLA_STATS64, link.readLinkStats64(bytes, start, length)),
  [ifla.IFLA_STATS]: ({ bytes, start, length }, writer) =>
    link.writeLinkStats(writer, ifla.IFLA_STATS, link.readLinkStats(bytes, start, length)),
  [ifla.IFLA_PROP_LIST]: nest({ [ifla.IFLA_ALT_IFNAME]: text }),
  [ifla.IFLA_XDP]: nest({ [ifla.IFLA_XDP_ATTACHED]: u8 }),
  [ifla.IFLA_LINKINFO]: nest({ [ifla.IFLA_INFO_KIND]: text, [ifla.IFLA_INFO_DATA]: nest({}) }),
  [ifla.IFLA_AF_SPEC]: nest({ 2: nest({}), 10: nest(INET6) }),
  [ifla.IFLA_PROTINFO]: nest(INET6),
};

const ADDRESS: Schema = {
  1: ip,
  2: ip,
  3: text,
  4: ip,
  8: u32,
  9: u32,
  10: u32,
  11: u8,
  6: ({ bytes, start, length }, writer) => {
    const info = readAddrCacheInfo(bytes, start, length);
    if (info) writeAddrCacheInfo(writer, info.preferred, info.valid, info.created, info.updated);
  },
};

const ROUTE: Schema = {
  ...Object.fromEntries([1, 2, 5, 7].map((type) => [type, ip])),
  ...Object.fromEntries([3, 4, 6, 11, 15, 16, 25].map((type) => [type, u32])),
  8: nest({ ...each(u32), 16: text }),
  20: u8,
  9: (cursor, writer) => {
    const at = writer.nest(typeOf(cursor));
    const hops = new route.NexthopCursor(cursor.bytes, cursor.start, cursor.start + cursor.length);
    while (hops.next()) {
      const hop = route.beginNexthop(writer, hops.flags, hops.hops, hops.ifindex);
      copyAttributes(
        new AttributeCursor(hops.bytes, hops.attributesStart, hops.attributesEnd),
        writer,
        ROUTE,
      );
      route.endNexthop(writer, hop);
    }
    if (hops.leftover > 0) throw new Error("next hops left over");
    writer.endNest(at);
  },
  12: ({ bytes, start, length }, writer) => {
    const info = route.readRouteCacheInfo(bytes, start, length);
    if (info) route.writeRouteCacheInfo(writer, info);
  },
};

const NEIGHBOUR: Schema = {
  1: ip,
  4: u32,
  8: u32,
  12: u8,
  15: u32,
  3: ({ bytes, start, length }, writer) => {
    const info = readNeighCacheInfo(bytes, start, length);
    if (info) writeNeighCacheInfo(writer, info.confirmed, info.used, info.updated, info.refcnt);
  },
};

const RULE: Schema = {
  ...Object.fromEntries([4, 6, 10, 11, 13, 14, 15, 16].map((type) => [type, u32])),
  1: ip,
  2: ip,
  3: text,
  17: text,
  12: u64,
  19: u8,
  21: u8,
  22: u8,
  28: u16,
  29: u16,
};

const PARMS: Schema = {
  ...Object.fromEntries([1, 2, 8, 9, 10, 11, 14, 16, 17].map((type) => [type, u32])),
  ...Object.fromEntries([3, 4, 5, 6, 7, 12, 13, 15, 19].map((type) => [type, u64])),
};

/** A kind of message: its fixed header, of a length, and its attributes. */
interface Kind {
  readonly length: number;
  readonly header: (bytes: Uint8Array, at: number, writer: MessageWriter) => void;
  readonly schema: Schema;
}

/** A header without a codec of its own. */
function bytesHeader(length: number): Pick<Kind, "length" | "header"> {
  return {
    length,
    header: (bytes, at, writer) => {
      for (let i = 0; i < length; i++) writer.raw8(bytes[at + i]);
    },
  };
}

const address: Omit<Kind, "schema"> = {
  length: IFADDRMSG_LEN,
  header: (bytes, at, writer) => {
    const h = readAddrHeader(bytes, at);
    writeAddrHeader(writer, h.family, h.prefixLength, h.flags, h.scope, h.index);
  },
};

const KINDS: Readonly<Record<number, Kind>> = {
  [rtm.RTM_NEWLINK]: {
    length: link.IFINFOMSG_LEN,
    header: (bytes, at, writer) => {
      const h = link.readLinkHeader(bytes, at);
      link.writeLinkHeader(writer, h.family, h.type, h.index, h.flags, h.change);
    },
    schema: LINK,
  },
  [rtm.RTM_NEWADDR]: { ...address, schema: ADDRESS },
  [rtm.RTM_GETMULTICAST]: { ...address, schema: { ...ADDRESS, 7: ip } },
  [rtm.RTM_GETANYCAST]: { ...address, schema: { ...ADDRESS, 5: ip } },
  [rtm.RTM_NEWROUTE]: {
    length: route.RTMSG_LEN,
    header: (bytes, at, writer) => route.writeRouteHeader(writer, route.readRouteHeader(bytes, at)),
    schema: ROUTE,
  },
  [rtm.RTM_NEWNEIGH]: {
    length: NDMSG_LEN,
    header: (bytes, at, writer) => {
      const h = readNeighHeader(bytes, at);
      writeNeighHeader(writer, h.family, h.index, h.state, h.flags, h.type);
    },
    schema: NEIGHBOUR,
  },
  [rtm.RTM_NEWRULE]: {
    length: FIB_RULE_HDR_LEN,
    header: (bytes, at, writer) => writeRuleHeader(writer, readRuleHeader(bytes, at)),
    schema: RULE,
  },
  [rtm.RTM_NEWADDRLABEL]: {
    length: IFADDRLBLMSG_LEN,
    header: (bytes, at, writer) => writeAddressLabelHeader(writer, readAddressLabelHeader(bytes, at)),
    schema: { 1: ip, 2: u32 },
  },
  [rtm.RTM_NEWNETCONF]: { ...bytesHeader(4), schema: each(u32) },
  [rtm.RTM_NEWNSID]: { ...bytesHeader(4), schema: each(u32) },
  [rtm.RTM_NEWNEIGHTBL]: {
    ...bytesHeader(4),
    schema: { 1: text, 2: u32, 3: u32, 4: u32, 8: u64, 6: nest(PARMS) },
  },
  [rtm.RTM_NEWSTATS]: { ...bytesHeader(12), schema: { 5: nest({}) } },
  [rtm.RTM_NEWQDISC]: { ...bytesHeader(20), schema: { 1: text } },
};

function copyAck(reader: MessageReader, writer: MessageWriter): void {
  const ack = readAck(reader);
  if (ack === undefined) throw new Error("acknowledgement cut short");
  const extack = new ExtendedAck();
  extack.message = ack.message;
  extack.offset = ack.offset;
  extack.missingType = ack.missingType;
  extack.missingNest = ack.missingNest;
  const extended = (reader.flags & NLM_F_ACK_TLVS) !== 0;
  if (reader.type === NLMSG_DONE) {
    writeDone(
      writer,
      reader.seq,
      reader.pid,
      ack.error,
      reader.flags & ~NLM_F_ACK_TLVS,
      extended ? extack : undefined,
    );
    return;
  }
  // the request is inside, after the error number; of one that is capped only the header
  const capped = (reader.flags & NLM_F_CAPPED) !== 0;
  const inside = reader.bytes.subarray(reader.body + 4, reader.end);
  const size = inside[0] | (inside[1] << 8);
  const whole = new Uint8Array(size);
  whole.set(inside.subarray(0, capped ? NLMSG_HDRLEN : size));
  const request = new MessageReader().open(whole);
  if (!request.next()) throw new Error("no request in the acknowledgement");
  writeAck(writer, request, ack.error, reader.pid, { extended, capped }, extack);
}

/** The same message, read and written. */
export function copyMessage(message: Uint8Array): Uint8Array {
  const reader = new MessageReader().open(message);
  const writer = new MessageWriter(16);
  if (!reader.next()) throw new Error("no message");
  if (reader.type === NLMSG_ERROR || reader.type === NLMSG_DONE) copyAck(reader, writer);
  else {
    // a DEL message is made as the NEW one before it
    const kind = KINDS[reader.type] ?? KINDS[reader.type - 1];
    if (kind === undefined) throw new Error(`type ${reader.type}`);
    writer.begin(reader.type, reader.flags, reader.seq, reader.pid);
    kind.header(reader.bytes, reader.body, writer);
    copyAttributes(
      new AttributeCursor(reader.bytes, reader.body + kind.length, reader.end),
      writer,
      kind.schema,
    );
    writer.end();
  }
  return writer.message(true).subarray(0, message.length);
}
