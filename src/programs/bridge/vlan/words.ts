/** Words that several commands of `bridge vlan` take. */
import type { Arguments } from "../../ip/arguments.ts";
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

/** Which VLANs are shown. */
export interface VlanFilter {
  /** Index of the device; 0: any. */
  readonly index: number;
  /** 0: any. */
  readonly vid: number;
}

/** "dev DEV" and "vid VID"; other words are passed over. @returns the exit status when there is no such device */
export function parseFilter(ip: Ip, args: Arguments): VlanFilter | number {
  let dev: string | undefined;
  let vid = 0;
  for (; args.more; args.advance()) {
    if (args.is("dev")) {
      args.next();
      if (dev !== undefined) args.duplicate("dev");
      dev = args.current;
    } else if (args.is("vid")) {
      args.next();
      if (vid !== 0) args.duplicate("vid");
      vid = Number.parseInt(args.current, 10) || 0;
    }
  }
  if (dev === undefined) return { index: 0, vid };
  const index = ip.links.index(dev);
  return index === 0 ? failed(ip, `Cannot find device "${dev}"`) : { index, vid };
}
