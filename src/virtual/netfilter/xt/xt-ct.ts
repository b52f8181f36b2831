/** `CT`: how packets are tracked, before they are. Source: `net/netfilter/xt_CT.c`. */
import { EINVAL, ENOENT } from "../../../errno.ts";
import { setNfct } from "../../core/skbuff.ts";
import { allocTemplate, initialEventMask } from "../conntrack/conntrack-core.ts";
import { addHelp, findHelper, type NfConntrackHelper } from "../conntrack/conntrack-helper.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../conntrack/conntrack-hooks.ts";
import { IP_CT_NEW, IP_CT_UNTRACKED } from "../conntrack/conntrack-status.ts";
import { netCt } from "../conntrack/conntrack-table.ts";
import {
  NF_CT_DEFAULT_ZONE_DIR,
  NF_CT_ZONE_DIR_ORIG,
  NF_CT_ZONE_DIR_REPL,
  type NfConn,
} from "../conntrack/nf-conn.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_CONTINUE, type XtCheck, XtTarget, type XtType } from "./x-tables.ts";

const CT_EVENTS = 4;
const EXP_EVENTS = 8;
const HELPER = 12;
const HELPER_SIZE = 16;
const TIMEOUT = 28;
const NOTRACK = 1;
const NOTRACK_ALIAS = 2;
const ZONE_DIR_ORIG = 4;
const ZONE_DIR_REPL = 8;
const ZONE_MARK = 16;
const KNOWN = NOTRACK | NOTRACK_ALIAS | ZONE_DIR_ORIG | ZONE_DIR_REPL | ZONE_MARK;

class Ct extends XtTarget {
  /** What packets get; null: they are not tracked. */
  private readonly template: NfConn | null;
  private readonly par: XtCheck;

  /** The zone is the packet's mark (`NF_CT_FLAG_MARK`). */
  private readonly zoneByMark: boolean;

  constructor(par: XtCheck, template: NfConn | null, zoneByMark = false) {
    super();
    this.par = par;
    this.template = template;
    this.zoneByMark = zoneByMark;
  }

  target({ skb }: NftPktinfo): number {
    // one that was tracked before, or is not to be, stays so
    if (skb.nfct !== null || skb.ctinfo === IP_CT_UNTRACKED) return XT_CONTINUE;
    const { template } = this;
    if (template !== null) {
      template.use++;
      if (this.zoneByMark) template.setZone(skb.mark & 0xffff, template.zoneDir);
    }
    setNfct(skb, template, template === null ? IP_CT_UNTRACKED : IP_CT_NEW);
    return XT_CONTINUE;
  }

  override destroy(): void {
    if (this.template === null) return;
    this.template.put();
    nfCtNetnsPut(this.par.net, this.par.family);
  }
}

/** `xt_ct_set_helper`: that of the protocol that the rule asks for. @returns null: none is asked for; or a negative error */
function helperOf({ info, family, protocol, inverted }: XtCheck): NfConntrackHelper | null | number {
  if (info.u8(HELPER) === 0) return null;
  const name = info.text(HELPER, HELPER_SIZE);
  if (name === undefined || protocol === 0 || inverted) return -ENOENT;
  return findHelper(name, family, protocol) ?? -ENOENT;
}

function check(par: XtCheck): XtTarget | number {
  const { info, net } = par;
  const flags = info.u16(0);
  if (flags & ~KNOWN) return -EINVAL;
  if (flags & NOTRACK) return new Ct(par, null);
  // policies of timeouts are not built
  if (info.u8(TIMEOUT) !== 0) return -ENOENT;
  const helper = helperOf(par);
  if (typeof helper === "number") return helper;
  const error = nfCtNetnsGet(net, par.family);
  if (error < 0) return error;
  const template = allocTemplate(netCt(net), info.u16(2));
  // as nobody listens when the rule is made, it is of no account (`nf_ct_ecache_ext_add`)
  const { cnet } = template;
  if (cnet.settings.events === 0 || initialEventMask(cnet) !== 0)
    template.eventMask = (info.u32(CT_EVENTS) & 0xffff) | (info.u32(EXP_EVENTS) << 16);
  if (helper !== null) addHelp(template).helper = helper;
  template.zoneDir =
    flags & ZONE_DIR_ORIG
      ? NF_CT_ZONE_DIR_ORIG
      : flags & ZONE_DIR_REPL
        ? NF_CT_ZONE_DIR_REPL
        : NF_CT_DEFAULT_ZONE_DIR;
  return new Ct(par, template, (flags & ZONE_MARK) !== 0);
}

export const CT: XtType<XtTarget> = {
  name: "CT",
  revision: 2,
  family: 0,
  size: 72,
  userSize: 64,
  table: "raw",
  check,
};
