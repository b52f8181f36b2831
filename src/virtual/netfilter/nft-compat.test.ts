import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AF_NETLINK, SOCK_RAW, type Socket } from "../../kernel.ts";
import { readS32 } from "../../netlink/attribute.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_ACK,
  NLM_F_CREATE,
  NLM_F_REQUEST,
} from "../../netlink/message.ts";
import {
  NFT_MSG_NEWCHAIN,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWTABLE,
  NFTA_CHAIN_HOOK,
  NFTA_CHAIN_NAME,
  NFTA_CHAIN_TABLE,
  NFTA_CHAIN_TYPE,
  NFTA_EXPR_DATA,
  NFTA_EXPR_NAME,
  NFTA_HOOK_HOOKNUM,
  NFTA_HOOK_PRIORITY,
  NFTA_LIST_ELEM,
  NFTA_RULE_CHAIN,
  NFTA_RULE_COMPAT,
  NFTA_RULE_COMPAT_FLAGS,
  NFTA_RULE_COMPAT_PROTO,
  NFTA_RULE_EXPRESSIONS,
  NFTA_RULE_TABLE,
  NFTA_TABLE_NAME,
} from "../../netlink/nf-tables.ts";
import {
  NETLINK_NETFILTER,
  NFNL_MSG_BATCH_BEGIN,
  NFNL_MSG_BATCH_END,
  NFNL_SUBSYS_NFTABLES,
  nfnlType,
  writeNfgenmsg,
} from "../../netlink/nfnetlink.ts";
import { NFTA_XT_INFO, NFTA_XT_NAME, NFTA_XT_REV } from "../../netlink/nft-compat.ts";
import { allocSkb } from "../core/skbuff.ts";
import { ip, Router } from "../test-support/router.ts";
import { NFPROTO_IPV4 } from "./hook-numbers.ts";

/** Name, revision, size: everything that the kernel has. */
const KINDS: readonly (readonly ["match" | "target", string, number, number])[] = [
  ["match", "tcp", 0, 16],
  ["match", "udp", 0, 16],
  ["match", "icmp", 0, 8],
  ["match", "multiport", 1, 48],
  ["match", "mark", 1, 16],
  ["match", "comment", 0, 256],
  ["match", "length", 0, 8],
  ["match", "pkttype", 0, 8],
  ["match", "ttl", 0, 8],
  ["match", "mac", 0, 16],
  ["match", "statistic", 0, 24],
  ["match", "iprange", 1, 72],
  ["match", "addrtype", 1, 8],
  ["match", "conntrack", 3, 168],
  ["match", "connmark", 1, 16],
  ["match", "physdev", 0, 72],
  ["match", "tcpmss", 0, 8],
  ["match", "bpf", 1, 528],
  ["match", "policy", 0, 312],
  ["match", "quota", 0, 24],
  ["match", "connbytes", 0, 24],
  ["match", "devgroup", 0, 24],
  ["match", "realm", 0, 16],
  ["match", "ipcomp", 0, 16],
  ["target", "MARK", 2, 8],
  ["target", "CONNMARK", 2, 16],
  ["target", "LOG", 0, 32],
  ["target", "REJECT", 0, 8],
  ["target", "TTL", 0, 8],
  ["target", "CLASSIFY", 0, 8],
  ["target", "CHECKSUM", 0, 8],
  ["target", "TCPMSS", 0, 8],
  ["target", "SYNPROXY", 0, 8],
  ["target", "DNAT", 2, 48],
  ["target", "SNAT", 0, 24],
  ["target", "MASQUERADE", 0, 24],
  ["target", "REDIRECT", 0, 24],
  ["target", "NETMAP", 0, 24],
  ["target", "CT", 2, 72],
  ["target", "AUDIT", 0, 8],
  ["target", "ECN", 0, 8],
  ["target", "NFQUEUE", 3, 8],
  ["target", "TCPOPTSTRIP", 0, 32],
  ["target", "TEE", 1, 40],
];
/** Table, hook, type: places where each target may be. */
const PLACES = [
  ["filter", 2, 0, "filter"],
  ["mangle", 2, -150, "filter"],
  ["raw", 0, -300, "filter"],
  ["nat", 0, -100, "nat"],
  ["nat2", 4, 100, "nat"],
] as const;

interface Rule {
  readonly kind: number;
  readonly place: number;
  readonly info: Uint8Array;
  readonly protocol: number;
}

function batch(write: (begin: (type: number, flags: number) => MessageWriter) => void): Uint8Array {
  const writer = new MessageWriter();
  let seq = 1;
  const begin = (type: number, flags: number): MessageWriter => {
    if (seq > 1) writer.end();
    writer.align();
    writer.begin(type, NLM_F_REQUEST | flags, seq++);
    const frame = type === NFNL_MSG_BATCH_BEGIN || type === NFNL_MSG_BATCH_END;
    writeNfgenmsg(writer, frame ? 0 : NFPROTO_IPV4, frame ? NFNL_SUBSYS_NFTABLES : 0);
    return writer;
  };
  begin(NFNL_MSG_BATCH_BEGIN, 0);
  write((type, flags) => begin(nfnlType(NFNL_SUBSYS_NFTABLES, type), flags | NLM_F_ACK));
  begin(NFNL_MSG_BATCH_END, 0);
  writer.end();
  return writer.message(true);
}

function places(): Uint8Array {
  return batch((begin) => {
    for (const [table, hook, priority, type] of PLACES) {
      const name = table === "nat2" ? "nat" : table;
      begin(NFT_MSG_NEWTABLE, NLM_F_CREATE).string(NFTA_TABLE_NAME, name);
      const writer = begin(NFT_MSG_NEWCHAIN, NLM_F_CREATE);
      writer.string(NFTA_CHAIN_TABLE, name);
      writer.string(NFTA_CHAIN_NAME, `C${hook}`);
      const nest = writer.nest(NFTA_CHAIN_HOOK);
      writer.be32(NFTA_HOOK_HOOKNUM, hook);
      writer.be32(NFTA_HOOK_PRIORITY, priority >>> 0);
      writer.endNest(nest);
      writer.string(NFTA_CHAIN_TYPE, type);
    }
  });
}

function ruleMessage({ kind, place, info, protocol }: Rule): Uint8Array {
  const [what, name, revision] = KINDS[kind];
  const [table, hook] = PLACES[place];
  return batch((begin) => {
    const writer = begin(NFT_MSG_NEWRULE, NLM_F_CREATE);
    writer.string(NFTA_RULE_TABLE, table === "nat2" ? "nat" : table);
    writer.string(NFTA_RULE_CHAIN, `C${hook}`);
    const list = writer.nest(NFTA_RULE_EXPRESSIONS);
    const element = writer.nest(NFTA_LIST_ELEM);
    writer.string(NFTA_EXPR_NAME, what);
    const data = writer.nest(NFTA_EXPR_DATA);
    writer.string(NFTA_XT_NAME, name);
    writer.be32(NFTA_XT_REV, revision);
    writer.data(NFTA_XT_INFO, info);
    writer.endNest(data);
    writer.endNest(element);
    writer.endNest(list);
    const compat = writer.nest(NFTA_RULE_COMPAT);
    writer.be32(NFTA_RULE_COMPAT_PROTO, protocol);
    writer.be32(NFTA_RULE_COMPAT_FLAGS, 0);
    writer.endNest(compat);
  });
}

/** The first error that is answered, or 0. */
function send(socket: Socket, bytes: Uint8Array): number {
  expect(socket.send(bytes)).toBe(bytes.length);
  const buffer = new Uint8Array(65_536);
  let error = 0;
  for (const reader = new MessageReader(); ; ) {
    const length = socket.recv(buffer);
    if (length < 0) return error;
    for (reader.open(buffer, 0, length); reader.next(); ) error ||= readS32(reader.bytes, reader.body);
  }
}

function inject(net: Router, protocol: number, body: Uint8Array): void {
  const packet = new Uint8Array(20 + body.length);
  const view = new DataView(packet.buffer);
  packet.set([0x45, 0]);
  view.setUint16(2, packet.length);
  packet.set([64, protocol], 8);
  view.setUint32(12, ip(10, 0, 0, 1));
  view.setUint32(16, ip(192, 0, 2, 9));
  let sum = 0;
  for (let i = 0; i < 20; i += 2) sum += view.getUint16(i);
  sum = (sum & 0xffff) + (sum >>> 16);
  view.setUint16(10, ~((sum & 0xffff) + (sum >>> 16)) & 0xffff);
  packet.set(body, 20);
  const skb = allocSkb(packet.length + 14);
  skb.append(net.vb.address, 0, 6);
  skb.append(net.va.address, 0, 6);
  skb.append(Uint8Array.of(8, 0), 0, 2);
  skb.append(packet, 0, packet.length);
  skb.macHeader = skb.data;
  skb.dev = net.va;
  net.va.ops.startXmit(skb, net.va);
}

const RULE = fc
  .record({
    kind: fc.nat(KINDS.length - 1),
    place: fc.nat(PLACES.length - 1),
    protocol: fc.constantFrom(0, 1, 6, 17),
  })
  .chain((rule) =>
    fc
      .oneof(
        fc.uint8Array({ minLength: KINDS[rule.kind][3], maxLength: KINDS[rule.kind][3] }),
        // mostly zeros get further
        fc
          .array(fc.tuple(fc.nat(KINDS[rule.kind][3] - 1), fc.constantFrom(0, 1, 2, 3, 255)), {
            maxLength: 4,
          })
          .map((pairs) => {
            const info = new Uint8Array(KINDS[rule.kind][3]);
            for (const [at, value] of pairs) info[at] = value;
            return info;
          }),
        fc.uint8Array({ maxLength: 300 }),
      )
      .map((info) => ({ ...rule, info })),
  );

describe("matches and targets of xtables with hostile structures and packets", () => {
  it("refuses or takes them, and packets pass or go, but nothing throws", () => {
    let taken = 0;
    fc.assert(
      fc.property(
        fc.array(RULE, { minLength: 1, maxLength: 6 }),
        fc.array(fc.tuple(fc.constantFrom(1, 6, 17, 47), fc.uint8Array({ maxLength: 60 })), { maxLength: 6 }),
        (rules, packets) => {
          const net = new Router();
          const socket = net.machine.createSocket(net.b, AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER) as Socket;
          socket.bind({ family: 16, pid: 0, groups: 0 });
          expect(send(socket, places())).toBe(0);
          for (const rule of rules) if (send(socket, ruleMessage(rule)) === 0) taken++;
          for (const [protocol, body] of packets) inject(net, protocol, body);
          socket.close();
        },
      ),
      { numRuns: 100, seed: 7 },
    );
    expect(taken).toBeGreaterThan(30);
  });
});
