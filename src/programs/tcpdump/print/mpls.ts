/** MPLS: the labels, and what is behind the last one. */
import type { Dissector } from "./dissector.ts";
import { defaultPrint } from "./dump.ts";

const LABEL_LENGTH = 4;
const BOTTOM = 0x100;
const NAMES: ReadonlyMap<number, string> = new Map([
  [0, "IPv4 explicit NULL"],
  [1, "router alert"],
  [2, "IPv6 explicit NULL"],
  [3, "implicit NULL"],
]);
const LAST_RESERVED = 15;
const IPV4_NULL = 0;
const IPV6_NULL = 2;
const IMPLICIT_NULL = 3;
const ETH_P_IP = 0x0800;
const ETH_P_IPV6 = 0x86dd;

const BY_VERSION: ReadonlyMap<number, number> = new Map([
  [4, ETH_P_IP],
  [6, ETH_P_IPV6],
]);

/** Prints the labels at `at`, and the packet behind them. */
export function printMpls(d: Dissector, at: number, length: number): void {
  d.protocol = "mpls";
  d.print("MPLS");
  let left = length;
  let next = at;
  let label = 0;
  for (let entry = 0; (entry & BOTTOM) === 0; next += LABEL_LENGTH) {
    if (left < LABEL_LENGTH) {
      d.invalid();
      return d.need(next, left);
    }
    entry = d.u32(next);
    label = entry >>> 12;
    d.print(next > at && d.options.verbose > 0 ? "\n\t" : " ");
    d.print(`(label ${label}`);
    const reserved = label <= LAST_RESERVED ? "rsvd" : undefined;
    const name = NAMES.get(label) ?? reserved;
    if (name !== undefined && d.options.verbose > 0) d.print(` (${name})`);
    d.print(`, tc ${(entry >>> 9) & 7}${(entry & BOTTOM) !== 0 ? ", [S]" : ""}, ttl ${entry & 0xff})`);
    left -= LABEL_LENGTH;
  }
  printCarried(d, label, next, left);
}

/** The last label may tell what follows; else its first byte does. */
function printCarried(d: Dissector, label: number, at: number, length: number): void {
  if (length < 1) return;
  let type = 0;
  if (label === IPV4_NULL || label === IMPLICIT_NULL) type = ETH_P_IP;
  else if (label === IPV6_NULL) type = ETH_P_IPV6;
  if (type === 0 || label === IMPLICIT_NULL) type = BY_VERSION.get(d.u8(at) >>> 4) ?? 0;
  const printer = d.printers.etherType.get(type);
  if (printer === undefined) {
    if (!d.options.suppressDefault) defaultPrint(d, at);
    d.need(at, length);
    return;
  }
  d.print(d.options.verbose > 0 ? "\n\t" : " ");
  d.nested(() => printer(d, at, length));
}
