/** The connection over which client and server agree: states of one byte, and JSON behind its length. */

import { EAGAIN } from "../../errno.ts";
import type { Socket } from "../../kernel.ts";
import { read32, write32 } from "../../packet/bytes.ts";
import type { Process } from "../../process/process.ts";
import type { ByteStream } from "../lib/byte-stream.ts";
import { type JsonObject, printCompact } from "./cjson.ts";

export const TEST_START = 1;
export const TEST_RUNNING = 2;
export const TEST_END = 4;
export const PARAM_EXCHANGE = 9;
export const CREATE_STREAMS = 10;
export const SERVER_TERMINATE = 11;
export const CLIENT_TERMINATE = 12;
export const EXCHANGE_RESULTS = 13;
export const DISPLAY_RESULTS = 14;
export const IPERF_DONE = 16;
export const SERVER_ERROR = 254;
export const ACCESS_DENIED = 255;
export const COOKIE_LENGTH = 37;
/** Longest JSON that is read: a server's output may be in it. */
const JSON_MAX = 1 << 22;

/** 36 letters and digits, and a zero. */
export function makeCookie(process: Process): Uint8Array {
  const letters = "abcdefghijklmnopqrstuvwxyz234567";
  const cookie = new Uint8Array(COOKIE_LENGTH);
  for (let i = 0; i < COOKIE_LENGTH - 1; i++) cookie[i] = letters.charCodeAt(process.sys.random() & 31);
  return cookie;
}

/** Reads a connection by lengths. */
export class Control {
  readonly stream: ByteStream;
  private rest = new Uint8Array(0);

  constructor(stream: ByteStream) {
    this.stream = stream;
  }

  /** Exactly so many bytes; undefined when the connection ends first. */
  async read(length: number): Promise<Uint8Array | undefined> {
    while (this.rest.length < length) {
      const more = await this.stream.read();
      if (!(more instanceof Uint8Array)) return undefined;
      const joined = new Uint8Array(this.rest.length + more.length);
      joined.set(this.rest);
      joined.set(more, this.rest.length);
      this.rest = joined;
    }
    const part = this.rest.slice(0, length);
    this.rest = this.rest.slice(length);
    return part;
  }

  async state(): Promise<number | undefined> {
    return (await this.read(1))?.[0];
  }

  /** The state that came and was not read yet, without waiting; -1 when the connection ended. */
  poll(): number | undefined {
    if (this.rest.length === 0) {
      const byte = new Uint8Array(1);
      const count = this.stream.socket.recv(byte);
      if (count === 1) return byte[0];
      return count === -EAGAIN ? undefined : -1;
    }
    const [first] = this.rest;
    this.rest = this.rest.slice(1);
    return first;
  }

  send(state: number): Promise<number> {
    return this.stream.write(Uint8Array.of(state));
  }

  /** Why the server does not go on. */
  async sendError(error: number): Promise<void> {
    const message = new Uint8Array(9);
    message[0] = SERVER_ERROR;
    write32(message, 1, error);
    await this.stream.write(message);
  }

  async json(): Promise<Record<string, unknown> | undefined> {
    const head = await this.read(4);
    if (head === undefined || read32(head, 0) > JSON_MAX) return undefined;
    const body = await this.read(read32(head, 0));
    if (body === undefined) return undefined;
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(body));
      return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
    } catch {
      return undefined;
    }
  }

  sendJson(value: JsonObject): Promise<number> {
    const body = new TextEncoder().encode(printCompact(value));
    const message = new Uint8Array(4 + body.length);
    write32(message, 0, body.length);
    message.set(body, 4);
    return this.stream.write(message);
  }
}

/** Another client has to wait. */
export function deny(socket: Socket): void {
  socket.send(Uint8Array.of(ACCESS_DENIED));
  socket.close();
}
