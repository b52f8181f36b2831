/** `owner`: whose socket sends a packet; every socket here is root's. Source: `net/netfilter/xt_owner.c`. */
import { EINVAL } from "../../../errno.ts";
import { ControlSocket } from "../../core/sock/send-charge.ts";
import { NF_INET_LOCAL_OUT, NF_INET_POST_ROUTING } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const UID = 1;
const GID = 2;
const SOCKET = 4;
/** The highest that a process can have. */
const MOST = 0xfffffffe;

class Owner extends XtMatch {
  private readonly match0: number;
  private readonly inverse: number;
  private readonly roots: number;

  constructor({ info }: XtCheck) {
    super();
    this.match0 = info.u8(16);
    this.inverse = info.u8(17);
    this.roots = (info.u32(0) === 0 ? UID : 0) | (info.u32(8) === 0 ? GID : 0);
  }

  match({ skb }: NftPktinfo): number {
    const { match0, inverse, roots } = this;
    // without a socket, what is not asked for is so
    if (skb.sk === null) return (match0 ^ inverse) === 0 ? XT_YES : XT_NO;
    if (match0 & inverse & SOCKET) return XT_NO;
    // the kernel's own sockets are nobody's
    if (skb.sk instanceof ControlSocket) return ((match0 ^ inverse) & (UID | GID)) === 0 ? XT_YES : XT_NO;
    if (match0 & UID && ((roots & UID) !== 0) === ((inverse & UID) !== 0)) return XT_NO;
    if (match0 & GID && ((roots & GID) !== 0) === ((inverse & GID) !== 0)) return XT_NO;
    return XT_YES;
  }
}

export const OWNER: XtType<XtMatch> = {
  name: "owner",
  revision: 1,
  family: 0,
  size: 20,
  hooks: (1 << NF_INET_LOCAL_OUT) | (1 << NF_INET_POST_ROUTING),
  check: (par) => {
    const { info } = par;
    for (const [flag, at] of [
      [UID, 0],
      [GID, 8],
    ] as const) {
      if (!(info.u8(16) & flag)) continue;
      const low = info.u32(at);
      const high = info.u32(at + 4);
      if (low > high || high > MOST) return -EINVAL;
    }
    return new Owner(par);
  },
};
