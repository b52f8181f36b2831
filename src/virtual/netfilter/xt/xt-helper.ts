/** `helper`: connections that a helper expected. Source: `net/netfilter/xt_helper.c`. */
import { nfCtGet } from "../conntrack/nf-conn.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, type XtMatch, type XtType } from "./x-tables.ts";
import { TrackedMatch, tracked } from "./xt-conntrack.ts";

const NAME = 4;
const NAME_SIZE = 30;

class Helper extends TrackedMatch {
  private readonly inverted: boolean;
  /** Empty: any. */
  private readonly name: string;

  constructor(par: XtCheck) {
    super(par);
    const { info } = par;
    this.inverted = info.u32(0) !== 0;
    this.name =
      info.text(NAME, NAME_SIZE) ?? new TextDecoder().decode(info.bytes.subarray(NAME, NAME + NAME_SIZE - 1));
  }

  match({ skb }: NftPktinfo): number {
    const helper = nfCtGet(skb)?.master?.help?.helper ?? null;
    // what follows the helper's name does not matter
    const found = helper !== null && (this.name === "" || this.name.startsWith(helper.name));
    return found !== this.inverted ? XT_YES : XT_NO;
  }
}

export const HELPER_MATCH: XtType<XtMatch> = {
  name: "helper",
  revision: 0,
  family: 0,
  size: 36,
  check: tracked((par) => new Helper(par)),
};
