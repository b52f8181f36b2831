/**
 * The VLANs of a bridge or of one of its ports.
 *
 * Source: `net/bridge/br_private.h` (`struct net_bridge_vlan`, `struct net_bridge_vlan_group`).
 */
import {
  BRIDGE_VLAN_INFO_BRENTRY,
  BRIDGE_VLAN_INFO_MASTER,
  BRIDGE_VLAN_INFO_PVID,
  BRIDGE_VLAN_INFO_UNTAGGED,
} from "../../../netlink/bridge-vlan.ts";
import type { MetadataDst } from "../../core/dst-metadata.ts";
import type { McastContext, PortMcastContext } from "../mcast/br-mcast-context.ts";

/** `BR_STATE_LEARNING`, `BR_STATE_FORWARDING` of a VLAN. */
const LEARNING = 2;
const FORWARDING = 3;

/** `VLAN_VID_MASK`: also the first identifier that no VLAN has. */
export const VLAN_VID_MASK = 0xfff;

/** Frames of a VLAN: a port's own, or those of the whole bridge, which its ports then share. */
export interface VlanStats {
  rxBytes: number;
  rxPackets: number;
  txBytes: number;
  txPackets: number;
}

/** Counters of a VLAN, all zero. */
export function newVlanStats(): VlanStats {
  return { rxBytes: 0, rxPackets: 0, txBytes: 0, txPackets: 0 };
}

/** A VLAN of a port, or of the bridge: that one is there, too, as long as a port has it (`struct net_bridge_vlan`). */
export class BridgeVlan {
  readonly vid: number;
  /** `BRIDGE_VLAN_INFO_*`; which one is the PVID, the group knows. */
  flags: number;
  /** `BR_STATE_*`, beside the port's. */
  state = FORWARDING;
  /** The bridge's entry that a port's stands on; null for the bridge's own. */
  readonly master: BridgeVlan | null;
  /** The bridge's only: how many ports, and the bridge itself, have it. */
  references = 0;
  /** A port's only: requests for neighbours are answered for who is behind it in this VLAN (`BR_VLFLAG_NEIGH_SUPPRESS_ENABLED`). */
  neighSuppress = false;
  /** A port's only: the tunnel's network that it is. */
  tunnel: MetadataDst | null = null;
  readonly stats: VlanStats;
  /** What the bridge's VLAN, or the port's, has for snooping; null: nothing yet. */
  multicast: McastContext | null = null;
  portMulticast: PortMcastContext | null = null;
  /** Whether it snoops (`BR_VLFLAG_MCAST_ENABLED`), and the bridge's: whether it is to (`BR_VLFLAG_GLOBAL_MCAST_ENABLED`). */
  mcastEnabled = true;
  mcastGlobal = true;

  constructor(vid: number, flags: number, master: BridgeVlan | null, stats: VlanStats) {
    this.vid = vid;
    this.flags = flags & ~BRIDGE_VLAN_INFO_PVID;
    this.master = master;
    this.stats = stats;
  }

  /** Whether the bridge itself is in it, and not only ports (`br_vlan_is_brentry`). */
  get isBridgeEntry(): boolean {
    return (this.flags & BRIDGE_VLAN_INFO_BRENTRY) !== 0;
  }

  /** Whether frames may be of it here (`br_vlan_should_use`). */
  get usable(): boolean {
    return (this.flags & BRIDGE_VLAN_INFO_MASTER) === 0 || this.isBridgeEntry;
  }

  get untagged(): boolean {
    return (this.flags & BRIDGE_VLAN_INFO_UNTAGGED) !== 0;
  }
}

/** Whether frames may come in (`learning`: at least to be learnt from) or go out in this state (`br_vlan_state_allowed`). */
export function vlanStateAllowed(state: number, learning: boolean): boolean {
  return state === FORWARDING || (learning && state === LEARNING);
}

/** Which VLANs there are, by identifier. */
export class VlanGroup {
  /** Ascending; replaced, never changed in place. */
  list: readonly BridgeVlan[] = [];
  /** Usable ones. */
  count = 0;
  /** What a frame without a tag belongs to; 0: none may come in. */
  pvid = 0;
  pvidState = FORWARDING;
  /** A port's only: VLANs by their tunnel's network; null while there are none. */
  tunnels: Map<number, BridgeVlan> | null = null;
  private readonly byVid = new Map<number, BridgeVlan>();

  find(vid: number): BridgeVlan | undefined {
    return this.byVid.get(vid);
  }

  insert(vlan: BridgeVlan): void {
    this.byVid.set(vlan.vid, vlan);
    const { list } = this;
    let at = list.length;
    while (at > 0 && list[at - 1].vid > vlan.vid) at--;
    this.list = [...list.slice(0, at), vlan, ...list.slice(at)];
  }

  remove(vlan: BridgeVlan): void {
    if (this.byVid.get(vlan.vid) !== vlan) return;
    this.byVid.delete(vlan.vid);
    if (vlan.tunnel !== null) this.tunnels?.delete(vlan.tunnel.id);
    this.list = this.list.filter((other) => other !== vlan);
  }

  /** Whether the flags would make another of it (`__vlan_flags_would_change`). */
  wouldChange(vlan: BridgeVlan, flags: number): boolean {
    const becomesPvid = (flags & BRIDGE_VLAN_INFO_PVID) !== 0;
    if (becomesPvid !== (this.pvid === vlan.vid)) return true;
    return ((flags ^ vlan.flags) & BRIDGE_VLAN_INFO_UNTAGGED) !== 0;
  }

  /** Makes the VLAN the PVID, or not any more, and tagged or not (`__vlan_flags_commit`). */
  setFlags(vlan: BridgeVlan, flags: number): void {
    if ((flags & BRIDGE_VLAN_INFO_PVID) !== 0) this.setPvid(vlan);
    else this.deletePvid(vlan.vid);
    vlan.flags = (vlan.flags & ~BRIDGE_VLAN_INFO_UNTAGGED) | (flags & BRIDGE_VLAN_INFO_UNTAGGED);
  }

  /** Whether the VLAN is as the default PVID is made: PVID and untagged (`vlan_default_pvid`). */
  isDefaultPvid(vid: number): boolean {
    if (vid !== this.pvid) return false;
    const vlan = this.find(vid);
    return vlan?.usable === true && vlan.untagged;
  }

  /** `__vlan_delete_pvid` */
  deletePvid(vid: number): void {
    if (this.pvid === vid) this.pvid = 0;
  }

  /** A VLAN goes into a state (`br_vlan_set_state`); the PVID's is kept here, too. */
  setState(vlan: BridgeVlan, state: number): void {
    vlan.state = state;
    if (this.pvid === vlan.vid) this.pvidState = state;
  }

  private setPvid(vlan: BridgeVlan): void {
    if (this.pvid === vlan.vid) return;
    this.pvidState = vlan.state;
    this.pvid = vlan.vid;
  }
}

/** What a bridge has beside its ports' VLANs. */
export class BridgeVlans extends VlanGroup {
  /** `vlan_filtering` */
  enabled = false;
  /** EtherType of the tags that count. */
  protocol = 0x8100;
  defaultPvid = 1;
  statsEnabled = false;
  /** Whether VLANs that ports get from now on count for themselves. */
  statsPerPort = false;
  /** Whether the kernel can filter at all (`CONFIG_BRIDGE_VLAN_FILTERING`). */
  readonly built: boolean;

  constructor(built: boolean) {
    super();
    this.built = built;
  }
}
