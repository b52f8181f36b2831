/**
 * A batch's beginning, success and failure.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_commit`, `nf_tables_abort`, `nf_tables_valid_genid`).
 */
import { EAGAIN } from "../../../errno.ts";
import type { Net } from "../../core/net.ts";
import type { NetlinkRequest } from "../../netlink/netlink-socket.ts";
import { notifyGen } from "./generation.ts";
import { existingNftNet, NFT_VALIDATE_DO, NFT_VALIDATE_SKIP, type NftNet, nftNet } from "./table/table.ts";
import { Transaction } from "./transaction.ts";
import { validateAll } from "./validate.ts";

/** Whether a batch that was made for a generation is still in time; 0 fits any. */
export function validGenid(net: Net, genid: number): boolean {
  return genid === 0 || genid === nftNet(net).baseSeq;
}

/** The batch that is being read, begun with its first message. */
export function currentTransaction(nft: NftNet): Transaction {
  nft.transaction ??= new Transaction();
  return nft.transaction;
}

/** @returns 0, or -EAGAIN: read the batch again, with each rule checked at once */
export function commit(net: Net, request: NetlinkRequest): number {
  const nft = existingNftNet(net);
  const transaction = nft?.transaction;
  if (nft === undefined || transaction == null || transaction.empty) {
    if (nft !== undefined) nft.transaction = null;
    return 0;
  }
  if (!validateAll(nft)) {
    nft.validateState = NFT_VALIDATE_DO;
    nft.readsAgain = true;
    return -EAGAIN;
  }
  nft.validateState = NFT_VALIDATE_SKIP;
  nft.transaction = null;
  nft.baseSeq = (nft.baseSeq + 1) >>> 0 || 1;
  transaction.commit();
  notifyGen(nft, request);
  return 0;
}

/** Takes back all that the batch has done. */
export function abort(net: Net): void {
  const nft = existingNftNet(net);
  if (nft === undefined) return;
  nft.transaction?.undoTo(0);
  nft.transaction = null;
  // the next batch is read twice again, should it be bad
  if (!nft.readsAgain) {
    nft.validateState = NFT_VALIDATE_SKIP;
    for (const table of nft.tables) table.validateState = NFT_VALIDATE_SKIP;
  }
  nft.readsAgain = false;
}
