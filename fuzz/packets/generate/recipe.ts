/** What generators make: frames that belong together, each with the device that it is sent from. */
import type { Chance } from "../chance.ts";
import type { ExtraSocket, SocketName } from "../socket-names.ts";
import type { DeviceName } from "../world.ts";

/** A datagram that a socket of the node sends. */
export interface SocketSend {
  readonly socket: SocketName;
  /** An address, with `%` and the number of a device where one is needed. */
  readonly to: string;
  readonly port: number;
  /** `IP_PMTUDISC_*` */
  readonly discover: number;
}

/** A frame, and what comes before it. */
export interface Injection {
  readonly from: DeviceName;
  /** Bytes of the frame, or what a socket sends. */
  readonly frame: Uint8Array;
  /** A socket of the node at that device sends it; none: a packet socket does, to that device. */
  readonly send?: SocketSend;
  /** Before that, the node opens this socket. */
  readonly open?: ExtraSocket;
  /** Before that, this socket is to hear of errors. */
  readonly hear?: SocketName;
  /** Time for work queues before the next frame, ms. */
  readonly pause?: number;
}

/** Makes one frame, or some that belong together such as the fragments of a datagram. */
export type Recipe = (chance: Chance) => Injection[];
