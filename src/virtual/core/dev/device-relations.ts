/** What few devices have: masters and ports, receivers of their frames, hooks, lists of addresses. */
import type { NfHookEntries } from "../../netfilter/net-nf.ts";
import type { SkBuff } from "../skbuff.ts";
import type { NetDevice } from "./netdevice.ts";
import type { PacketType } from "./packet-type.ts";

/** What an rx handler (bridge port, macvlan) made of a frame: it kept it, or the stack goes on with it. */
export const RX_HANDLER_CONSUMED = 0;
export const RX_HANDLER_ANOTHER = 1;
export const RX_HANDLER_EXACT = 2;
export const RX_HANDLER_PASS = 3;
/** Sees a device's frames before any protocol (`rx_handler_func_t`). @returns `RX_HANDLER_*` */
export type RxHandler = (skb: SkBuff) => number;
/** The VLAN devices on a device (`struct vlan_info`). */
export interface VlanReceiver {
  /** A frame with its tag beside it. @returns `RX_HANDLER_PASS` when there is no such VLAN, else as an rx handler */
  receive(skb: SkBuff): number;
  /** The device of a VLAN, by the EtherType of its tags (`vlan_find_dev`). */
  find(protocol: number, id: number): NetDevice | undefined;
}

/**
 * Multicast or secondary unicast link addresses that the device listens to, with use counts (`netdev_hw_addr_list`). The key is the
 * address, one character a byte. The few that a device has nearly always are one text, a tenth of the memory of a map; see
 * `dev-address-lists.ts`.
 */
export type HardwareAddressList = string | Map<string, number>;

/** What few devices have. */
export interface DeviceRelations {
  master: NetDevice | null;
  /** Devices stacked on this one, and those below it; replaced, never changed in place. */
  upper: readonly NetDevice[];
  lower: readonly NetDevice[];
  rxHandler: RxHandler | null;
  /** Private data of the rx handler (the bridge port). */
  rxHandlerData: unknown;
  vlanGroup: VlanReceiver | null;
  /**
   * Taps that see every frame (`ptype_all`), and handlers for this device only (`ptype_specific`); replaced, never changed in
   * place.
   */
  taps: readonly PacketType[];
  specificTypes: readonly PacketType[];
  /** Netfilter's hooks at the device itself; null: none. */
  nfIngress: NfHookEntries | null;
  nfEgress: NfHookEntries | null;
  /** Keys of the multicast addresses that the user added. */
  multicastGlobals: Set<string> | null;
  unicastList: HardwareAddressList | null;
  /** Replaced, never changed in place. */
  altnames: readonly string[];
  promiscuity: number;
  allmulti: number;
  /** Takes everything because of its further unicast addresses (`uc_promisc`). */
  unicastPromiscuous: boolean;
  /** Addresses of the lists that the device below has, too (`netdev_hw_addr.sync_cnt`). */
  syncedMulticast: ReadonlySet<string> | null;
  syncedUnicast: ReadonlySet<string> | null;
}

/** Shared by all devices that have none of it; nobody writes to it. */
export const NO_RELATIONS: DeviceRelations = {
  master: null,
  upper: [],
  lower: [],
  rxHandler: null,
  rxHandlerData: null,
  vlanGroup: null,
  taps: [],
  specificTypes: [],
  nfIngress: null,
  nfEgress: null,
  multicastGlobals: null,
  unicastList: null,
  altnames: [],
  promiscuity: 0,
  allmulti: 0,
  unicastPromiscuous: false,
  syncedMulticast: null,
  syncedUnicast: null,
};
