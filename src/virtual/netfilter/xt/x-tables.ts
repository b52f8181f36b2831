/**
 * Matches and targets of xtables: what each kind is, and the table of those that there are.
 *
 * Source: `include/linux/netfilter/x_tables.h`, `net/netfilter/x_tables.c`.
 */
import { EINVAL, ENOENT, EPROTONOSUPPORT } from "../../../errno.ts";
import type { Net } from "../../core/net.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";

/** What a match says of a packet; the last: it is to be dropped at once (`hotdrop`). */
export const XT_NO = 0;
export const XT_YES = 1;
export const XT_HOTDROP = -1;
/** A target that leaves the decision to the next rule. */
export const XT_CONTINUE = -1;

/** A rule's structure, as the program sent it: fields at offsets, numbers of the processor unless the name says `be`. */
export class XtInfo {
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  u8(at: number): number {
    return this.bytes[at];
  }
  u16(at: number): number {
    return this.view.getUint16(at, true);
  }
  u32(at: number): number {
    return this.view.getUint32(at, true);
  }
  be16(at: number): number {
    return this.view.getUint16(at);
  }
  /** Signed, as the engine keeps addresses. */
  be32(at: number): number {
    return this.view.getInt32(at);
  }
  /** The text up to its NUL; undefined when there is none within `length`. */
  text(at: number, length: number): string | undefined {
    const end = this.bytes.subarray(at, at + length).indexOf(0);
    return end < 0 ? undefined : new TextDecoder().decode(this.bytes.subarray(at, at + end));
  }
}

/** What a rule is checked against (`struct xt_mtchk_param`, `struct xt_tgchk_param`). */
export interface XtCheck {
  readonly net: Net;
  /** `NFPROTO_*` */
  readonly family: number;
  readonly table: string;
  /** Of a base chain: its hook, as a bit; else 0. */
  readonly hookMask: number;
  readonly info: XtInfo;
  /** The protocol that the rule asks for; 0: none. */
  readonly protocol: number;
  /** It asks for all others. */
  readonly inverted: boolean;
}

/** A match or target in a rule. */
export abstract class XtUse {
  /** The rule is gone. */
  destroy(): void {}
}

/** One use of a match in a rule. */
export abstract class XtMatch extends XtUse {
  /** @returns `XT_NO`, `XT_YES` or `XT_HOTDROP` */
  abstract match(pkt: NftPktinfo): number;
}

/** One use of a target in a rule. */
export abstract class XtTarget extends XtUse {
  /** @returns a verdict of netfilter or `XT_CONTINUE` */
  abstract target(pkt: NftPktinfo): number;
}

/** `struct xt_match`, `struct xt_target` */
export interface XtType<Use extends XtUse> {
  readonly name: string;
  readonly revision: number;
  /** `NFPROTO_UNSPEC` is for all. */
  readonly family: number;
  /** Of the structure, before it is rounded up. */
  readonly size: number;
  /** How much of it is shown again; all when absent. */
  readonly userSize?: number;
  /** Hooks where it may be, as bits; absent: all. */
  readonly hooks?: number;
  /** The only table where it may be. */
  readonly table?: string;
  /** The protocol that the rule has to ask for. */
  readonly protocols?: readonly number[];
  /** `checkentry` @returns what packets meet, or a negative error */
  check(par: XtCheck): Use | number;
}

/** `XT_ALIGN` */
export function xtAlign(size: number): number {
  return (size + 7) & ~7;
}

/** A table of kinds by name. */
export class XtTable<Use extends XtUse> {
  private readonly types = new Map<string, XtType<Use>[]>();

  register(type: XtType<Use>): void {
    const list = this.types.get(type.name) ?? [];
    if (!list.includes(type)) list.push(type);
    this.types.set(type.name, list);
  }

  /** The one of exactly this revision. */
  find(family: number, name: string, revision: number): XtType<Use> | undefined {
    return this.types
      .get(name)
      ?.find((type) => type.revision === revision && (type.family === family || type.family === 0));
  }

  /** Whether there is one of this revision (`xt_find_revision`). @returns 0 or a negative error */
  hasRevision(family: number, name: string, revision: number): number {
    const list = this.types.get(name)?.filter((type) => type.family === family || type.family === 0) ?? [];
    if (list.length === 0) return -ENOENT;
    return list.some((type) => type.revision === revision) ? 0 : -EPROTONOSUPPORT;
  }
}

/** All kinds of matches. */
export const MATCHES = new XtTable<XtMatch>();

/** All kinds of targets. */
export const TARGETS = new XtTable<XtTarget>();

/** `xt_check_match`, `xt_check_target`: all that can be said before the kind itself looks. @returns 0 or a negative error */
export function checkType(type: XtType<XtUse>, par: XtCheck): number {
  if (xtAlign(type.size) !== par.info.bytes.length) return -EINVAL;
  if (type.table !== undefined && type.table !== par.table) return -EINVAL;
  if (type.hooks !== undefined && (par.hookMask & ~type.hooks) !== 0) return -EINVAL;
  if (type.protocols && (!type.protocols.includes(par.protocol) || par.inverted)) return -EINVAL;
  return 0;
}
