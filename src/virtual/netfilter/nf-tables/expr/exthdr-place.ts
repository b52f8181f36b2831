/** Which part of which header an expression is about. Source: `net/netfilter/nft_exthdr.c` (`nft_exthdr_dump_common`). */
import type { MessageWriter } from "../../../../netlink/message.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";

/** What of which header. */
export interface Place {
  readonly header: number;
  readonly offset: number;
  readonly length: number;
  readonly flags: number;
  readonly op: number;
}

/** Writes the attributes that say it. */
export function dumpPlace(writer: MessageWriter, { header, offset, length, flags, op }: Place): void {
  writer.u8(n.NFTA_EXTHDR_TYPE, header);
  writer.be32(n.NFTA_EXTHDR_OFFSET, offset);
  writer.be32(n.NFTA_EXTHDR_LEN, length);
  writer.be32(n.NFTA_EXTHDR_FLAGS, flags);
  writer.be32(n.NFTA_EXTHDR_OP, op);
}
