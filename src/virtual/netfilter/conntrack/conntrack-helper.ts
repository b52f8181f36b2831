/**
 * Helpers: who reads what the ends of a connection tell one another, to know of the connections that follow it. Nobody is given one by
 * itself: a rule does it.
 *
 * Source: `include/net/netfilter/nf_conntrack_helper.h`, `net/netfilter/nf_conntrack_helper.c`.
 */
import type { SkBuff } from "../../core/skbuff.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NfConntrackExpect } from "./conntrack-expect.ts";
import { IPS_HELPER } from "./conntrack-status.ts";
import type { NfConn } from "./nf-conn.ts";

/** How many connections of a class may be expected at once, and for how many seconds (`struct nf_conntrack_expect_policy`). */
export interface ExpectPolicy {
  /** 0: as many as there is room for. */
  readonly maxExpected: number;
  readonly timeout: number;
}

/** `struct nf_conntrack_helper` */
export interface NfConntrackHelper {
  readonly name: string;
  readonly l3num: number;
  readonly protonum: number;
  /** By class. */
  readonly policies: readonly ExpectPolicy[];
  /** Looks at a packet whose transport header is at `offset`. @returns a verdict */
  help(skb: SkBuff, offset: number, ct: NfConn, ctinfo: number): number;
}

/** `struct nf_conn_help` */
export class NfConnHelp {
  helper: NfConntrackHelper | null = null;
  /** The connections that are expected because of this one: the last one first. */
  readonly expectations: NfConntrackExpect[] = [];
  /** How many there are, by class. */
  readonly expecting: number[] = [0, 0, 0, 0];
  /** What the helper keeps of the connection. */
  state: object | null = null;
}

const helpers = new Map<string, NfConntrackHelper>();

const keyOf = (name: string, l3num: number, protonum: number): string => `${name}/${l3num}/${protonum}`;

/** `nf_conntrack_helper_register`, for both families. */
export function registerHelper(helper: Omit<NfConntrackHelper, "l3num">): void {
  for (const l3num of [NFPROTO_IPV4, NFPROTO_IPV6])
    helpers.set(keyOf(helper.name, l3num, helper.protonum), { ...helper, l3num });
}

/** `nf_conntrack_helper_try_module_get` */
export function findHelper(name: string, l3num: number, protonum: number): NfConntrackHelper | null {
  return helpers.get(keyOf(name, l3num, protonum)) ?? null;
}

/** Makes room for a helper (`nf_ct_helper_ext_add`). */
export function addHelp(ct: NfConn): NfConnHelp {
  const { help } = ct;
  if (help !== null) return help;
  const added = new NfConnHelp();
  ct.help = added;
  return added;
}

/** A new connection gets its template's helper (`__nf_ct_try_assign_helper`). */
export function tryAssignHelper(ct: NfConn, template: NfConn): void {
  const { help } = template;
  if (help === null || (ct.status & IPS_HELPER) !== 0) return;
  ct.status |= IPS_HELPER;
  if (help.helper !== null) addHelp(ct).helper = help.helper;
}
