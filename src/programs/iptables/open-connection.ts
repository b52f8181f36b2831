/** The socket to nf_tables, for the programs. */
import { isErrno, strerror } from "../../errno.ts";
import type { Context } from "./context.ts";
import { fail, OTHER_PROBLEM } from "./exit.ts";
import { NftConnection } from "./nft/connection.ts";

/** Ends when there is none. */
export function openConnection(context: Context): NftConnection {
  const connection = NftConnection.open(context.process.sys, context.family.number);
  if (isErrno(connection))
    fail(context, OTHER_PROBLEM, `Could not open socket to kernel: ${strerror(connection)}`);
  return connection;
}
