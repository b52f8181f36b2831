/** Flowtables as messages of a batch. Source: `src/mnl.c` (`mnl_nft_flowtable_add`) of nftables 1.0.6. */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { NFT_MSG_NEWFLOWTABLE } from "../../../netlink/nf-tables.ts";
import type { Command } from "../command.ts";
import { needTable } from "../errors/not-found.ts";
import type { Applying } from "./apply.ts";

const NFTA_FLOWTABLE_TABLE = 1;
const NFTA_FLOWTABLE_NAME = 2;
const NFTA_FLOWTABLE_HOOK = 3;
const NFTA_FLOWTABLE_FLAGS = 7;
const NFTA_FLOWTABLE_HOOK_NUM = 1;
const NFTA_FLOWTABLE_HOOK_PRIORITY = 2;
const NFTA_FLOWTABLE_HOOK_DEVS = 3;
const NFTA_DEVICE_NAME = 1;

export function addFlowtable({ batch, sets }: Applying, cmd: Command, flags: number): void {
  needTable(sets.cache, cmd);
  const { flowtable } = cmd;
  const priority = flowtable?.priority;
  batch.add(cmd, NFT_MSG_NEWFLOWTABLE, flags, cmd.family, (w, mark) => {
    mark(cmd.tableLoc);
    w.string(NFTA_FLOWTABLE_TABLE, cmd.table ?? "");
    mark(cmd.nameLoc);
    w.string(NFTA_FLOWTABLE_NAME, cmd.name ?? "");
    w.be32(NFTA_FLOWTABLE_FLAGS, flowtable?.flags ?? 0);
    const hook = w.nest(NFTA_FLOWTABLE_HOOK | NLA_F_NESTED);
    if (priority !== undefined) {
      w.be32(NFTA_FLOWTABLE_HOOK_NUM, 0);
      w.be32(NFTA_FLOWTABLE_HOOK_PRIORITY, priority.offset);
    }
    const devices = w.nest(NFTA_FLOWTABLE_HOOK_DEVS | NLA_F_NESTED);
    for (const name of flowtable?.devices ?? []) w.string(NFTA_DEVICE_NAME, name);
    w.endNest(devices);
    w.endNest(hook);
  });
}
