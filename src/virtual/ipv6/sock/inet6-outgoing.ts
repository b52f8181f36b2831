/**
 * From a socket and a destination to a decision and the fields of a packet's header.
 *
 * Source: `net/ipv6/ip6_output.c` (`ip6_sk_dst_lookup_flow`), `net/ipv6/datagram.c` (`ip6_datagram_send_ctl`), RFC 3542.
 */
import { EAFNOSUPPORT, EINVAL } from "../../../errno.ts";
import { RTAX_HOPLIMIT } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { ipv6FirstWord } from "../../../packet/ipv6.ts";
import { addressType, IPV6_ADDR_MULTICAST, needsScopeId } from "../addrconf/addrconf-core.ts";
import { Flow6 } from "../flow6.ts";
import { ip6DstLookup } from "../route/ip6-dst-lookup.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import { automaticFlowLabel } from "./flow-label.ts";
import type { Inet6Sock } from "./inet6-sock.ts";
import type { OutgoingControl } from "./ip6-control.ts";

/** A decision together with the addresses and settings of one packet. */
export interface Outgoing {
  readonly rt: Rt6Info;
  readonly source: Ipv6Address;
  readonly destination: Ipv6Address;
  readonly port: number;
  /** Type and code of ICMPv6. */
  readonly kind: number;
  readonly hopLimit: number;
  readonly firstWord: number;
  readonly control: OutgoingControl;
}

/** Where a packet is to go. */
export interface OutgoingTarget {
  readonly address: Ipv6Address;
  readonly port: number;
  readonly scopeId: number;
  readonly flowInfo: number;
  /** For the flow's hash: type and code of ICMPv6. */
  readonly kind: number;
}

const flow = new Flow6();
const LOOPBACK = new Ipv6Address(0, 0, 0, 1);

/** `::` as a destination means this host, as it did on BSD. */
export function orLoopback(address: Ipv6Address): Ipv6Address {
  return address.isUnspecified ? LOOPBACK : address;
}

/** The device that the packet must leave through; 0: any; a negative error when two are asked for. */
function deviceFor(sk: Inet6Sock, type: number, scopeId: number, control: OutgoingControl): number {
  let oif = sk.boundDevIf;
  if (oif === 0 && needsScopeId(type)) oif = scopeId;
  if (control.ifindex !== 0) return oif !== 0 && oif !== control.ifindex ? -EINVAL : control.ifindex;
  if (oif === 0) oif = sk.stickyIf;
  return oif === 0 && (type & IPV6_ADDR_MULTICAST) !== 0 ? sk.multicastIf : oif;
}

/** Finds route, source and header fields of a packet. @returns them, or a negative error */
export function findOutgoing(
  sk: Inet6Sock,
  target: OutgoingTarget,
  control: OutgoingControl,
): Outgoing | number {
  const { net } = sk;
  const { address: destination, port } = target;
  const label = sk.sendFlowInfo ? target.flowInfo & 0xfffff : 0;
  if (label !== 0 && !sk.leases?.has(label)) return -EINVAL;
  const type = addressType(destination);
  const oif = deviceFor(sk, type, target.scopeId, control);
  if (oif < 0) return oif;
  flow.reset().setDestination(destination);
  flow.oif = oif;
  const wanted = control.source ?? sk.stickySource ?? sk.localAddress;
  if (!wanted.isUnspecified && !wanted.isMulticast) flow.setSource(wanted);
  flow.mark = sk.mark;
  flow.protocol = sk.protocol;
  const trafficClass = control.trafficClass >= 0 ? control.trafficClass : sk.trafficClass;
  flow.trafficClass = trafficClass;
  flow.flowLabel = label;
  flow.sourcePort = target.kind === 0 ? sk.localPort : 0;
  flow.destinationPort = target.kind === 0 ? port : target.kind;
  const own = flow.hasSource;
  const rt = ip6DstLookup(net, flow, destination, sk.boundDevIf);
  if (typeof rt === "number") return rt;
  const source = own ? wanted : flow.source;
  if (source.isV4Mapped && !destination.isV4Mapped) return -EAFNOSUPPORT;
  const multicast = (type & IPV6_ADDR_MULTICAST) !== 0;
  const hopLimit = control.hopLimit >= 0 ? control.hopLimit : hopLimitFor(sk, rt, multicast);
  const flowLabel = label === 0 ? makeLabel(sk, source, target) : label;
  const firstWord = ipv6FirstWord(trafficClass, flowLabel);
  return { rt, source, destination, port, kind: target.kind, hopLimit, firstWord, control };
}

function makeLabel(sk: Inet6Sock, source: Ipv6Address, { address, port, kind }: OutgoingTarget): number {
  const from = kind === 0 ? sk.localPort : kind;
  return automaticFlowLabel(sk.net, source, address, sk.protocol, from, port, sk.autoFlowLabel);
}

function hopLimitFor(sk: Inet6Sock, rt: Rt6Info, multicast: boolean): number {
  const own = multicast ? sk.multicastHops : sk.unicastHops;
  if (own >= 0) return own;
  return rt.metrics?.get(RTAX_HOPLIMIT) ?? rt.dev.in6Dev?.cnf.hopLimit ?? 64;
}
