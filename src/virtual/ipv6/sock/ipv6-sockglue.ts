/**
 * Socket options of level IPPROTO_IPV6.
 *
 * Source: `net/ipv6/ipv6_sockglue.c` (`do_ipv6_setsockopt`, `do_ipv6_getsockopt`).
 */
import { EINVAL, ENODEV, ENOPROTOOPT, ENOTCONN } from "../../../errno.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { readInt, writeInt } from "../../core/sock/sock.ts";
import { Flow6 } from "../flow6.ts";
import { decisionMtu } from "../ip/ip6-output.ts";
import { ip6RouteOutput } from "../route/ip6-route.ts";
import { FlowLabelLeases } from "./flow-label-lease.ts";
import type { Inet6Sock } from "./inet6-sock.ts";
import {
  IPV6_AUTOFLOWLABEL,
  IPV6_DONTFRAG,
  IPV6_FLOWINFO_SEND,
  IPV6_FLOWLABEL_MGR,
  IPV6_FREEBIND,
  IPV6_HDRINCL,
  IPV6_JOIN_GROUP,
  IPV6_LEAVE_GROUP,
  IPV6_MTU,
  IPV6_MTU_DISCOVER,
  IPV6_MULTICAST_HOPS,
  IPV6_MULTICAST_IF,
  IPV6_MULTICAST_LOOP,
  IPV6_PKTINFO,
  IPV6_PMTUDISC_DONT,
  IPV6_PMTUDISC_OMIT,
  IPV6_RECVERR,
  IPV6_RECVHOPLIMIT,
  IPV6_RECVPKTINFO,
  IPV6_RECVTCLASS,
  IPV6_TCLASS,
  IPV6_TRANSPARENT,
  IPV6_UNICAST_HOPS,
  IPV6_V6ONLY,
} from "./ipv6-socket-options.ts";

interface Option {
  get(sk: Inet6Sock): number;
  /** @returns a negative error, or nothing */
  set?(sk: Inet6Sock, value: number): number | undefined;
}

function flag(get: (sk: Inet6Sock) => boolean, set: (sk: Inet6Sock, on: boolean) => void): Option {
  return {
    get: (sk) => Number(get(sk)),
    set: (sk, value) => {
      set(sk, value !== 0);
      return undefined;
    },
  };
}

function setMulticastIf(sk: Inet6Sock, value: number): number | undefined {
  if (value !== 0) {
    if (sk.net.devByIndex(value) === undefined) return -ENODEV;
    if (sk.boundDevIf !== 0 && sk.boundDevIf !== value) return -EINVAL;
  }
  sk.multicastIf = value;
  return undefined;
}

function hops(set: (sk: Inet6Sock, value: number) => void, standard: number): Option["set"] {
  return (sk, value) => {
    if (value < -1 || value > 255) return -EINVAL;
    set(sk, value === -1 ? standard : value);
    return undefined;
  };
}

const OPTIONS: ReadonlyMap<number, Option> = new Map<number, Option>([
  [
    IPV6_UNICAST_HOPS,
    {
      get: (sk) => (sk.unicastHops >= 0 ? sk.unicastHops : sk.net.ipv6.all.hopLimit),
      set: hops((sk, v) => void (sk.unicastHops = v), -1),
    },
  ],
  [IPV6_MULTICAST_IF, { get: (sk) => sk.multicastIf, set: setMulticastIf }],
  [
    IPV6_MULTICAST_HOPS,
    { get: (sk) => sk.multicastHops, set: hops((sk, v) => void (sk.multicastHops = v), 1) },
  ],
  [
    IPV6_MULTICAST_LOOP,
    {
      get: (sk) => Number(sk.multicastLoop),
      set: (sk, value) => {
        if (value !== 0 && value !== 1) return -EINVAL;
        sk.multicastLoop = value === 1;
        return undefined;
      },
    },
  ],
  [
    IPV6_MTU_DISCOVER,
    {
      get: (sk) => sk.mtuDiscover,
      set: (sk, value) => {
        if (value < IPV6_PMTUDISC_DONT || value > IPV6_PMTUDISC_OMIT) return -EINVAL;
        sk.mtuDiscover = value;
        return undefined;
      },
    },
  ],
  [
    IPV6_RECVERR,
    flag(
      (sk) => sk.recvErrors,
      (sk, on) => void (sk.recvErrors = on),
    ),
  ],
  [
    IPV6_V6ONLY,
    {
      get: (sk) => Number(sk.v6only),
      set: (sk, value) => {
        if (sk.localPort !== 0) return -EINVAL;
        sk.v6only = value !== 0;
        return undefined;
      },
    },
  ],
  [
    IPV6_FLOWINFO_SEND,
    flag(
      (sk) => sk.sendFlowInfo,
      (sk, on) => void (sk.sendFlowInfo = on),
    ),
  ],
  [
    IPV6_AUTOFLOWLABEL,
    flag(
      (sk) => sk.autoFlowLabel ?? sk.net.ipv6.sysctls.autoFlowlabels === 1,
      (sk, on) => void (sk.autoFlowLabel = on),
    ),
  ],
  [
    IPV6_HDRINCL,
    flag(
      (sk) => sk.headerIncluded,
      (sk, on) => void (sk.headerIncluded = on),
    ),
  ],
  [
    IPV6_RECVPKTINFO,
    flag(
      (sk) => sk.recvPacketInfo,
      (sk, on) => void (sk.recvPacketInfo = on),
    ),
  ],
  [
    IPV6_RECVHOPLIMIT,
    flag(
      (sk) => sk.recvHopLimit,
      (sk, on) => void (sk.recvHopLimit = on),
    ),
  ],
  [
    IPV6_DONTFRAG,
    flag(
      (sk) => sk.dontFragment,
      (sk, on) => void (sk.dontFragment = on),
    ),
  ],
  [
    IPV6_RECVTCLASS,
    flag(
      (sk) => sk.recvTrafficClass,
      (sk, on) => void (sk.recvTrafficClass = on),
    ),
  ],
  [
    IPV6_TCLASS,
    {
      get: (sk) => sk.trafficClass,
      set: (sk, value) => {
        if (value < -1 || value > 255) return -EINVAL;
        sk.trafficClass = value === -1 ? 0 : value;
        return undefined;
      },
    },
  ],
  [
    IPV6_TRANSPARENT,
    flag(
      (sk) => sk.transparent,
      (sk, on) => void (sk.transparent = on),
    ),
  ],
  [
    IPV6_FREEBIND,
    flag(
      (sk) => sk.freebind,
      (sk, on) => void (sk.freebind = on),
    ),
  ],
]);

/** Source and device of all packets to come (`IPV6_PKTINFO`). */
function setPacketInfo(sk: Inet6Sock, value: number | Uint8Array): number {
  if (typeof value === "number" || value.length < 20) return -EINVAL;
  const ifindex = readInt(value.subarray(16)) as number;
  if (sk.boundDevIf !== 0 && ifindex !== sk.boundDevIf) return -EINVAL;
  const source = Ipv6Address.fromBytes(value);
  sk.stickySource = source.isUnspecified ? null : source;
  sk.stickyIf = ifindex;
  return 0;
}

/** @returns 0 or a negative error */
export function setIpv6Option(sk: Inet6Sock, name: number, value: number | Uint8Array): number {
  if (name === IPV6_JOIN_GROUP || name === IPV6_LEAVE_GROUP) {
    if (typeof value === "number" || value.length < 20) return -EINVAL;
    const ifindex = readInt(value.subarray(16)) as number;
    return sk.membership(name === IPV6_JOIN_GROUP, Ipv6Address.fromBytes(value), ifindex);
  }
  if (name === IPV6_PKTINFO) return setPacketInfo(sk, value);
  if (name === IPV6_FLOWLABEL_MGR) {
    if (typeof value === "number") return -EINVAL;
    sk.leases ??= new FlowLabelLeases(sk.net, sk.owner);
    return sk.leases.manage(value);
  }
  const option = OPTIONS.get(name);
  if (option?.set === undefined) return -ENOPROTOOPT;
  const number = readInt(value);
  return number === undefined ? -EINVAL : (option.set(sk, number) ?? 0);
}

/** @returns the number of bytes written to `into`, or a negative error */
export function getIpv6Option(sk: Inet6Sock, name: number, into: Uint8Array): number {
  if (name === IPV6_MTU) {
    if (sk.remote === null) return -ENOTCONN;
    const flow = new Flow6().setDestination(sk.remote);
    flow.oif = sk.boundDevIf;
    return writeInt(into, decisionMtu(ip6RouteOutput(sk.net, flow, sk.boundDevIf)));
  }
  const option = OPTIONS.get(name);
  return option === undefined ? -ENOPROTOOPT : writeInt(into, option.get(sk));
}
