/**
 * The generation of the rules: asked for, and told when a batch is through.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_getgen`, `nf_tables_fill_gen_info`).
 */
import { MessageWriter } from "../../../netlink/message.ts";
import { NFT_MSG_NEWGEN, NFTA_GEN_ID } from "../../../netlink/nf-tables.ts";
import { beginMessage, type NftRequest, notifyChange } from "./message.ts";
import type { NftNet } from "./table.ts";

function fillGen(writer: MessageWriter, nft: NftNet, portid: number, seq: number): void {
  beginMessage(writer, nft, NFT_MSG_NEWGEN, 0, portid, seq, 0);
  writer.be32(NFTA_GEN_ID, nft.baseSeq);
  writer.end();
}

const replyWriter = new MessageWriter(64);

/** `nf_tables_getgen`. @returns 0 */
export function getGen(request: NftRequest): number {
  replyWriter.reset();
  fillGen(replyWriter, request.nft, request.portid, request.message.seq);
  request.reply(replyWriter.message());
  return 0;
}

/** Tells listeners of a new generation. */
export function notifyGen(nft: NftNet, portid: number, seq: number, flags: number): void {
  notifyChange(nft, portid, flags, (writer) => fillGen(writer, nft, portid, seq));
}
