/** `struct cmsghdr` to and from bytes. */
import type { ControlMessage } from "../../../src/kernel.ts";

const HEADER = 16;
const MSG_CTRUNC = 8;

function align(size: number): number {
  return (size + 7) & ~7;
}

export function readControl(bytes: Uint8Array): ControlMessage[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const messages: ControlMessage[] = [];
  for (let at = 0; at + HEADER <= bytes.length; ) {
    const size = Number(view.getBigUint64(at, true));
    if (size < HEADER || at + size > bytes.length) break;
    messages.push({
      level: view.getInt32(at + 8, true),
      type: view.getInt32(at + 12, true),
      data: bytes.slice(at + HEADER, at + size),
    });
    at += align(size);
  }
  return messages;
}

/** As many messages as there is room for. */
export function writeControl(
  messages: readonly ControlMessage[],
  room: number,
): { readonly bytes: Uint8Array; readonly flags: number } {
  const sizes = messages.map(({ data }) => align(HEADER + data.length));
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [index, message] of messages.entries()) {
    if (at + sizes[index] > room) return { bytes: bytes.subarray(0, at), flags: MSG_CTRUNC };
    view.setBigUint64(at, BigInt(HEADER + message.data.length), true);
    view.setInt32(at + 8, message.level, true);
    view.setInt32(at + 12, message.type, true);
    bytes.set(message.data, at + HEADER);
    at += sizes[index];
  }
  return { bytes, flags: 0 };
}
