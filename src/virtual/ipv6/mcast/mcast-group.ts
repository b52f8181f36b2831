/**
 * Multicast groups of a device: `struct ifmcaddr6`, and the quick question whether a device is a member.
 *
 * Source: `include/net/if_inet6.h`, `net/ipv6/mcast.c` (`ipv6_chk_mcast_addr`).
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { KernelTimer } from "../../core/timer.ts";
import { IN6ADDR_INTERFACELOCAL_ALLNODES, IN6ADDR_LINKLOCAL_ALLNODES } from "../addrconf/addrconf-core.ts";
import type { Inet6Device } from "../addrconf/inet6-device.ts";

/** `MAF_*` */
export const MAF_TIMER_RUNNING = 0x01;
export const MAF_LAST_REPORTER = 0x02;
export const MAF_LOADED = 0x04;
export const MAF_NOREPORT = 0x08;

const NS_PER_TICK = 10_000_000;

/** `struct ifmcaddr6`. */
export class MulticastGroup {
  readonly idev: Inet6Device;
  readonly address: Ipv6Address;
  /** The next older group of the device. */
  next: MulticastGroup | null = null;
  declare users: number;
  flags = 0;
  /** State change reports of this group still to be sent (`mca_crcount`). */
  changeReports = 0;
  /** Answers a query; null while there is none to answer. */
  declare timer: KernelTimer<MulticastGroup> | null;
  private readonly createdTick: number;

  constructor(idev: Inet6Device, address: Ipv6Address, now: number) {
    this.idev = idev;
    this.address = address;
    this.createdTick = Math.floor(now / NS_PER_TICK);
  }

  /** ns since boot, in whole hundredths of a second, as it is shown */
  get created(): number {
    return this.createdTick * NS_PER_TICK;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(MulticastGroup.prototype, {
  users: 1,
  timer: null,
});

/** `mc_qrv` of a device that no querier told another. */
const DEFAULT_ROBUSTNESS = 2;
const NONE_LEFT: readonly GroupLeft[] = [];

/** A group that was left, and how often that is still to be told. */
export interface GroupLeft {
  readonly address: Ipv6Address;
  reports: number;
}

/** A device's listening state: timers and what the last querier said. Kept only as long as it says anything. */
export class MulticastState {
  /** Robustness: how often a change is told (`mc_qrv`). */
  robustness = DEFAULT_ROBUSTNESS;
  /** Changes to be told, and how often still (`mc_ifc_count`). */
  changeCount = 0;
  changeTimer: KernelTimer<Inet6Device> | null = null;
  /** Reports after duplicate detection (`mc_dad_count`). */
  dadCount = 0;
  dadTimer: KernelTimer<Inet6Device> | null = null;
  /** General query to answer. */
  queryTimer: KernelTimer<Inet6Device> | null = null;
  /** Until when a version 1 querier is believed to be there; ns since boot. */
  v1Seen = 0;
  /** Groups left whose leaving is still to be told. */
  left: readonly GroupLeft[] = NONE_LEFT;

  /** Nothing runs and nothing is known: a new state would be the same. */
  get isIdle(): boolean {
    return (
      this.changeTimer === null &&
      this.dadTimer === null &&
      this.queryTimer === null &&
      this.changeCount === 0 &&
      this.dadCount === 0 &&
      this.v1Seen === 0 &&
      this.left.length === 0 &&
      this.robustness === DEFAULT_ROBUSTNESS
    );
  }
}

/** The group of all nodes, on the link or on this host. */
export function isAllNodes(address: Ipv6Address): boolean {
  return address.equals(IN6ADDR_LINKLOCAL_ALLNODES) || address.equals(IN6ADDR_INTERFACELOCAL_ALLNODES);
}

/** Whether the device listens to the group at `offset`. */
export function isMulticastMember(dev: NetDevice, bytes: Uint8Array, offset: number): boolean {
  const idev = dev.in6Dev;
  if (idev === null) return false;
  const last = read32(bytes, offset + 12);
  for (let group = idev.firstGroup; group !== null; group = group.next) {
    const address = group.address;
    if (address.w3 === last && address.equalsBytes(bytes, offset)) return true;
  }
  return (
    idev.allNodes !== ALL_NODES_LISTED &&
    last === 1 &&
    (IN6ADDR_LINKLOCAL_ALLNODES.equalsBytes(bytes, offset) ||
      IN6ADDR_INTERFACELOCAL_ALLNODES.equalsBytes(bytes, offset))
  );
}

/** The groups of all nodes, in which every device is from its first to its last moment, get objects only when somebody lists or joins them. */
export const ALL_NODES_LISTED = 0;
/** No objects: the device's filter lets them through, or not while it is down. */
export const ALL_NODES_LOADED = 1;
export const ALL_NODES_UNLOADED = 2;

/** The groups of all nodes become groups like others, the oldest ones. */
export function listAllNodes(idev: Inet6Device): void {
  if (idev.allNodes === ALL_NODES_LISTED) return;
  const onLink = new MulticastGroup(idev, IN6ADDR_LINKLOCAL_ALLNODES, idev.created);
  onLink.flags = MAF_NOREPORT | (idev.allNodes === ALL_NODES_LOADED ? MAF_LOADED : 0);
  onLink.next = new MulticastGroup(idev, IN6ADDR_INTERFACELOCAL_ALLNODES, idev.created);
  onLink.next.flags = MAF_NOREPORT;
  idev.allNodes = ALL_NODES_LISTED;
  let last = idev.firstGroup;
  while (last !== null && last.next !== null) last = last.next;
  if (last === null) idev.firstGroup = onLink;
  else last.next = onLink;
}
