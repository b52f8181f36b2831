/**
 * Policy rules: which table answers for which packets. The engine that both families share; each subclasses {@link FibRules}.
 *
 * Source: `net/core/fib_rules.c`.
 */
import { EAGAIN, ESRCH } from "../../../errno.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RTPROT_KERNEL } from "../../../netlink/route-attributes.ts";
import { FIB_RULE_INVERT, FR_ACT_GOTO, FR_ACT_NOP, FR_ACT_TO_TBL } from "../../../netlink/rule.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Net } from "../net.ts";

/** What rules look at, whatever the family. */
export interface RuleFlow {
  oif: number;
  iif: number;
  mark: number;
  tos: number;
  uid: number;
  ipProto: number;
  sport: number;
  dport: number;
}

/** `struct fib_rule_port_range`; both ends belong to it. */
export interface PortRange {
  readonly start: number;
  readonly end: number;
}

/** One rule (`struct fib_rule`): what it matches, and what is done then. */
export class FibRule {
  priority = 0;
  /** `FR_ACT_*` */
  action = 0;
  table = 0;
  /** `FIB_RULE_*` */
  flags = 0;
  /** Priority of the rule to go on with. */
  target = 0;
  iifName = "";
  /** 0: any; -1: the device is not there. */
  iif = 0;
  oifName = "";
  oif = 0;
  mark = 0;
  markMask = 0;
  /** 64 bits in network order; 0: any. */
  tunnelId = 0n;
  l3mdev = 0;
  suppressPrefixLength = -1;
  suppressGroup = -1;
  uidRange: PortRange | null = null;
  ipProto = 0;
  sport: PortRange | null = null;
  dport: PortRange | null = null;
  /** Who made it (`RTPROT_*`). */
  protocol = 0;
  tos = 0;
  /** Prefixes in network order; empty: any. */
  source: Uint8Array = NOTHING;
  sourceLength = 0;
  destination: Uint8Array = NOTHING;
  destinationLength = 0;
  /** Realm (IPv4). */
  flow = 0;
}
const NOTHING = new Uint8Array(0);

/** A family's rules in a namespace, by preference (`struct fib_rules_ops`). */
export abstract class FibRules<Flow extends RuleFlow = RuleFlow, Result = unknown> {
  readonly net: Net;
  abstract readonly family: number;
  /** Bytes of an address. */
  abstract readonly addressLength: number;
  /** `RTNLGRP_*` of notifications. */
  abstract readonly group: number;
  /** In the order in which they are asked. */
  readonly rules: FibRule[] = [];

  constructor(net: Net) {
    this.net = net;
  }

  /** The family's part of the match: addresses and TOS. */
  protected abstract matchAddresses(rule: FibRule, flow: Flow): boolean;
  /** Asks the rule's table, or gives the rule's error. @returns 0, `-EAGAIN` to go on with the next rule, or an error */
  protected abstract act(rule: FibRule, flow: Flow, result: Result, ignoreLinkState: boolean): number;
  /** Whether the answer is not to be taken (`suppress_prefixlength`, `suppress_ifgroup`). */
  protected abstract suppresses(rule: FibRule, result: Result): boolean;
  /** A rule is about to be added or removed by user space: checks and completes it. @returns 0 or a negative error */
  abstract configure(rule: FibRule, adding: boolean, fail: (error: number, text: string) => number): number;
  /** Rules changed. */
  abstract changed(): void;
  /** Writes attributes of the family behind the common ones. */
  fill(_rule: FibRule, _writer: MessageWriter): void {}

  /** `fib_rules_lookup`. @returns what the first rule that answers says, or `-ESRCH` */
  lookup(flow: Flow, result: Result, ignoreLinkState: boolean): number {
    const rules = this.rules;
    for (let i = 0; i < rules.length; i++) {
      let rule = rules[i];
      if (!this.matches(rule, flow)) continue;
      if (rule.action === FR_ACT_GOTO) {
        const at = this.indexOfTarget(rule);
        if (at < 0) continue;
        i = at - 1;
        continue;
      }
      if (rule.action === FR_ACT_NOP) continue;
      rule = rules[i];
      const error = this.act(rule, flow, result, ignoreLinkState);
      if (error === 0 && this.suppresses(rule, result)) continue;
      if (error !== -EAGAIN) return error;
    }
    return -ESRCH;
  }

  /** Where a jump leads; -1 while there is no such rule. */
  indexOfTarget(rule: FibRule): number {
    return this.rules.findIndex((other) => other.priority === rule.target);
  }

  private matches(rule: FibRule, flow: Flow): boolean {
    const inverted = (rule.flags & FIB_RULE_INVERT) !== 0;
    return this.matchesPlain(rule, flow) !== inverted;
  }

  private matchesPlain(rule: FibRule, flow: Flow): boolean {
    if (rule.iif !== 0 && rule.iif !== flow.iif) return false;
    if (rule.oif !== 0 && rule.oif !== flow.oif) return false;
    if (((flow.mark ^ rule.mark) & rule.markMask) !== 0) return false;
    if (rule.tunnelId !== 0n || rule.l3mdev !== 0) return false;
    if (rule.uidRange !== null && !inRange(rule.uidRange, flow.uid)) return false;
    if (rule.ipProto !== 0 && rule.ipProto !== flow.ipProto) return false;
    if (rule.sport !== null && !inRange(rule.sport, flow.sport)) return false;
    if (rule.dport !== null && !inRange(rule.dport, flow.dport)) return false;
    return this.matchAddresses(rule, flow);
  }

  /** Enters a rule behind all of its priority. */
  insert(rule: FibRule): void {
    let at = 0;
    while (at < this.rules.length && this.rules[at].priority <= rule.priority) at++;
    this.rules.splice(at, 0, rule);
  }

  /** One of the rules that are there from the beginning (`fib_default_rule_add`). */
  protected addDefault(priority: number, table: number): void {
    const rule = new FibRule();
    rule.priority = priority;
    rule.table = table;
    rule.action = FR_ACT_TO_TBL;
    rule.protocol = RTPROT_KERNEL;
    this.insert(rule);
  }

  /** Just before the rule that follows the first one (`fib_default_rule_pref`). */
  defaultPriority(): number {
    const second = this.rules[1];
    return second !== undefined && second.priority > 0 ? second.priority - 1 : 0;
  }

  /** A device with this name is there (`attach_rules`). */
  attach(dev: NetDevice): void {
    for (const rule of this.rules) {
      if (rule.iif === -1 && rule.iifName === dev.name) rule.iif = dev.ifindex;
      if (rule.oif === -1 && rule.oifName === dev.name) rule.oif = dev.ifindex;
    }
  }

  /** `detach_rules` */
  detach(dev: NetDevice): void {
    for (const rule of this.rules) {
      if (rule.iif === dev.ifindex) rule.iif = -1;
      if (rule.oif === dev.ifindex) rule.oif = -1;
    }
  }
}

function inRange(range: PortRange, value: number): boolean {
  return value >= range.start && value <= range.end;
}
