/** Copying received packets into the reader's buffer. */
import { copyBytes, type SkBuff } from "../core/skbuff.ts";

/** Copies as much as fits. @returns the number of bytes copied */
export function copyOut(skb: SkBuff, into: Uint8Array): number {
  const length = Math.min(skb.tail - skb.data, into.length);
  copyBytes(skb.bytes, skb.data, skb.data + length, into, 0);
  return length;
}
