/**
 * What is not compared, each with its reason. Everything else is.
 *
 * - TCP and UDP-Lite for this host: the virtual kernel does not have them (docs/limits.md). Frames that hold them are not sent.
 * - Several IPv4 default routes of one preference: they take turns with every lookup, also with those that nothing comes of.
 * - Headers of fragments that are not the first, where there are rules: Linux writes the new ones into the memory that captures of the
 *   received ones share (`tracked.ts`).
 * - What timers do: a batch takes milliseconds, and nothing in it waits for longer.
 * - Queries for group members ask for answers after half a minute, so that none comes.
 */
import { read16 } from "../../src/packet/bytes.ts";

/** Transport protocols that the virtual kernel does not have (docs/limits.md): TCP and UDP-Lite. */
const NO_TRANSPORT: ReadonlySet<number> = new Set([6, 136]);

const ETH_P_IP = 0x0800;
const ETH_P_IPV6 = 0x86dd;
const VLAN_TYPES: ReadonlySet<number> = new Set([0x8100, 0x88a8]);
/** Headers with a length byte in units of 8 bytes: hop-by-hop, routing, destination, mobility, HIP, shim6. */
const SIZED: ReadonlySet<number> = new Set([0, 43, 60, 135, 139, 140]);
const FRAGMENT = 44;

/** The protocol at the end of a chain of extension headers, as far as it can be read. */
function lastHeader(frame: Uint8Array, first: number, start: number): number {
  let type = first;
  let at = start;
  while (at + 8 <= frame.length && (SIZED.has(type) || type === FRAGMENT)) {
    const length = type === FRAGMENT ? 8 : ((frame[at + 1] as number) + 1) * 8;
    type = frame[at] as number;
    at += length;
  }
  return type;
}

/** Where the first header behind all VLAN tags begins: a tag that names no VLAN is looked through. */
function networkHeader(frame: Uint8Array): number {
  let at = 14;
  while (at + 4 <= frame.length && VLAN_TYPES.has(read16(frame, at - 2))) at += 4;
  return at;
}

/** Whether a frame is left out. */
export function excluded(frame: Uint8Array): boolean {
  const at = networkHeader(frame);
  if (frame.length < at + 20) return false;
  // the header counts, whatever the type field says: a wrong type makes the kernel look, too
  const version = (frame[at] as number) >>> 4;
  const type = read16(frame, at - 2);
  if (type === ETH_P_IP || version === 4) return NO_TRANSPORT.has(frame[at + 9] as number);
  if (type !== ETH_P_IPV6 && version !== 6) return false;
  return NO_TRANSPORT.has(lastHeader(frame, frame[at + 6] as number, at + 40));
}
