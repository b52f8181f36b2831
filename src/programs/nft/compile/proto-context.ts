/** What a rule has said so far of the protocols of a packet: what follows from it need not be checked again. */

import type { Loc } from "../errors/source.ts";
import { ARP, BRIDGE, INET, IPV4, IPV6 } from "../hooks.ts";

export class ProtoContext {
  readonly family: number;
  link: string | undefined;
  network: string | undefined;
  /** What said so. */
  networkLoc: Loc | undefined;
  transport: string | undefined;
  transportLoc: Loc | undefined;
  /** It is one of several that were named. */
  oneOfTransports = false;
  /** What was said of the type of an ICMP message: a single one, or one of several. */
  icmp: { readonly type: number | undefined } | undefined;

  constructor(family: number) {
    this.family = family;
    if (family === IPV4) this.network = "ip";
    if (family === IPV6) this.network = "ip6";
    if (family === ARP) this.network = "arp";
    if (family === BRIDGE) this.link = "ether";
  }

  get isInet(): boolean {
    return this.family === INET;
  }
}
