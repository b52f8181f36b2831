/** Datagrams to the outside: a socket of the host for each source and destination. */
import { createSocket, type Socket } from "node:dgram";
import { type HostAddress, hostAddress } from "./network.ts";

/** Flows at most, and how long one may be silent. */
const FLOWS_MAX = 512;
const IDLE_MS = 60_000;

/** Who sends datagrams to whom; ports are host order. */
export interface Flow {
  readonly source: { readonly address: HostAddress; readonly port: number };
  readonly destination: { readonly address: HostAddress; readonly port: number };
  /** Who in the box's network sent it: where answers go. */
  readonly mac: Uint8Array;
}

interface Entry {
  readonly socket: Socket;
  timer: NodeJS.Timeout;
}

/** The host's sockets, one a flow, each closed when nothing has come or gone for a while. */
export class UdpRelay {
  private readonly flows = new Map<string, Entry>();
  private readonly answer: (flow: Flow, payload: Uint8Array) => void;

  constructor(answer: (flow: Flow, payload: Uint8Array) => void) {
    this.answer = answer;
  }

  send(flow: Flow, payload: Uint8Array): void {
    const { source, destination } = flow;
    const key = `${source.address} ${source.port} ${destination.address} ${destination.port}`;
    const entry = this.flows.get(key) ?? this.open(key, flow);
    clearTimeout(entry.timer);
    entry.timer = this.expire(key);
    entry.socket.send(payload, destination.port, hostAddress(destination.address), () => undefined);
  }

  private open(key: string, flow: Flow): Entry {
    const [oldest] = this.flows.keys();
    if (oldest !== undefined && this.flows.size >= FLOWS_MAX) this.drop(oldest);
    const socket = createSocket(typeof flow.destination.address === "object" ? "udp6" : "udp4");
    socket.on("message", (message) => this.answer(flow, Uint8Array.from(message)));
    socket.on("error", () => this.drop(key));
    const entry = { socket, timer: this.expire(key) };
    this.flows.set(key, entry);
    return entry;
  }

  private expire(key: string): NodeJS.Timeout {
    return setTimeout(() => this.drop(key), IDLE_MS).unref();
  }

  private drop(key: string): void {
    const entry = this.flows.get(key);
    if (entry === undefined) return;
    this.flows.delete(key);
    clearTimeout(entry.timer);
    entry.socket.close();
  }

  close(): void {
    for (const key of [...this.flows.keys()]) this.drop(key);
  }
}
