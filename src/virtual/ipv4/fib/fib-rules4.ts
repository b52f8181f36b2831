/**
 * Policy rules of IPv4.
 *
 * Source: `net/ipv4/fib_rules.c`.
 */
import { EACCES, EAGAIN, EINVAL, ENETUNREACH, ENOBUFS } from "../../../errno.ts";
import { AF_INET } from "../../../kernel.ts";
import { RT_TABLE_DEFAULT, RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../../netlink/route-attributes.ts";
import { RTNLGRP_IPV4_RULE } from "../../../netlink/rtnetlink.ts";
import { FR_ACT_PROHIBIT, FR_ACT_TO_TBL, FR_ACT_UNREACHABLE } from "../../../netlink/rule.ts";
import { read32 } from "../../../packet/bytes.ts";
import { type FibRule, FibRules } from "../../core/fib-rules/fib-rules.ts";
import { type Flow4, LEGACY_TOS_MASK } from "../flow.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { fibTable, fibUnmerge, flushRouteCache, newFibTable } from "./fib-lookup.ts";
import { type FibResult, maskOf } from "./fib-trie.ts";

/** The bits of RFC 1349. */
const IPTOS_TOS_MASK = 0x1e;

/** The rules of a namespace for IPv4. */
export class Ipv4Rules extends FibRules<Flow4, FibResult> {
  readonly family = AF_INET;
  readonly addressLength = 4;
  readonly group = RTNLGRP_IPV4_RULE;
  private readonly inet: NetIpv4;

  constructor(inet: NetIpv4) {
    super(inet.net);
    this.inet = inet;
    this.addDefault(0, RT_TABLE_LOCAL);
    this.addDefault(0x7ffe, RT_TABLE_MAIN);
    this.addDefault(0x7fff, RT_TABLE_DEFAULT);
  }

  protected matchAddresses(rule: FibRule, flow: Flow4): boolean {
    if (rule.sourceLength !== 0 && ((flow.saddr ^ read32(rule.source, 0)) & maskOf(rule.sourceLength)) !== 0)
      return false;
    if (
      rule.destinationLength !== 0 &&
      ((flow.daddr ^ read32(rule.destination, 0)) & maskOf(rule.destinationLength)) !== 0
    )
      return false;
    return rule.tos === 0 || rule.tos === (flow.tos & LEGACY_TOS_MASK);
  }

  protected act(rule: FibRule, flow: Flow4, result: FibResult, ignoreLinkState: boolean): number {
    if (rule.action === FR_ACT_UNREACHABLE) return -ENETUNREACH;
    if (rule.action === FR_ACT_PROHIBIT) return -EACCES;
    if (rule.action !== FR_ACT_TO_TBL) return -EINVAL;
    result.tclassid = rule.flow;
    return fibTable(this.inet, rule.table)?.lookup(flow, result, ignoreLinkState) ?? -EAGAIN;
  }

  protected suppresses(rule: FibRule, result: FibResult): boolean {
    if (result.prefixLength <= rule.suppressPrefixLength) return true;
    const dev = result.nexthop?.dev;
    return rule.suppressGroup !== -1 && dev?.group === rule.suppressGroup;
  }

  configure(rule: FibRule, adding: boolean, fail: (error: number, text: string) => number): number {
    if (adding && (rule.tos & 3) !== 0) return fail(-EINVAL, "Invalid dsfield (tos): ECN bits must be 0");
    if (adding && (rule.tos & ~IPTOS_TOS_MASK) !== 0) return fail(-EINVAL, "Invalid tos");
    fibUnmerge(this.inet);
    this.inet.hasCustomRules = true;
    if (!adding || rule.table !== 0 || rule.l3mdev !== 0 || rule.action !== FR_ACT_TO_TBL) return 0;
    for (let id = 1; id < 253; id++)
      if (!this.inet.tables.has(id)) {
        newFibTable(this.inet, id);
        rule.table = id;
        return 0;
      }
    return -ENOBUFS;
  }

  changed(): void {
    this.inet.countRealms(
      0,
      this.rules.some(({ flow }) => flow !== 0),
    );
    flushRouteCache(this.inet);
  }
}

/** The namespace's rules, made when they are first looked at. */
export function ipv4Rules(net: NetIpv4): Ipv4Rules {
  if (net.rules === null) net.rules = new Ipv4Rules(net);
  return net.rules;
}
