/**
 * Flow labels that the kernel makes from the flow; those that programs lease are in flow-label-lease.ts.
 *
 * Source: `include/net/ipv6.h` (`ip6_make_flowlabel`, `ip6_autoflowlabel`), RFC 6437.
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";

const LABEL_MASK = 0xfffff;
/** Labels that nobody leased have this bit, when both kinds are told apart (`flowlabel_state_ranges`). */
const STATELESS = 0x80000;
/** `IP6_AUTO_FLOW_LABEL_OFF`, `_OPTOUT`, `_OPTIN`, `_FORCED` */
const AUTO_OFF = 0;
const AUTO_OPTIN = 2;
const AUTO_FORCED = 3;
/** Whether packets get a label of the kernel's: `own` is the socket's wish, undefined when it said nothing. */
function isAutomatic(net: Net, own: boolean | undefined): boolean {
  const mode = net.ipv6.sysctls.autoFlowlabels;
  if (mode === AUTO_OFF) return false;
  if (mode === AUTO_FORCED) return true;
  return own ?? mode !== AUTO_OPTIN;
}

/** The label of a flow, the same for all of its packets; 0: none. Ports are type and code for ICMPv6. */
export function automaticFlowLabel(
  net: Net,
  source: Ipv6Address,
  destination: Ipv6Address,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
  own?: boolean,
): number {
  if (!isAutomatic(net, own)) return 0;
  let hash = 0x811c9dc5;
  for (const word of [source.w0, source.w1, source.w2, source.w3]) hash = mix(hash, word);
  for (const word of [destination.w0, destination.w1, destination.w2, destination.w3]) hash = mix(hash, word);
  hash = mix(hash, protocol);
  hash = mix(hash, (sourcePort << 16) | destinationPort);
  const label = (hash ^ (hash >>> 12)) & LABEL_MASK;
  return net.ipv6.sysctls.flowlabelStateRanges === 0 ? label : label | STATELESS;
}

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
