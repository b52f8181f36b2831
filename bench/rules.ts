/** Rules on a router: a table with a chain at `FORWARD`, and rules that drop what a list of hosts sends to a port; no packet here matches. */
import { AF_NETLINK, SOCK_RAW } from "../src/kernel.ts";
import { readS32 } from "../src/netlink/attribute.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_REQUEST,
} from "../src/netlink/message.ts";
import * as nft from "../src/netlink/nf-tables.ts";
import * as expression from "../src/netlink/nf-tables-expressions.ts";
import {
  NETLINK_NETFILTER,
  NFNL_MSG_BATCH_BEGIN,
  NFNL_MSG_BATCH_END,
  NFNL_SUBSYS_NFTABLES,
  nfnlType,
  writeNfgenmsg,
} from "../src/netlink/nfnetlink.ts";
import { NFPROTO_IPV4 } from "../src/virtual/netfilter/hook-numbers.ts";
import type { Router } from "../src/virtual/test-support/router.ts";

const TABLE = "filter";
const CHAIN = "FORWARD";
const REGISTER = 1;
const DROP = 0;

class Batch {
  private readonly writer = new MessageWriter();
  private seq = 0;

  begin(type: number, flags: number, family: number, id: number): MessageWriter {
    if (this.seq > 0) this.writer.end();
    this.writer.align();
    this.writer.begin(type, NLM_F_REQUEST | flags, ++this.seq);
    writeNfgenmsg(this.writer, family, id);
    return this.writer;
  }

  add(type: number, flags = 0): MessageWriter {
    return this.begin(nfnlType(NFNL_SUBSYS_NFTABLES, type), NLM_F_CREATE | flags, NFPROTO_IPV4, 0);
  }

  bytes(): Uint8Array {
    this.writer.end();
    return this.writer.message(true);
  }
}

function expr(writer: MessageWriter, name: string, fill: () => void): void {
  const element = writer.nest(nft.NFTA_LIST_ELEM);
  writer.string(nft.NFTA_EXPR_NAME, name);
  const data = writer.nest(nft.NFTA_EXPR_DATA);
  fill();
  writer.endNest(data);
  writer.endNest(element);
}

/** Field of a header equal to a value. */
function field(writer: MessageWriter, base: number, offset: number, value: Uint8Array): void {
  expr(writer, "payload", () => {
    writer.be32(expression.NFTA_PAYLOAD_DREG, REGISTER);
    writer.be32(expression.NFTA_PAYLOAD_BASE, base);
    writer.be32(expression.NFTA_PAYLOAD_OFFSET, offset);
    writer.be32(expression.NFTA_PAYLOAD_LEN, value.length);
  });
  expr(writer, "cmp", () => {
    writer.be32(expression.NFTA_CMP_SREG, REGISTER);
    writer.be32(expression.NFTA_CMP_OP, expression.NFT_CMP_EQ);
    const data = writer.nest(expression.NFTA_CMP_DATA);
    writer.data(nft.NFTA_DATA_VALUE, value);
    writer.endNest(data);
  });
}

function drop(writer: MessageWriter): void {
  expr(writer, "immediate", () => {
    writer.be32(expression.NFTA_IMMEDIATE_DREG, nft.NFT_REG_VERDICT);
    const data = writer.nest(expression.NFTA_IMMEDIATE_DATA);
    const verdict = writer.nest(nft.NFTA_DATA_VERDICT);
    writer.be32(nft.NFTA_VERDICT_CODE, DROP);
    writer.endNest(verdict);
    writer.endNest(data);
  });
}

/** `ip saddr 172.16.x.y udp dport 53 drop` for so many hosts. */
export function addRules(net: Router, count: number): void {
  const batch = new Batch();
  batch.begin(NFNL_MSG_BATCH_BEGIN, 0, 0, NFNL_SUBSYS_NFTABLES);
  batch.add(nft.NFT_MSG_NEWTABLE).string(nft.NFTA_TABLE_NAME, TABLE);
  const chain = batch.add(nft.NFT_MSG_NEWCHAIN);
  chain.string(nft.NFTA_CHAIN_TABLE, TABLE);
  chain.string(nft.NFTA_CHAIN_NAME, CHAIN);
  const hook = chain.nest(nft.NFTA_CHAIN_HOOK);
  chain.be32(nft.NFTA_HOOK_HOOKNUM, 2);
  chain.be32(nft.NFTA_HOOK_PRIORITY, 0);
  chain.endNest(hook);
  chain.string(nft.NFTA_CHAIN_TYPE, "filter");
  for (let i = 0; i < count; i++) {
    const rule = batch.add(nft.NFT_MSG_NEWRULE, NLM_F_APPEND);
    rule.string(nft.NFTA_RULE_TABLE, TABLE);
    rule.string(nft.NFTA_RULE_CHAIN, CHAIN);
    const list = rule.nest(nft.NFTA_RULE_EXPRESSIONS);
    field(rule, expression.NFT_PAYLOAD_NETWORK_HEADER, 12, Uint8Array.of(172, 16, i >>> 8, i));
    field(rule, expression.NFT_PAYLOAD_TRANSPORT_HEADER, 2, Uint8Array.of(0, 53));
    drop(rule);
    rule.endNest(list);
  }
  batch.begin(NFNL_MSG_BATCH_END, 0, 0, NFNL_SUBSYS_NFTABLES);
  const socket = net.machine.createSocket(net.b, AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
  if (typeof socket === "number") throw new Error(`netlink socket: ${socket}`);
  socket.send(batch.bytes());
  const buffer = new Uint8Array(65_536);
  const reader = new MessageReader();
  for (let length = socket.recv(buffer); length > 0; length = socket.recv(buffer))
    for (reader.open(buffer, 0, length); reader.next(); ) {
      const error = readS32(reader.bytes, reader.body);
      if (error !== 0) throw new Error(`rules: ${error}`);
    }
  socket.close();
}
