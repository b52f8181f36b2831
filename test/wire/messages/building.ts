/** Parts of requests. */

/** Bytes of a fixed header, a number's low byte each. */
export function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

export function u32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

export function text(value: string): Uint8Array {
  return Buffer.from(`${value}\0`);
}

export function attribute(type: number, payload: Uint8Array): Uint8Array {
  const length = 4 + payload.length;
  const whole = new Uint8Array((length + 3) & ~3);
  whole.set([length & 0xff, length >> 8, type & 0xff, type >> 8]);
  whole.set(payload, 4);
  return whole;
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** `struct ifinfomsg` */
export function ifinfo(family: number, index = 0, flags = 0, change = 0): Uint8Array {
  return join(bytes(family, 0, 0, 0), u32(index), u32(flags), u32(change));
}

/** `struct ifaddrmsg` */
export function ifaddr(family: number, index = 0, prefixLength = 0): Uint8Array {
  return join(bytes(family, prefixLength, 0, 0), u32(index));
}

/** `struct rtmsg` */
export function rtmsg(
  family: number,
  fields: Partial<
    Record<"dst" | "src" | "tos" | "table" | "protocol" | "scope" | "type" | "flags", number>
  > = {},
): Uint8Array {
  const { dst = 0, src = 0, tos = 0, table = 0, protocol = 0, scope = 0, type = 0, flags = 0 } = fields;
  return join(bytes(family, dst, src, tos, table, protocol, scope, type), u32(flags));
}

/** `struct ndmsg` */
export function ndmsg(family: number, index = 0, flags = 0, state = 0): Uint8Array {
  return join(bytes(family, 0, 0, 0), u32(index), bytes(state, 0, flags, 0));
}

/** `struct fib_rule_hdr` */
export function rule(family: number, ...rest: readonly number[]): Uint8Array {
  const header = new Uint8Array(12);
  header.set([family, ...rest]);
  return header;
}

/** `struct if_stats_msg` */
export function stats(index: number, mask: number, family = 0): Uint8Array {
  return join(bytes(family, 0, 0, 0), u32(index), u32(mask));
}

/** `struct rtgenmsg`, padded */
export function family(value: number): Uint8Array {
  return bytes(value, 0, 0, 0);
}
