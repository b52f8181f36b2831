/** Messages about tables. Source: `net/netfilter/nf_tables_api.c` (`nf_tables_fill_table_info`). */
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFT_MSG_DELTABLE,
  NFTA_TABLE_FLAGS,
  NFTA_TABLE_HANDLE,
  NFTA_TABLE_NAME,
  NFTA_TABLE_OWNER,
  NFTA_TABLE_USE,
  NFTA_TABLE_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import { putBe64 } from "../data.ts";
import { beginMessage } from "../message.ts";
import type { NftNet, NftTable } from "./table.ts";

/** One message about a table; `type` is `NFT_MSG_*`, `flags` are `NLM_F_*`. */
export function fillTable(
  writer: MessageWriter,
  nft: NftNet,
  table: NftTable,
  portid: number,
  seq: number,
  type: number,
  flags: number,
): void {
  beginMessage(writer, nft, type, table.family, portid, seq, flags);
  writer.string(NFTA_TABLE_NAME, table.name);
  writer.be32(NFTA_TABLE_USE, table.use);
  putBe64(writer, NFTA_TABLE_HANDLE, table.handle);
  if (type !== NFT_MSG_DELTABLE) {
    writer.be32(NFTA_TABLE_FLAGS, table.flags);
    if (table.owner !== 0) writer.be32(NFTA_TABLE_OWNER, table.owner);
    if (table.userdata) writer.data(NFTA_TABLE_USERDATA, table.userdata);
  }
  writer.end();
}
