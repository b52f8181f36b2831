import type { Ip } from "../../ip/context.ts";
import { failed } from "../failed.ts";

/** Identifiers are 12 bits. */
const VLAN_N_VID = 4096;

/** A VLAN, or a range of them. */
export interface VidRange {
  readonly first: number;
  /** Undefined: one VLAN. */
  readonly last: number | undefined;
}

/** As `atoi(3)` reads it into 16 bits. */
export function shortOf(text: string): number {
  return (Number.parseInt(/^\s*[+-]?\d*/.exec(text)?.[0] ?? "", 10) || 0) & 0xffff;
}

/** "VID" or "VID-VID", as far as it is read before it is checked. */
export function parseVids(text: string): VidRange {
  // a sign at the start is one, too
  const dash = text.indexOf("-");
  if (dash < 0) return { first: shortOf(text), last: undefined };
  return { first: shortOf(text.slice(0, dash)), last: shortOf(text.slice(dash + 1)) };
}

/** Complains about identifiers that can not be. @returns the exit status, or 0 */
export function checkVids(ip: Ip, { first, last }: VidRange): number {
  if (first >= VLAN_N_VID) return failed(ip, `Invalid VLAN ID "${first}"`);
  if (last !== undefined && (last >= VLAN_N_VID || first >= last))
    return failed(ip, `Invalid VLAN range "${first}-${last}"`);
  return 0;
}
