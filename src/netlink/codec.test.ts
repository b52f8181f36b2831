import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EINVAL, ERANGE } from "../errno.ts";
import { IFADDRMSG_LEN, readAddrHeader, writeAddrHeader } from "./addr.ts";
import { AttributeCursor, AttributeTable } from "./attribute.ts";
import { ExtendedAck, readAck, writeAck, writeDone } from "./error.ts";
import {
  emptyLinkStats,
  IFINFOMSG_LEN,
  LINK_STATS_LEN,
  LINK_STATS64_LEN,
  readLinkHeader,
  readLinkStats,
  readLinkStats64,
  writeLinkHeader,
  writeLinkStats,
  writeLinkStats64,
} from "./link.ts";
import {
  IFLA_ADDRESS,
  IFLA_IFALIAS,
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_INFO_MAX,
  IFLA_LINKINFO,
  IFLA_MAX,
  IFLA_MTU,
  IFLA_PROP_LIST,
  IFLA_STATS,
  IFLA_STATS64,
} from "./link-attributes.ts";
import { readVethPeer, VETH_INFO_MAX, VETH_INFO_PEER } from "./link-kinds/veth.ts";
import { MessageReader, MessageWriter, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR } from "./message.ts";
import { NDMSG_LEN, readNeighHeader, writeNeighHeader } from "./neigh.ts";
import { policy } from "./policy.ts";
import { validateAttributes } from "./policy-check.ts";
import {
  beginNexthop,
  endNexthop,
  NexthopCursor,
  RTMSG_LEN,
  readRouteHeader,
  writeRouteHeader,
} from "./route.ts";
import { RTA_GATEWAY, RTA_MAX, RTA_MULTIPATH } from "./route-attributes.ts";
import { RTM_NEWADDR, RTM_NEWLINK, RTM_NEWNEIGH, RTM_NEWROUTE, RTM_NEWRULE } from "./rtnetlink.ts";
import { FIB_RULE_HDR_LEN, readRuleHeader, writeRuleHeader } from "./rule.ts";

interface Exchange {
  readonly request: string;
  readonly replies: readonly string[];
}

const recorded: { messages: Record<string, Exchange> } = JSON.parse(
  readFileSync(new URL("./fixtures/rtnetlink.json", import.meta.url), "utf8"),
);
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const replies = Object.values(recorded.messages).flatMap((exchange) => exchange.replies.map(bytesOf));

/** Decodes the fixed header of a message and writes it again. @returns its length */
function copyHeader(reader: MessageReader, writer: MessageWriter): number {
  const { bytes, body } = reader;
  switch (reader.type) {
    case RTM_NEWLINK: {
      const h = readLinkHeader(bytes, body);
      writeLinkHeader(writer, h.family, h.type, h.index, h.flags, h.change);
      return IFINFOMSG_LEN;
    }
    case RTM_NEWADDR: {
      const h = readAddrHeader(bytes, body);
      writeAddrHeader(writer, h.family, h.prefixLength, h.flags, h.scope, h.index);
      return IFADDRMSG_LEN;
    }
    case RTM_NEWROUTE:
      writeRouteHeader(writer, readRouteHeader(bytes, body));
      return RTMSG_LEN;
    case RTM_NEWNEIGH: {
      const h = readNeighHeader(bytes, body);
      writeNeighHeader(writer, h.family, h.index, h.state, h.flags, h.type);
      return NDMSG_LEN;
    }
    case RTM_NEWRULE:
      writeRuleHeader(writer, readRuleHeader(bytes, body));
      return FIB_RULE_HDR_LEN;
    default:
      throw new Error(`type ${reader.type}`);
  }
}

/** Decodes one attribute as its kind wants it, and writes it again. */
function copyAttribute(type: number, cursor: AttributeCursor, writer: MessageWriter): void {
  if (type === RTM_NEWLINK && cursor.type === IFLA_STATS64) {
    expect(cursor.length).toBe(LINK_STATS64_LEN);
    writeLinkStats64(writer, IFLA_STATS64, readLinkStats64(cursor.bytes, cursor.start, cursor.length));
  } else if (type === RTM_NEWLINK && cursor.type === IFLA_STATS) {
    expect(cursor.length).toBe(LINK_STATS_LEN);
    writeLinkStats(writer, IFLA_STATS, readLinkStats(cursor.bytes, cursor.start, cursor.length));
  } else if (type === RTM_NEWLINK && [IFLA_IFNAME, IFLA_IFALIAS].includes(cursor.type)) {
    writer.string(cursor.type, cursor.string());
  } else if (type === RTM_NEWLINK && cursor.type === IFLA_MTU) {
    writer.u32(cursor.type, cursor.u32());
  } else if (type === RTM_NEWLINK && [IFLA_LINKINFO, IFLA_PROP_LIST].includes(cursor.type)) {
    const nest = writer.nest(cursor.type | cursor.flags);
    const inner = new AttributeCursor(cursor.bytes, cursor.start, cursor.start + cursor.length);
    while (inner.next()) writer.data(inner.type | inner.flags, inner.payload);
    writer.endNest(nest);
  } else if (type === RTM_NEWROUTE && cursor.type === RTA_MULTIPATH) {
    const nest = writer.nest(cursor.type | cursor.flags);
    const hops = new NexthopCursor(cursor.bytes, cursor.start, cursor.start + cursor.length);
    while (hops.next()) {
      const hop = beginNexthop(writer, hops.flags, hops.hops, hops.ifindex);
      writer.be32(
        RTA_GATEWAY,
        new AttributeTable(RTA_MAX)
          .parse(hops.bytes, hops.attributesStart, hops.attributesEnd)
          .be32(RTA_GATEWAY),
      );
      endNexthop(writer, hop);
    }
    expect(hops.leftover).toBe(0);
    writer.endNest(nest);
  } else writer.data(cursor.type | cursor.flags, cursor.payload);
}

describe("messages recorded from Linux", () => {
  test("come out byte for byte after decoding and encoding", () => {
    const reader = new MessageReader();
    const writer = new MessageWriter(16);
    let count = 0;
    for (const bytes of replies) {
      reader.open(bytes);
      expect(reader.next()).toBe(true);
      if (reader.type === NLMSG_ERROR || reader.type === NLMSG_DONE) continue;
      writer.reset();
      writer.begin(reader.type, reader.flags, reader.seq, reader.pid);
      const header = copyHeader(reader, writer);
      const cursor = new AttributeCursor(bytes, reader.body + header, reader.end);
      while (cursor.next()) copyAttribute(reader.type, cursor, writer);
      expect(cursor.leftover).toBe(0);
      expect(reader.next()).toBe(false);
      expect(reader.truncated).toBe(0);
      writer.end();
      expect(hexOf(writer.message())).toBe(hexOf(bytes));
      count++;
    }
    expect(count).toBeGreaterThan(25);
  });

  test("acknowledgements are written as the kernel writes them", () => {
    const options = { extended: true, capped: false };
    for (const name of ["badlink", "badroute"]) {
      const exchange = recorded.messages[name];
      const reply = new MessageReader().open(bytesOf(exchange.replies[0]));
      reply.next();
      const ack = readAck(reply)!;
      const request = new MessageReader().open(bytesOf(exchange.request));
      request.next();
      const extack = new ExtendedAck();
      extack.message = ack.message;
      extack.offset = ack.offset;
      extack.missingType = ack.missingType;
      const writer = new MessageWriter();
      writeAck(writer, request, ack.error, reply.pid, options, extack);
      expect(hexOf(writer.message())).toBe(exchange.replies[0]);
    }
    const done = new MessageReader().open(bytesOf(recorded.messages["links"].replies.at(-1)!));
    done.next();
    const writer = new MessageWriter();
    writeDone(writer, done.seq, done.pid, 0, done.flags);
    expect(hexOf(writer.message())).toBe(recorded.messages["links"].replies.at(-1));
  });
});

test("a veth pair is written and read with the peer's own header and attributes", () => {
  const writer = new MessageWriter(8);
  writer.begin(RTM_NEWLINK, NLM_F_REQUEST, 7);
  writeLinkHeader(writer, 0, 0, 0, 0, 0);
  writer.string(IFLA_IFNAME, "veth0");
  const info = writer.nest(IFLA_LINKINFO);
  writer.stringUnterminated(IFLA_INFO_KIND, "veth");
  const data = writer.nest(IFLA_INFO_DATA);
  const peer = writer.nest(VETH_INFO_PEER);
  writeLinkHeader(writer, 0, 0, 5, 0, 0);
  writer.string(IFLA_IFNAME, "vethé");
  writer.endNest(peer);
  writer.endNest(data);
  writer.endNest(info);
  writer.end();

  const reader = new MessageReader().open(writer.message());
  expect(reader.next()).toBe(true);
  const tb = new AttributeTable(IFLA_MAX).parse(reader.bytes, reader.body + IFINFOMSG_LEN, reader.end);
  expect(tb.string(IFLA_IFNAME)).toBe("veth0");
  expect(tb.has(IFLA_ADDRESS)).toBe(false);
  const linkinfo = new AttributeTable(IFLA_INFO_MAX).parseNested(tb, IFLA_LINKINFO);
  expect(linkinfo.string(IFLA_INFO_KIND)).toBe("veth");
  const infoData = new AttributeTable(VETH_INFO_MAX).parseNested(linkinfo, IFLA_INFO_DATA);
  const peerTable = new AttributeTable(IFLA_MAX);
  expect(readVethPeer(infoData, peerTable)?.index).toBe(5);
  expect(peerTable.string(IFLA_IFNAME)).toBe("vethé");
});

test("a policy answers with Linux's errors", () => {
  const rules = policy(4, [
    [1, { type: "nul-string", length: 3 }],
    [2, { type: "u32", maximum: 9 }],
    [3, { type: "flag" }],
  ]);
  const check = (write: (writer: MessageWriter) => void, strict = false): [number, string] => {
    const writer = new MessageWriter();
    write(writer);
    const extack = new ExtendedAck();
    const error = validateAttributes(writer.bytes, 0, writer.length, rules, strict, extack);
    return [error, extack.message];
  };
  expect(check((w) => w.string(1, "abc"))).toEqual([0, ""]);
  expect(check((w) => w.string(1, "abcd"))).toEqual([-EINVAL, "Attribute failed policy validation"]);
  expect(check((w) => w.u16(2, 1))).toEqual([-ERANGE, "Attribute failed policy validation"]);
  expect(check((w) => w.u64(2, 1), true)).toEqual([-EINVAL, "invalid attribute length"]);
  expect(check((w) => w.u32(2, 10))).toEqual([-ERANGE, "integer out of range"]);
  expect(check((w) => w.u8(3, 1))).toEqual([-ERANGE, "Attribute failed policy validation"]);
  expect(check((w) => w.u8(9, 1), true)).toEqual([-EINVAL, "Unknown attribute type"]);
  expect(check((w) => w.u8(9, 1))).toEqual([0, ""]);
  expect(check((w) => w.raw16(7), true)).toEqual([-EINVAL, "bytes leftover after parsing attributes"]);
});

test("no bytes make a reader throw or run away", () => {
  const seeds = fc.constantFrom(...replies);
  const mutated = fc.tuple(
    seeds,
    fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 8 }),
    fc.nat(40),
  );
  fc.assert(
    fc.property(mutated, ([seed, changes, cut]) => {
      const bytes = seed.slice(0, Math.max(0, seed.length - cut));
      for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
      const reader = new MessageReader().open(bytes);
      const table = new AttributeTable(IFLA_MAX);
      const inner = new AttributeTable(IFLA_INFO_MAX);
      while (reader.next()) {
        readAck(reader);
        table.parse(reader.bytes, reader.body + IFINFOMSG_LEN, reader.end);
        for (let type = 0; type <= IFLA_MAX; type++) {
          table.u8(type);
          table.u64(type);
          table.string(type);
          table.ipv6(type);
          inner.parseNested(table, type);
          const hops = new NexthopCursor(
            table.bytes,
            table.offset(type),
            table.offset(type) + table.length(type),
          );
          while (hops.next());
          readLinkStats64(table.bytes, table.offset(type), table.length(type), emptyLinkStats());
        }
      }
    }),
    { numRuns: 300 },
  );
});
