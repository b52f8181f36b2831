/** The column of netstat that names a socket's process. */
import type { SystemCalls } from "../../kernel.ts";
import { socketUsers } from "../lib/socket-users.ts";

const COLUMNS = 20;

/** Title of the column. */
export const PROGRAM_TITLE = "PID/Program name".padEnd(COLUMNS);

/** Which processes hold which sockets; looked up when first asked. */
export class NetstatPrograms {
  private users: ReturnType<typeof socketUsers> | undefined;
  private readonly sys: SystemCalls;

  constructor(sys: SystemCalls) {
    this.sys = sys;
  }

  /** The column's text for the socket of an inode number. */
  column(inode: string): string {
    this.users ??= socketUsers(this.sys);
    const [user] = this.users.get(Number(inode)) ?? [];
    const text = user === undefined ? "-" : `${user.pid}/${user.name}`;
    return text.slice(0, COLUMNS - 1).padEnd(COLUMNS);
  }
}
