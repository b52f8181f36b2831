/** One side of a relay, however it is made. */

import type { Errno } from "../../errno.ts";
import type { Pollable } from "../../kernel.ts";
import type { Options } from "./address.ts";
import type { Session, Shared } from "./session.ts";

/** In which directions data go through an address. */
export type Mode = "both" | "read" | "write";

/** The side: read from, written to, told of its end, closed. */
export interface Endpoint extends Shared {
  /** As messages name them; the same where one descriptor serves both directions. */
  readonly readFd: number;
  readonly writeFd: number;
  readonly options: Options;
  readonly readable: Pollable;
  readonly writable: Pollable;
  /** At most `max` bytes; undefined at the end. */
  read(session: Session, max: number): Uint8Array | undefined | Errno;
  /** Writes a part. @returns how many bytes */
  write(session: Session, data: Uint8Array): number;
  /** The call that failed, as messages name it: `write(5, 0x55…, 4)` */
  writeCall(data: Uint8Array, address: string): string;
  /** The other side is at its end. */
  shutdownWrite(): void;
  /** Waits for what is at the other end, where nothing is heard of it. */
  linger?(): Promise<void>;
}

/** What goes on once an address is open; several times, in children, with `fork`. */
export type Next = (session: Session, endpoint: Endpoint) => Promise<number>;
