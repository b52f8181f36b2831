/**
 * The forwarding database of a tunnel: behind which hosts the Ethernet addresses are.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_fdb_update`, `vxlan_snoop`, `vxlan_cleanup`).
 */
import { EEXIST, EINVAL, ENOENT, ENOSPC, EOPNOTSUPP } from "../../../errno.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { NTF_EXT_LEARNED, NTF_USE, NUD_NOARP, NUD_PERMANENT, NUD_STALE } from "../../../netlink/neigh.ts";
import { RTM_DELNEIGH, RTM_NEWNEIGH } from "../../../netlink/rtnetlink.ts";
import { AddressTable } from "../macvlan/hash.ts";
import type { TunnelAddress } from "./address.ts";

/** Of entries that the user made (`NTF_VXLAN_ADDED_BY_USER`). */
export const ADDED_BY_USER = 0x100;

/** One host behind which an address is, `struct vxlan_rdst`. */
export interface Remote {
  readonly address: TunnelAddress;
  readonly port: number;
  readonly vni: number;
  readonly ifindex: number;
}

/** `struct vxlan_fdb` */
export interface FdbEntry {
  readonly address: Uint8Array;
  /** The network that frames for it come from: the tunnel's, or in a device of many networks one of those. */
  readonly sourceVni: number;
  /** `NUD_*` */
  state: number;
  /** `NTF_*`, {@link ADDED_BY_USER} */
  flags: number;
  remotes: readonly Remote[];
  /** ns since boot. */
  updated: number;
  used: number;
}

/** What is asked of an entry. */
export interface FdbUpdate {
  readonly address: Uint8Array;
  readonly remote: Remote;
  readonly state: number;
  /** `NTF_*` */
  readonly flags: number;
  /** `NLM_F_*` */
  readonly nlmFlags: number;
  /** Behind a nexthop object, of which there are none. */
  readonly nexthop?: boolean;
  /** The network that its frames come from, when that is not the tunnel's. */
  readonly sourceVni?: number | undefined;
}

/** Tells of a remote of an entry. */
export type FdbNotify = (entry: FdbEntry, remote: Remote, type: number) => void;

function sameRemote(a: Remote, b: Remote): boolean {
  return a.address.equals(b.address) && a.port === b.port && a.vni === b.vni && a.ifindex === b.ifindex;
}

/** Groups and the address that stands for all others: those may have several remotes. */
function isFlooded(address: Uint8Array): boolean {
  return (address[0] & 1) !== 0 || address.every((byte) => byte === 0);
}

/** The entries of one tunnel by address and network (`vxlan->fdb_hash_tbl`). */
export class VxlanFdb {
  /** Entries of each network. Frames of a device of one network look into that one's only. */
  private readonly tables = new Map<number, AddressTable<FdbEntry>>();
  private own: AddressTable<FdbEntry> | undefined;
  /** Newest first. */
  private readonly order = new Set<FdbEntry>();
  private readonly now: () => number;
  private readonly notify: FdbNotify;
  /** Most entries; 0: no limit. */
  limit = 0;
  /** The tunnel's own network. */
  private readonly vni: number;
  /** Whether frames say which network they are of (`VXLAN_F_COLLECT_METADATA`). */
  private readonly many: boolean;

  constructor(vni: number, many: boolean, now: () => number, notify: FdbNotify) {
    this.vni = vni;
    this.many = many;
    this.now = now;
    this.notify = notify;
  }

  get entries(): readonly FdbEntry[] {
    return [...this.order].reverse();
  }

  /** What frames of a network to the address at `at` go by (`vxlan_find_mac`). */
  find(bytes: Uint8Array, at: number, vni = this.vni): FdbEntry | null {
    const table = this.many && vni !== this.vni ? this.tables.get(vni) : this.own;
    return table === undefined ? null : table.find(bytes, at);
  }

  private tableOf(vni: number): AddressTable<FdbEntry> {
    let table = this.tables.get(vni);
    if (table === undefined) {
      table = new AddressTable<FdbEntry>((entry) => entry.address);
      this.tables.set(vni, table);
      if (vni === this.vni) this.own = table;
    }
    return table;
  }

  /** `vxlan_fdb_update`. @returns 0 or a negative error */
  update(asked: FdbUpdate, extack?: ExtendedAck): number {
    const entry = this.find(asked.address, 0, asked.sourceVni);
    if (entry === null) return this.create(asked, extack);
    if ((asked.nlmFlags & NLM_F_EXCL) !== 0) return -EEXIST;
    if (asked.nexthop)
      return (
        extack?.fail(-EOPNOTSUPP, "Cannot replace an existing non nexthop fdb with a nexthop") ?? -EOPNOTSUPP
      );
    return this.change(entry, asked, extack);
  }

  private create(asked: FdbUpdate, extack: ExtendedAck | undefined): number {
    const { nlmFlags } = asked;
    if ((nlmFlags & NLM_F_CREATE) === 0) return -ENOENT;
    if ((nlmFlags & NLM_F_REPLACE) !== 0 && isFlooded(asked.address)) return -EOPNOTSUPP;
    if (this.isFull) return -ENOSPC;
    if (asked.nexthop) return extack?.fail(-EINVAL, "Nexthop id does not exist") ?? -EINVAL;
    // a device of one network keeps those of others, but does not find them
    const vni = asked.sourceVni ?? this.vni;
    if (this.tables.get(vni)?.find(asked.address, 0)) return -EEXIST;
    const entry = this.insert(asked);
    if (entry === null) return -ENOSPC;
    this.notify(entry, asked.remote, RTM_NEWNEIGH);
    return 0;
  }

  private get isFull(): boolean {
    return this.limit !== 0 && this.order.size >= this.limit;
  }

  /** An entry of which nobody is told. @returns null when there is no room */
  insert(asked: FdbUpdate): FdbEntry | null {
    if (this.isFull) return null;
    const now = this.now();
    const entry: FdbEntry = {
      address: asked.address.slice(0, 6),
      sourceVni: asked.sourceVni ?? this.vni,
      state: asked.state,
      flags: asked.flags & ~NTF_USE,
      remotes: [asked.remote],
      updated: now,
      used: now,
    };
    this.tableOf(entry.sourceVni).add(entry);
    this.order.add(entry);
    return entry;
  }

  private change(entry: FdbEntry, asked: FdbUpdate, extack: ExtendedAck | undefined): number {
    let changed = this.changeKind(entry, asked);
    if (changed) entry.updated = this.now();
    const { nlmFlags, remote } = asked;
    let told = entry.remotes[0];
    if ((nlmFlags & NLM_F_REPLACE) !== 0) {
      if (isFlooded(entry.address))
        return extack?.fail(-EOPNOTSUPP, "Cannot replace non-unicast fdb entries") ?? -EOPNOTSUPP;
      if (!entry.remotes.some((other) => sameRemote(other, remote))) {
        entry.remotes = [remote];
        told = remote;
        changed = true;
      }
    }
    const appends = (nlmFlags & NLM_F_APPEND) !== 0 && isFlooded(entry.address);
    if (appends && !entry.remotes.some((other) => sameRemote(other, remote))) {
      entry.remotes = [...entry.remotes, remote];
      told = remote;
      changed = true;
    }
    if ((asked.flags & NTF_USE) !== 0) entry.used = this.now();
    if (changed) this.notify(entry, told, RTM_NEWNEIGH);
    return 0;
  }

  private changeKind(entry: FdbEntry, { flags, state }: FdbUpdate): boolean {
    // what was learned elsewhere does not take over what the user said
    if ((flags & NTF_EXT_LEARNED) !== 0 && (entry.flags & ADDED_BY_USER) !== 0) return false;
    const wanted = flags & ~NTF_USE;
    if (entry.state === state && entry.flags === wanted) return false;
    entry.state = state;
    entry.flags = wanted;
    return true;
  }

  /** Takes one remote away, or with one of any address the entry. @returns 0, also when there is no such remote, or `-ENOENT` */
  remove(address: Uint8Array, remote: Remote, sourceVni = this.vni): number {
    const entry = this.find(address, 0, sourceVni);
    if (entry === null) return -ENOENT;
    if (remote.address.isAny) this.destroy(entry);
    else this.removeRemotes(entry, (other) => sameRemote(other, remote));
    return 0;
  }

  /** Takes the remotes away that match, with the last of them the entry. */
  removeRemotes(entry: FdbEntry, matches: (remote: Remote) => boolean): void {
    for (const remote of entry.remotes.filter(matches)) {
      if (entry.remotes.length === 1) {
        this.destroy(entry);
        return;
      }
      entry.remotes = entry.remotes.filter((other) => other !== remote);
      this.notify(entry, remote, RTM_DELNEIGH);
    }
  }

  destroy(entry: FdbEntry): void {
    for (const remote of entry.remotes) this.notify(entry, remote, RTM_DELNEIGH);
    this.order.delete(entry);
    const table = this.tables.get(entry.sourceVni);
    table?.remove(entry);
    if (table?.size === 0 && table !== this.own) this.tables.delete(entry.sourceVni);
  }

  /** The entry's host has moved. */
  migrate(entry: FdbEntry, remote: Remote): void {
    entry.remotes = [remote, ...entry.remotes.slice(1)];
    entry.updated = this.now();
    this.notify(entry, remote, RTM_NEWNEIGH);
  }

  /** Removes what was not heard for `ageing` ns. @returns when the next is due, or Infinity */
  age(ageing: number): number {
    const now = this.now();
    let next = Number.POSITIVE_INFINITY;
    for (const entry of [...this.order]) {
      if ((entry.state & (NUD_PERMANENT | NUD_NOARP)) !== 0 || (entry.flags & NTF_EXT_LEARNED) !== 0)
        continue;
      const due = entry.updated + ageing;
      if (due <= now) {
        entry.state = NUD_STALE;
        this.destroy(entry);
      } else next = Math.min(next, due);
    }
    return next;
  }

  /** The device was closed, or goes: then all entries go, too (`vxlan_flush`). */
  flush(all: boolean): void {
    for (const entry of [...this.order].reverse())
      if (all || (entry.state & (NUD_PERMANENT | NUD_NOARP)) === 0) this.destroy(entry);
  }
}
