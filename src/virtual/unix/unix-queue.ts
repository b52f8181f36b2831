/** What was sent to a socket and waits to be read; who sent it is charged until then. */
import type { UnixSock } from "./unix-sock.ts";

/** One write: a datagram, or a piece of a stream. */
export interface UnixMessage {
  readonly data: Uint8Array;
  readonly sender: UnixSock;
  /** The sender's name when it sent. */
  readonly from: string;
  /** What the sender is charged (`skb->truesize`). */
  readonly cost: number;
}

/** The messages of one socket, the oldest first. */
export class UnixQueue {
  private readonly messages: UnixMessage[] = [];
  /** How much of the first message was read. */
  private offset = 0;

  get length(): number {
    return this.messages.length;
  }

  get first(): UnixMessage | undefined {
    return this.messages[0];
  }

  /** All bytes. */
  get bytes(): number {
    return this.messages.reduce((sum, { data }) => sum + data.length, 0) - this.offset;
  }

  push(message: UnixMessage): void {
    message.sender.wmemAlloc += message.cost;
    this.messages.push(message);
  }

  /** Copies as much as there is and fits, over the borders of messages. */
  readStream(into: Uint8Array, peek: boolean): number {
    let count = 0;
    let from = this.offset;
    for (let i = 0; count < into.length; ) {
      const message = this.messages[i];
      if (message === undefined) break;
      const part = message.data.subarray(from, from + into.length - count);
      into.set(part, count);
      count += part.length;
      from += part.length;
      if (from < message.data.length) break;
      from = 0;
      if (peek) i++;
      else this.shift();
    }
    if (!peek) this.offset = from;
    return count;
  }

  /** Takes the first message off, and lets its sender go on. */
  shift(): UnixMessage | undefined {
    const message = this.messages.shift();
    this.offset = 0;
    if (message === undefined) return undefined;
    const { sender } = message;
    sender.wmemAlloc -= message.cost;
    sender.wakeOut();
    return message;
  }

  clear(): void {
    while (this.shift() !== undefined);
  }
}
