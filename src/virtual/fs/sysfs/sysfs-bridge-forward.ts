/**
 * The forwarding database of a bridge as a file: `struct __fdb_entry`, sixteen bytes each, the newest first.
 *
 * Source: `net/bridge/br_fdb.c` (`br_fdb_fillbuf`), `include/uapi/linux/if_bridge.h`.
 */
import { EACCES, type Errno } from "../../../errno.ts";
import { type File, O_RDWR, O_WRONLY } from "../../../kernel.ts";
import { hasExpired } from "../../bridge/br-fdb.ts";
import { BR_FDB_LOCAL, BR_FDB_STATIC } from "../../bridge/br-fdb-table.ts";
import type { NetBridge } from "../../bridge/br-private.ts";
import { jiffies, jiffiesToClock } from "../../bridge/br-time.ts";
import type { TaskStruct } from "../../task-struct.ts";
import { OpenFile } from "../file.ts";
import { Inode } from "../inode.ts";

const ENTRY_LENGTH = 16;

function entries(bridge: NetBridge): Uint8Array {
  const now = jiffies(bridge.net.machine);
  const shown = bridge.fdb.entries().filter((entry) => entry.dst !== null && !hasExpired(bridge, entry));
  const bytes = new Uint8Array(shown.length * ENTRY_LENGTH);
  for (const [index, entry] of shown.entries()) {
    const at = index * ENTRY_LENGTH;
    const port = entry.dst?.portNo ?? 0;
    const age = (entry.flags & BR_FDB_STATIC) !== 0 ? 0 : jiffiesToClock(now - entry.updated);
    bytes.set(entry.address, at);
    bytes[at + 6] = port;
    bytes[at + 7] = (entry.flags & BR_FDB_LOCAL) !== 0 ? 1 : 0;
    for (let i = 0; i < 4; i++) bytes[at + 8 + i] = age >>> (8 * i);
    bytes[at + 12] = port >>> 8;
  }
  return bytes;
}

class ForwardFile extends OpenFile {
  private readonly bytes: Uint8Array;
  private position = 0;

  constructor(inode: Inode, flags: number, task: TaskStruct, bytes: Uint8Array) {
    super(inode, flags, task);
    this.bytes = bytes;
  }

  /** Whole entries only. */
  protected override readBytes(into: Uint8Array): number {
    const room = into.length - (into.length % ENTRY_LENGTH);
    const count = Math.min(room, this.bytes.length - this.position);
    into.set(this.bytes.subarray(this.position, this.position + count));
    this.position += count;
    return count;
  }
}

class ForwardInode extends Inode {
  readonly type = "file";
  private readonly bridge: NetBridge;

  constructor(bridge: NetBridge) {
    super(0o444);
    this.bridge = bridge;
  }

  override open(flags: number, task: TaskStruct): File | Errno {
    if ((flags & (O_WRONLY | O_RDWR)) !== 0) return -EACCES;
    return new ForwardFile(this, flags, task, entries(this.bridge));
  }
}

/** The file of one bridge (`brforward`). */
export function bridgeForwardFile(bridge: NetBridge): Inode {
  return new ForwardInode(bridge);
}
