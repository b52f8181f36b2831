/** Words that say of which device and in which VLAN something is shown. */
import type { Arguments } from "../ip/arguments.ts";
import type { Ip } from "../ip/context.ts";
import { failed } from "./failed.ts";

/** Which VLANs or groups are shown. */
export interface DeviceFilter {
  /** Index of the device; 0: any. */
  readonly index: number;
  /** 0: any. */
  readonly vid: number;
}

/** "dev DEV" and "vid VID"; other words are passed over. @returns the exit status when there is no such device */
export function parseFilter(ip: Ip, args: Arguments): DeviceFilter | number {
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
