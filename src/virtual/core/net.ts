/**
 * A network namespace: `struct net`.
 *
 * Source: `include/net/net_namespace.h`, `net/core/net_namespace.c`.
 */
import type { NetIpv4 } from "../ipv4/net-ipv4.ts";
import type { NetIpv6 } from "../ipv6/net-ipv6.ts";
import type { NetCt } from "../netfilter/conntrack/net-ct.ts";
import type { NetNf } from "../netfilter/net-nf.ts";
import type { NetDevice } from "./dev/netdevice.ts";
import type { PacketType, PacketTypeTable } from "./dev/packet-type.ts";
import { CompactMap } from "./lib/compact-map.ts";
import type { Machine } from "./machine.ts";
import type { NetnsIds } from "./netns-ids.ts";

const NO_TAPS: readonly PacketType[] = [];
const NO_DEVICES: NetDevice[] = [];

/** Inode number of the first network namespace on Linux (`PROC_NET_INIT_INO` on 6.18). */
export const FIRST_NETNS_INODE = 4026531840;

/** `struct net`: devices by index and name, and what each family keeps here. */
export class Net {
  readonly machine: Machine;
  /** The inode number as a small integer, which takes no memory of its own. */
  private readonly inodeOffset: number;
  readonly cookie: number;
  /** Devices by interface index, in the order of registration. */
  readonly devices = new CompactMap<number, NetDevice>();
  /** Names and altnames. */
  readonly names = new CompactMap<string, NetDevice>();
  /** Next index to try (`dev_new_index`). */
  nextIfindex = 1;
  loopback: NetDevice | null = null;
  /** Ids of other namespaces here (`netns_ids`); null while there are none. See `netns.ts`. */
  nsids: NetnsIds | null = null;
  /** Namespaces that have an id for this one: none, one, or several. */
  nsidHolders: Net | Set<Net> | null = null;
  /** Taps of sockets in this namespace (`ptype_all`; replaced, never changed in place), and handlers by protocol or null. */
  taps: readonly PacketType[] = NO_TAPS;
  packetTypes: PacketTypeTable | null = null;
  /** Holders: named mounts, tasks, sockets. At zero the namespace is destroyed. */
  references = 0;
  dying = false;
  /** State of the protocol families, set by their per-namespace initialisers. */
  ipv4!: NetIpv4;
  ipv6!: NetIpv6;
  /** Netfilter's hooks; null while there are none. */
  nf: NetNf | null = null;
  /** Connection tracking's part; null until it is used. */
  ct: NetCt | null = null;
  private generic: Map<symbol, unknown> | null = null;

  constructor(machine: Machine, inode: number, cookie: number) {
    this.machine = machine;
    this.inodeOffset = inode - FIRST_NETNS_INODE;
    this.cookie = cookie;
  }

  /** Inode number of the namespace, as in `net:[4026531840]`. */
  get inode(): number {
    return FIRST_NETNS_INODE + this.inodeOffset;
  }

  /** State of another subsystem by its own key (`net_generic`). */
  getGeneric(key: symbol): unknown {
    return this.generic?.get(key);
  }

  setGeneric(key: symbol, state: unknown): void {
    this.generic ??= new Map();
    this.generic.set(key, state);
  }

  dropGeneric(key: symbol): void {
    this.generic?.delete(key);
    if (this.generic?.size === 0) this.generic = null;
  }

  devByIndex(ifindex: number): NetDevice | undefined {
    return this.devices.get(ifindex);
  }

  devByName(name: string): NetDevice | undefined {
    return this.names.get(name);
  }

  /** Devices in the order of their indices, as rtnetlink dumps them. */
  devicesByIndex(): NetDevice[] {
    if (this.devices.size === 0) return NO_DEVICES;
    return [...this.devices.values()].sort((a, b) => a.ifindex - b.ifindex);
  }

  hold(): void {
    this.references++;
  }

  release(): void {
    if (--this.references === 0) this.machine.netReleased(this);
  }
}
