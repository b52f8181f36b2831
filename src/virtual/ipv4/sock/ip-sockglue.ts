/**
 * Socket options of level `SOL_IP`.
 *
 * Source: `net/ipv4/ip_sockglue.c` (`do_ip_setsockopt`, `do_ip_getsockopt`), `net/ipv4/igmp.c` (`ip_mc_join_group`).
 */
import { EADDRINUSE, EADDRNOTAVAIL, EINVAL, ENOBUFS, ENODEV, ENOPROTOOPT } from "../../../errno.ts";
import { SOCK_RAW } from "../../../kernel.ts";
import { read32 } from "../../../packet/bytes.ts";
import { readInt, writeInt } from "../../core/sock/sock.ts";
import { joinGroup, leaveGroup } from "../igmp/igmp.ts";
import { isMulticast } from "../inet-address.ts";
import { routeFor } from "./inet-send.ts";
import type { InetSock } from "./inet-sock.ts";
import {
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  IP_FREEBIND,
  IP_HDRINCL,
  IP_MTU,
  IP_MTU_DISCOVER,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_OPTIONS,
  IP_PKTINFO,
  IP_PMTUDISC_DONT,
  IP_PMTUDISC_OMIT,
  IP_RECVERR,
  IP_RECVOPTS,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_RETOPTS,
  IP_TOS,
  IP_TRANSPARENT,
  IP_TTL,
  IP_UNICAST_IF,
} from "./ip-socket-options.ts";

/** @returns 0 or a negative error */
export function setIpOption(sk: InetSock, name: number, value: number | Uint8Array): number {
  if (name === IP_OPTIONS) return setOptions(sk, value);
  if (name === IP_MULTICAST_IF || name === IP_ADD_MEMBERSHIP || name === IP_DROP_MEMBERSHIP)
    return setMulticast(sk, name, value);
  const number = typeof value === "number" ? value : value.length >= 4 ? readInt(value) : value[0];
  if (number === undefined) return -EINVAL;
  const option = OPTIONS.get(name);
  return option === undefined ? -ENOPROTOOPT : option.set(sk, number);
}

/** @returns the number of bytes written to `into`, or a negative error */
export function getIpOption(sk: InetSock, name: number, into: Uint8Array): number {
  if (name === IP_OPTIONS) {
    const options = sk.options ?? new Uint8Array(0);
    into.set(options.subarray(0, into.length));
    return Math.min(options.length, into.length);
  }
  const option = OPTIONS.get(name);
  return option === undefined ? -ENOPROTOOPT : writeInt(into, option.get(sk));
}

interface InetOption {
  get(sk: InetSock): number;
  set(sk: InetSock, value: number): number;
}

type FlagName =
  | "headerIncluded"
  | "receivesErrors"
  | "receivesPacketInfo"
  | "receivesTtl"
  | "receivesTos"
  | "receivesOptions"
  | "freebind"
  | "transparent"
  | "multicastLoop";

function flag(name: FlagName): InetOption {
  return {
    get: (sk) => Number(sk[name]),
    set: (sk, value) => {
      sk[name] = value !== 0;
      return 0;
    },
  };
}

const OPTIONS: ReadonlyMap<number, InetOption> = new Map<number, InetOption>([
  [
    IP_TTL,
    {
      get: (sk) => (sk.ttl < 0 ? sk.inet.sysctls.ipDefaultTtl : sk.ttl),
      set: (sk, value) => {
        if (value !== -1 && (value < 1 || value > 255)) return -EINVAL;
        sk.ttl = value;
        return 0;
      },
    },
  ],
  [
    IP_TOS,
    {
      get: (sk) => sk.tos,
      set: (sk, value) => {
        sk.tos = value & 0xff;
        sk.priority = tosToPriority(value);
        return 0;
      },
    },
  ],
  [
    IP_HDRINCL,
    {
      get: (sk) => Number(sk.headerIncluded),
      set: (sk, value) => {
        if (sk.type !== SOCK_RAW) return -ENOPROTOOPT;
        sk.headerIncluded = value !== 0;
        return 0;
      },
    },
  ],
  [IP_RECVERR, flag("receivesErrors")],
  [IP_PKTINFO, flag("receivesPacketInfo")],
  [IP_RECVTTL, flag("receivesTtl")],
  [IP_RECVTOS, flag("receivesTos")],
  [IP_RECVOPTS, flag("receivesOptions")],
  [IP_RETOPTS, flag("receivesOptions")],
  [IP_FREEBIND, flag("freebind")],
  [IP_TRANSPARENT, flag("transparent")],
  [IP_MULTICAST_LOOP, flag("multicastLoop")],
  [
    IP_MTU_DISCOVER,
    {
      get: (sk) => sk.pmtuDiscovery,
      set: (sk, value) => {
        if (value < IP_PMTUDISC_DONT || value > IP_PMTUDISC_OMIT) return -EINVAL;
        sk.pmtuDiscovery = value;
        return 0;
      },
    },
  ],
  [
    IP_MULTICAST_TTL,
    {
      get: (sk) => sk.multicastTtl,
      set: (sk, value) => {
        if (value < -1 || value > 255) return -EINVAL;
        sk.multicastTtl = value === -1 ? 1 : value;
        return 0;
      },
    },
  ],
  [
    IP_UNICAST_IF,
    {
      get: (sk) => sk.unicastIf,
      set: (sk, value) => {
        const index =
          ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
        if (index !== 0 && sk.net.devByIndex(index) === undefined) return -EADDRNOTAVAIL;
        sk.unicastIf = index;
        return 0;
      },
    },
  ],
  [IP_MTU, { get: (sk) => sk.pathMtu(), set: () => -ENOPROTOOPT }],
]);

/** `rt_tos2priority` */
export function tosToPriority(tos: number): number {
  return TOS_TO_PRIORITY[(tos & 0x1e) >> 1];
}

/** `ip_tos2prio` */
const TOS_TO_PRIORITY = [0, 0, 0, 0, 2, 2, 2, 2, 6, 6, 6, 6, 4, 4, 4, 4] as const;

function setOptions(sk: InetSock, value: number | Uint8Array): number {
  if (typeof value === "number" || value.length > 40) return -EINVAL;
  const padded = new Uint8Array((value.length + 3) & ~3);
  padded.set(value);
  sk.options = padded.length === 0 ? null : padded;
  return 0;
}

/** `struct ip_mreqn`, `struct ip_mreq` or `struct in_addr`. */
function setMulticast(sk: InetSock, name: number, value: number | Uint8Array): number {
  if (typeof value === "number" || value.length < 4) return -EINVAL;
  const first = read32(value, 0);
  const second = value.length >= 8 ? read32(value, 4) : 0;
  const index = value.length >= 12 ? (readInt(value.subarray(8)) ?? 0) : 0;
  if (name === IP_MULTICAST_IF) return setMulticastIf(sk, value.length >= 8 ? second : first, index);
  const ifindex = index || deviceFor(sk, first, second);
  if (ifindex === 0) return -ENODEV;
  const inDev = sk.net.devByIndex(ifindex)?.inDev;
  if (!inDev) return -ENODEV;
  const at = sk.memberships.findIndex((m) => m.group === first && m.ifindex === ifindex);
  if (name === IP_ADD_MEMBERSHIP) return join(sk, first, ifindex, at);
  if (at < 0) return -EADDRNOTAVAIL;
  sk.memberships.splice(at, 1);
  return leaveGroup(inDev, first);
}

function join(sk: InetSock, group: number, ifindex: number, present: number): number {
  if (!isMulticast(group)) return -EINVAL;
  if (present >= 0) return -EADDRINUSE;
  if (sk.memberships.length >= sk.inet.sysctls.igmpMaxMemberships) return -ENOBUFS;
  const inDev = sk.net.devByIndex(ifindex)?.inDev;
  const error = inDev ? joinGroup(inDev, group) : -ENODEV;
  if (error === 0) sk.memberships.push({ group, ifindex });
  return error;
}

function deviceFor(sk: InetSock, group: number, local: number): number {
  const ifa = local === 0 ? undefined : sk.inet.localAddresses.get(local);
  if (ifa !== undefined) return ifa.inDev.dev.ifindex;
  return routeTo(sk, group);
}

/** ifindex of the way to a group; 0: none. */
function routeTo(sk: InetSock, group: number): number {
  const route = routeFor(sk, group, sk.protocol, 0, 0, undefined);
  return typeof route === "number" ? 0 : route.dev.ifindex;
}

function setMulticastIf(sk: InetSock, local: number, index: number): number {
  if (index !== 0) {
    const dev = sk.net.devByIndex(index);
    if (dev === undefined) return -EADDRNOTAVAIL;
    sk.multicastIf = index;
    sk.multicastSource = local;
    return 0;
  }
  if (local === 0) {
    sk.multicastIf = 0;
    sk.multicastSource = 0;
    return 0;
  }
  const ifa = sk.inet.localAddresses.get(local);
  if (ifa === undefined) return -EADDRNOTAVAIL;
  sk.multicastIf = ifa.inDev.dev.ifindex;
  sk.multicastSource = local;
  return 0;
}
