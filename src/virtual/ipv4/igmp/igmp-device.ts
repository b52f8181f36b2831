/**
 * The multicast groups that a device listens to: `struct ip_mc_list`.
 *
 * Source: `net/ipv4/igmp.c`; RFC 3376.
 */
import { inserted } from "../../core/lib/small-list.ts";
import type { KernelTimer } from "../../core/timer.ts";
import type { InetDevice } from "../devinet/inet-device.ts";

/** 224.0.0.1: every device that is up belongs to it, and nobody reports it. */
export const IGMP_ALL_HOSTS = 0xe0000001;

/** One group on one device. */
export class GroupMembership {
  readonly group: number;
  /** How many have joined. */
  declare users: number;
  /** The link-layer filter lets the group through. */
  loaded = false;
  /** Reports still to be sent after a change of membership. */
  declare changesLeft: number;
  declare timer: KernelTimer<GroupMembership> | null;
  declare reporter: boolean;
  readonly device: InetDevice;

  constructor(device: InetDevice, group: number) {
    this.device = device;
    this.group = group;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(GroupMembership.prototype, {
  users: 1,
  changesLeft: 0,
  timer: null,
  reporter: false,
});

const NONE: readonly GroupMembership[] = [];

/** The IGMP part of a device. */
export class IgmpDevice {
  /** Newest first, as Linux lists them. */
  groups: GroupMembership[] = [];
  /** Groups that were left and whose leaving is still being reported. */
  declare leaving: readonly GroupMembership[];
  /** Sends reports of changes. */
  declare changeTimer: KernelTimer<InetDevice> | null;
  /** Answers general queries. */
  declare queryTimer: KernelTimer<InetDevice> | null;
  /** ns since boot until which a router of an old version counts; 0: none was seen. */
  declare version1Until: number;
  declare version2Until: number;
  declare robustness: number;

  find(group: number): GroupMembership | undefined {
    for (const membership of this.groups) if (membership.group === group) return membership;
    return undefined;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(IgmpDevice.prototype, {
  leaving: NONE,
  changeTimer: null,
  queryTimer: null,
  version1Until: 0,
  version2Until: 0,
  robustness: 2,
});

/**
 * Stands for a device that is up and belongs to no other group than 224.0.0.1, as nearly all do: {@link groupsOf} knows that one, and
 * nobody writes to it.
 */
export const ALL_HOSTS_ONLY = new IgmpDevice();

function allHosts(inDev: InetDevice): GroupMembership {
  const membership = new GroupMembership(inDev, IGMP_ALL_HOSTS);
  membership.loaded = true;
  return membership;
}

/** The device's groups, newest first. */
export function groupsOf(inDev: InetDevice): readonly GroupMembership[] {
  if (inDev.igmp === ALL_HOSTS_ONLY) return [allHosts(inDev)];
  return inDev.igmp?.groups ?? [];
}

/** The IGMP part of the device as its own, to be written to. */
export function ownIgmp(inDev: InetDevice): IgmpDevice {
  const present = inDev.igmp;
  if (present !== null && present !== ALL_HOSTS_ONLY) return present;
  const own = new IgmpDevice();
  if (present !== null) own.groups = inserted(own.groups, 0, allHosts(inDev));
  inDev.igmp = own;
  return own;
}

/** `ip_check_mc_rcu`: whether the device listens to the group. */
export function isGroupMember(inDev: InetDevice, group: number): boolean {
  if (group === IGMP_ALL_HOSTS) return inDev.dev.isUp;
  return inDev.igmp?.find(group) !== undefined;
}
