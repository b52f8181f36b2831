/**
 * Flow labels: made from the flow by the kernel, or leased by a program.
 *
 * Source: `include/net/ipv6.h` (`ip6_make_flowlabel`, `ip6_autoflowlabel`), `net/ipv6/ip6_flowlabel.c`, RFC 6437.
 */
import { EINVAL, ENOENT, ENOPROTOOPT, EPERM, ERANGE } from "../../errno.ts";
import { Ipv6Address } from "../../packet/address.ts";
import { KERN_INFO } from "../core/log-level.ts";
import type { Net } from "../core/net.ts";
import { addressType, IPV6_ADDR_MAPPED, IPV6_ADDR_MULTICAST, IPV6_ADDR_UNICAST } from "./addrconf-core.ts";

const LABEL_MASK = 0xfffff;
/** Labels that nobody leased have this bit, when both kinds are told apart (`flowlabel_state_ranges`). */
const STATELESS = 0x80000;
/** `IP6_AUTO_FLOW_LABEL_OFF`, `_OPTOUT`, `_OPTIN`, `_FORCED` */
const AUTO_OFF = 0;
const AUTO_OPTIN = 2;
const AUTO_FORCED = 3;
/** `IPV6_FL_A_*`, `IPV6_FL_F_CREATE` */
const ACTION_GET = 0;
const ACTION_PUT = 1;
const ACTION_RENEW = 2;
const FLAG_CREATE = 1;
/** `IPV6_FL_F_REFLECT`: to answer with the label that came, which only TCP can. */
const FLAG_REFLECT = 4;
const REQUEST_LENGTH = 32;

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

/** A label that is to be the same for a whole flow can not be the other side's (`flowlabel_consistency`). */
function refuseReflection(net: Net): number {
  if (net.ipv6.sysctls.flowlabelConsistency === 0) return -ENOPROTOOPT;
  const { log } = net.machine;
  if (log.netRatelimit())
    log.print(KERN_INFO, "Can not set IPV6_FL_F_REFLECT if flowlabel_consistency sysctl is enable");
  return -EPERM;
}

/** Whether packets to the destination can have a label (`fl_create`): those of IPv4 can not. */
function mayHaveLabel(destination: Ipv6Address): boolean {
  const type = addressType(destination);
  return (type & IPV6_ADDR_MAPPED) === 0 && (type & (IPV6_ADDR_UNICAST | IPV6_ADDR_MULTICAST)) !== 0;
}

/** The labels that a socket has leased. */
export class FlowLabelLeases {
  private readonly labels = new Set<number>();

  /** `IPV6_FLOWLABEL_MGR` with a `struct in6_flowlabel_req`; a label that is chosen is written there. @returns 0 or a negative error */
  manage(net: Net, request: Uint8Array): number {
    if (request.length < REQUEST_LENGTH) return -EINVAL;
    const label = ((request[17] & 0x0f) << 16) | (request[18] << 8) | request[19];
    const flags = request[22] | (request[23] << 8);
    switch (request[20]) {
      case ACTION_GET:
        if ((flags & FLAG_REFLECT) !== 0) return refuseReflection(net);
        if (net.ipv6.sysctls.flowlabelStateRanges !== 0 && (label & STATELESS) !== 0) return -ERANGE;
        if (!mayHaveLabel(Ipv6Address.fromBytes(request, 0))) return -EINVAL;
        if (this.labels.has(label)) return 0;
        if ((flags & FLAG_CREATE) === 0) return -ENOENT;
        this.labels.add(label === 0 ? chooseLabel(net, request) : label);
        return 0;
      case ACTION_PUT:
        if ((flags & FLAG_REFLECT) !== 0) return -ENOPROTOOPT;
        return this.labels.delete(label) ? 0 : -ENOENT;
      case ACTION_RENEW:
        return this.labels.has(label) ? 0 : -ENOENT;
      default:
        return -EINVAL;
    }
  }

  has(label: number): boolean {
    return this.labels.has(label);
  }
}

/** A label for who asks for none in particular (`fl_intern`). */
function chooseLabel(net: Net, request: Uint8Array): number {
  const label = net.machine.random() & LABEL_MASK || 1;
  request[17] = (request[17] & 0xf0) | (label >>> 16);
  request[18] = label >>> 8;
  request[19] = label;
  return label;
}
