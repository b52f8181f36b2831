/**
 * The generation of the rules: asked for, and told when a batch is through.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_getgen`, `nf_tables_fill_gen_info`).
 */
import { MessageWriter, NLM_F_ECHO } from "../../../netlink/message.ts";
import {
  NFT_MSG_NEWGEN,
  NFTA_GEN_ID,
  NFTA_GEN_PROC_NAME,
  NFTA_GEN_PROC_PID,
} from "../../../netlink/nf-tables.ts";
import type { SockOwner } from "../../core/sock/sock.ts";
import type { NetlinkRequest } from "../../netlink/netlink-socket.ts";
import { beginMessage, type NftRequest, notifyChange } from "./message.ts";
import type { NftNet } from "./table/table.ts";

/** `nf_tables_fill_gen_info` @param owner the process that asks, or that made it */
function fillGen(
  writer: MessageWriter,
  nft: NftNet,
  owner: SockOwner | null,
  portid: number,
  seq: number,
): void {
  beginMessage(writer, nft, NFT_MSG_NEWGEN, 0, portid, seq, 0);
  writer.be32(NFTA_GEN_ID, nft.baseSeq);
  writer.be32(NFTA_GEN_PROC_PID, owner?.pid ?? 0);
  writer.string(NFTA_GEN_PROC_NAME, owner?.comm ?? "");
  writer.end();
}

const replyWriter = new MessageWriter(64);

/** `nf_tables_getgen`. @returns 0 */
export function getGen(request: NftRequest): number {
  replyWriter.reset();
  fillGen(replyWriter, request.nft, request.owner, request.portid, request.message.seq);
  request.reply(replyWriter.message());
  return 0;
}

/** Tells listeners of a new generation, which a request made. */
export function notifyGen(nft: NftNet, request: NetlinkRequest): void {
  const { socket, portid, message } = request;
  const { seq, flags } = message;
  notifyChange(nft, portid, flags & NLM_F_ECHO, (writer) => fillGen(writer, nft, socket.owner, portid, seq));
}
