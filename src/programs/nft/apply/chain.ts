/** Chains as messages of a batch. Source: `src/evaluate.c` (`chain_evaluate`), `src/mnl.c` of nftables 1.0.6. */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import type { ChainSpec, Command } from "../command.ts";
import { needChain, needTable } from "../errors/not-found.ts";
import { NftError } from "../errors/source.ts";
import { familyName, hookNumber, INET, NETDEV, priorityByName } from "../hooks.ts";
import { be64 } from "../netlink/nl.ts";
import { UDATA_COMMENT, UserData } from "../netlink/userdata.ts";
import type { Applying } from "./apply.ts";

type Base = NonNullable<ChainSpec["base"]>;

/** @returns the hook's number */
function checkHook(base: Base, family: number): number {
  const hook = hookNumber(family, base.hook);
  if (hook === undefined)
    throw new NftError(`The ${familyName(family)} family does not support this hook`, base.hookLoc);
  return hook;
}

function checkDevices({ devices, deviceLoc, hook, loc }: Base, family: number): void {
  const bound = family === NETDEV || (family === INET && hook === "ingress");
  if (bound && devices.length === 0) throw new NftError("Missing `device' in this chain definition", loc);
  if (!bound && devices.length > 0)
    throw new NftError("This chain type cannot be bound to device", deviceLoc);
}

/** @returns the number that a priority comes to */
function checkPriority({ priority, hook }: Base, family: number): number {
  const { name, offset, loc } = priority;
  const value = name === undefined ? 0 : priorityByName(name, family, hook);
  if (value !== undefined) return Number(BigInt.asIntN(32, BigInt(value) + BigInt(offset)));
  throw new NftError("invalid priority expression value in this context.", loc);
}

export function addChain({ batch, sets }: Applying, cmd: Command, flags: number): void {
  needTable(sets.cache, cmd);
  const { chain } = cmd;
  const base = chain?.base;
  // others may name it, even where something is wrong with it
  sets.chainMade(cmd);
  sets.pending.makeChain(cmd);
  const hook = base === undefined ? 0 : checkHook(base, cmd.family);
  const priority = base === undefined ? 0 : checkPriority(base, cmd.family);
  if (base !== undefined) checkDevices(base, cmd.family);
  batch.add(cmd, nft.NFT_MSG_NEWCHAIN, flags, cmd.family, (w, mark) => {
    mark(cmd.tableLoc);
    w.string(nft.NFTA_CHAIN_TABLE, cmd.table ?? "");
    mark(cmd.nameLoc);
    w.string(nft.NFTA_CHAIN_NAME, cmd.name ?? "");
    if (base !== undefined) {
      mark(base.typeLoc);
      w.string(nft.NFTA_CHAIN_TYPE, base.type);
      const nest = w.nest(nft.NFTA_CHAIN_HOOK | NLA_F_NESTED);
      w.be32(nft.NFTA_HOOK_HOOKNUM, hook);
      w.be32(nft.NFTA_HOOK_PRIORITY, priority >>> 0);
      if (base.devices.length === 1) w.string(nft.NFTA_HOOK_DEV, base.devices[0]);
      else if (base.devices.length > 1) {
        const devices = w.nest(nft.NFTA_HOOK_DEVS | NLA_F_NESTED);
        for (const name of base.devices) w.string(nft.NFTA_DEVICE_NAME, name);
        w.endNest(devices);
      }
      w.endNest(nest);
    }
    if (chain?.policy !== undefined) {
      mark(chain.policyLoc);
      w.be32(nft.NFTA_CHAIN_POLICY, chain.policy === "drop" ? 0 : 1);
    }
    if (chain?.comment !== undefined)
      w.data(nft.NFTA_CHAIN_USERDATA, new UserData().text(UDATA_COMMENT, chain.comment).encode());
  });
}

export function renameChain({ batch, sets }: Applying, cmd: Command): void {
  needChain(sets.cache, cmd);
  const found = sets.cache.chains.find(
    (chain) => chain.family === cmd.family && chain.table === cmd.table && chain.name === cmd.name,
  );
  batch.add(cmd, nft.NFT_MSG_NEWCHAIN, 0, cmd.family, (w) => {
    w.string(nft.NFTA_CHAIN_TABLE, cmd.table ?? "");
    be64(w, nft.NFTA_CHAIN_HANDLE, found?.handle ?? 0);
    w.string(nft.NFTA_CHAIN_NAME, cmd.newName ?? "");
  });
}
