/** The name of a socket in the file system: it can not be opened, only connected to. */
import { ENXIO, type Errno } from "../../errno.ts";
import type { File, FileType } from "../../kernel.ts";
import type { Sock } from "../core/sock/sock.ts";
import { Inode } from "./inode.ts";

export class SocketInode extends Inode {
  readonly type: FileType = "socket";
  readonly socket: Sock;

  constructor(socket: Sock) {
    super(0o755);
    this.socket = socket;
  }

  override open(): File | Errno {
    return -ENXIO;
  }
}
