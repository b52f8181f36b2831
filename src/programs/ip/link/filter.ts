/**
 * Which links and addresses `ip link show`, `ip address show` and their flush are about (iproute2's `struct link_filter`).
 */
import type { Prefix } from "../inet.ts";

/** What is wanted. */
export class LinkFilter {
  family = 0;
  index = 0;
  /** The word that the device was named by; "" for any. */
  name = "";
  /** Only links that are up. */
  up = false;
  /** -1: any. */
  group: number;
  /** Index of the master; 0: any. */
  master = 0;
  noMaster = false;
  /** `IFLA_INFO_KIND`; undefined for any. */
  kind: string | undefined = undefined;
  /** `IFLA_INFO_SLAVE_KIND`; undefined for any. */
  slaveKind: string | undefined = undefined;
  /** A pattern for names and labels; undefined for any. */
  label: string | undefined = undefined;
  scope = 0;
  scopeMask = 0;
  flags = 0;
  flagMask = 0;
  prefix: Prefix | undefined = undefined;

  constructor(group = -1) {
    this.group = group;
  }
}
