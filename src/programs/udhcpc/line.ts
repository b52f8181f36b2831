/** The interface that is to be configured, and the socket at which the client listens there. */
import type { Socket, SystemCalls } from "../../kernel.ts";
import { findLink } from "../lib/links.ts";
import { datagramOf, listenKernel, listenRaw } from "./transport.ts";

/** Frames of an interface that has no address yet, datagrams of one that has, or nothing. */
type Listen = "none" | "raw" | "kernel";

/** The client's end of the line. */
export class Line {
  readonly interface: string;
  ifindex = 0;
  mac: Uint8Array = new Uint8Array(6);
  socket: Socket | undefined;
  private listening: Listen = "none";

  constructor(device: string) {
    this.interface = device;
  }

  /** Its index and address. @returns false when it is not there */
  readInterface(sys: SystemCalls): boolean {
    const link = findLink(sys, this.interface);
    if (link === undefined) return false;
    this.ifindex = link.index;
    this.mac = link.address.length >= 6 ? link.address.slice(0, 6) : new Uint8Array(6);
    return true;
  }

  /** Another process listens on as this one did. */
  adopt(sys: SystemCalls): void {
    const { listening } = this;
    this.listening = "none";
    this.socket = undefined;
    this.listen(sys, listening);
  }

  /** Listens otherwise from now on (`change_listen_mode`). */
  listen(sys: SystemCalls, listen: Listen): void {
    if (this.listening === listen && listen !== "none") return;
    this.listening = listen;
    this.socket?.close();
    this.socket = undefined;
    if (listen === "none") return;
    const socket = listen === "raw" ? listenRaw(sys, this.ifindex) : listenKernel(sys, this.interface);
    this.socket = typeof socket === "number" ? undefined : socket;
  }

  /** One datagram that is there; undefined: none for a client. */
  receive(): Uint8Array | undefined {
    if (this.socket === undefined) return undefined;
    const packet = new Uint8Array(2048);
    const length = this.socket.recv(packet);
    if (length < 0) return undefined;
    return this.listening === "raw" ? datagramOf(packet.subarray(0, length)) : packet.subarray(0, length);
  }
}
