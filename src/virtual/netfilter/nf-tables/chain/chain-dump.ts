/** Messages about chains. Source: `net/netfilter/nf_tables_api.c` (`nf_tables_fill_chain_info`). */
import { NLA_F_NESTED } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFT_MSG_DELCHAIN,
  NFTA_CHAIN_COUNTERS,
  NFTA_CHAIN_FLAGS,
  NFTA_CHAIN_HANDLE,
  NFTA_CHAIN_HOOK,
  NFTA_CHAIN_NAME,
  NFTA_CHAIN_POLICY,
  NFTA_CHAIN_TABLE,
  NFTA_CHAIN_TYPE,
  NFTA_CHAIN_USE,
  NFTA_CHAIN_USERDATA,
  NFTA_COUNTER_BYTES,
  NFTA_COUNTER_PACKETS,
  NFTA_DEVICE_NAME,
  NFTA_HOOK_DEV,
  NFTA_HOOK_DEVS,
  NFTA_HOOK_HOOKNUM,
  NFTA_HOOK_PRIORITY,
} from "../../../../netlink/nf-tables.ts";
import { putBe64 } from "../data.ts";
import { beginMessage } from "../message.ts";
import type { NftNet } from "../table/table.ts";
import type { NftBaseChain, NftChain } from "./chain.ts";

/** `nft_dump_basechain_hook` */
function fillHook(writer: MessageWriter, base: NftBaseChain): void {
  const nest = writer.nest(NFTA_CHAIN_HOOK | NLA_F_NESTED);
  writer.be32(NFTA_HOOK_HOOKNUM, base.hook);
  writer.be32(NFTA_HOOK_PRIORITY, base.priority >>> 0);
  if (base.devices.length > 0) {
    const devices = writer.nest(NFTA_HOOK_DEVS | NLA_F_NESTED);
    for (const name of base.devices) writer.string(NFTA_DEVICE_NAME, name);
    writer.endNest(devices);
    if (base.devices.length === 1) writer.string(NFTA_HOOK_DEV, base.devices[0]);
  }
  writer.endNest(nest);
}

/** One message about a chain; `type` is `NFT_MSG_*`, `flags` are `NLM_F_*`. */
export function fillChain(
  writer: MessageWriter,
  nft: NftNet,
  chain: NftChain,
  portid: number,
  seq: number,
  type: number,
  flags: number,
): void {
  const { base, table } = chain;
  beginMessage(writer, nft, type, table.family, portid, seq, flags);
  writer.string(NFTA_CHAIN_TABLE, table.name);
  writer.string(NFTA_CHAIN_NAME, chain.name);
  putBe64(writer, NFTA_CHAIN_HANDLE, chain.handle);
  if (type === NFT_MSG_DELCHAIN) {
    writer.end();
    return;
  }
  if (base !== null) {
    fillHook(writer, base);
    writer.be32(NFTA_CHAIN_POLICY, base.policy);
    writer.string(NFTA_CHAIN_TYPE, base.type.name);
    if (base.counter !== null) {
      const nest = writer.nest(NFTA_CHAIN_COUNTERS | NLA_F_NESTED);
      putBe64(writer, NFTA_COUNTER_PACKETS, base.counter.packets);
      putBe64(writer, NFTA_COUNTER_BYTES, base.counter.bytes);
      writer.endNest(nest);
    }
  }
  if (chain.flags !== 0) writer.be32(NFTA_CHAIN_FLAGS, chain.flags);
  writer.be32(NFTA_CHAIN_USE, chain.use);
  if (chain.userdata) writer.data(NFTA_CHAIN_USERDATA, chain.userdata);
  writer.end();
}
