/** The name of a socket in the file system: it can not be opened, only connected to. */
import { ENXIO, type Errno } from "../../errno.ts";
import type { File, FileType } from "../../kernel.ts";
import type { Sock } from "../core/sock/sock.ts";
import { Inode } from "./inode.ts";

/** The file that `bind` makes of a path. */
export class SocketInode extends Inode {
  readonly type: FileType = "socket";
  /** Null when it is closed: the file may stay for long. */
  socket: Sock | null;

  /** @param mode permission bits */
  constructor(socket: Sock, mode: number) {
    super(mode);
    this.socket = socket;
  }

  release(): void {
    this.socket = null;
  }

  override open(): File | Errno {
    return -ENXIO;
  }
}
