/**
 * Policy rules of IPv6.
 *
 * Source: `net/ipv6/fib6_rules.c`.
 */
import { EACCES, EAGAIN, EINVAL, ENETUNREACH } from "../../../errno.ts";
import { AF_INET6 } from "../../../kernel.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../../netlink/route-attributes.ts";
import { RTNLGRP_IPV6_RULE } from "../../../netlink/rtnetlink.ts";
import { FR_ACT_PROHIBIT, FR_ACT_TO_TBL, FR_ACT_UNREACHABLE } from "../../../netlink/rule.ts";
import { read32 } from "../../../packet/bytes.ts";
import { type FibRule, FibRules } from "../../core/fib-rules/fib-rules.ts";
import type { Net } from "../../core/net.ts";
import { prefixMask } from "../addrconf/addrconf-core.ts";
import type { Flow6 } from "../flow6.ts";
import type { Fib6Info } from "./fib6-info.ts";
import type { Fib6Table } from "./ip6-fib.ts";

/** What a lookup through the rules needs and finds. */
export interface Fib6Result {
  find: (table: Fib6Table) => Fib6Info | null;
  route: Fib6Info | null;
}

/** The rules of a namespace for IPv6. */
export class Ipv6Rules extends FibRules<Flow6, Fib6Result> {
  readonly family = AF_INET6;
  readonly addressLength = 16;
  readonly group = RTNLGRP_IPV6_RULE;

  constructor(net: Net) {
    super(net);
    this.addDefault(0, RT_TABLE_LOCAL);
    this.addDefault(0x7ffe, RT_TABLE_MAIN);
  }

  protected override matchAddresses(rule: FibRule, flow: Flow6): boolean {
    if (!inPrefix(rule.destination, rule.destinationLength, flow.d0, flow.d1, flow.d2, flow.d3)) return false;
    if (!inPrefix(rule.source, rule.sourceLength, flow.s0, flow.s1, flow.s2, flow.s3)) return false;
    return rule.tos === 0 || rule.tos === (flow.tos & 0xfc);
  }

  protected override act(rule: FibRule, _flow: Flow6, result: Fib6Result): number {
    if (rule.action === FR_ACT_UNREACHABLE) return -ENETUNREACH;
    if (rule.action === FR_ACT_PROHIBIT) return -EACCES;
    if (rule.action !== FR_ACT_TO_TBL) return -EINVAL;
    const table = this.net.ipv6.table(rule.table);
    const route = table === undefined ? null : result.find(table);
    if (route === null || route.error === -EAGAIN) return -EAGAIN;
    result.route = route;
    return 0;
  }

  protected override suppresses(rule: FibRule, result: Fib6Result): boolean {
    const route = result.route;
    if (route === null) return false;
    if (route.destinationLength <= rule.suppressPrefixLength) return true;
    return rule.suppressGroup !== -1 && route.dev.group === rule.suppressGroup;
  }

  override configure(rule: FibRule, adding: boolean, fail: (error: number, text: string) => number): number {
    // unlike IPv4's, rules that are only taken away change nothing: the tables are looked up as before
    if (!adding) return 0;
    if ((rule.tos & 3) !== 0) return fail(-EINVAL, "Invalid dsfield (tos): ECN bits must be 0");
    if (rule.action === FR_ACT_TO_TBL && rule.l3mdev === 0) {
      if (rule.table === 0) return fail(-EINVAL, "Invalid table");
      this.net.ipv6.newTable(rule.table);
    }
    this.net.ipv6.hasCustomRules = true;
    return 0;
  }

  override changed(): void {
    this.net.ipv6.routeGeneration++;
  }
}

function inPrefix(
  prefix: Uint8Array,
  length: number,
  w0: number,
  w1: number,
  w2: number,
  w3: number,
): boolean {
  if (length === 0) return true;
  return (
    ((read32(prefix, 0) ^ w0) & prefixMask(length, 0)) === 0 &&
    ((read32(prefix, 4) ^ w1) & prefixMask(length, 1)) === 0 &&
    ((read32(prefix, 8) ^ w2) & prefixMask(length, 2)) === 0 &&
    ((read32(prefix, 12) ^ w3) & prefixMask(length, 3)) === 0
  );
}

/** The namespace's rules, made when they are first looked at. */
export function ipv6Rules(net: Net): Ipv6Rules {
  net.ipv6.rules ??= new Ipv6Rules(net);
  return net.ipv6.rules;
}
