/**
 * The settings in which hardly a device differs from the next one of its kind: `dev->type`, `dev->mtu`, `dev->gso_max_size`.
 *
 * An object of these is never changed, only replaced, and devices that made the same changes share the same one.
 */
import { ARPHRD_ETHER, IF_OPER_UNKNOWN } from "../../../netlink/link-flags.ts";
import type { RtnlLinkOps } from "../rtnetlink/rtnl-link-ops.ts";
import { type Features, NO_FEATURES } from "./ethtool-features.ts";
import type { HeaderOps, NetDeviceOps } from "./netdev-ops.ts";

/** Shared by all devices without an address; nobody writes to it. */
export const NO_ADDRESS = new Uint8Array(6);

/** One combination of settings, shared by all devices that have it. */
export interface DeviceTraits {
  readonly ops: NetDeviceOps;
  readonly headerOps: HeaderOps | null;
  readonly linkOps: RtnlLinkOps | null;
  /** `ARPHRD_*` */
  readonly type: number;
  readonly mtu: number;
  readonly minMtu: number;
  readonly maxMtu: number;
  readonly hardHeaderLength: number;
  readonly addressLength: number;
  /** Link-layer broadcast address; replaced, never changed in place. */
  readonly broadcast: Uint8Array;
  readonly permanentAddress: Uint8Array | null;
  /** `NET_ADDR_PERM` 0, `NET_ADDR_RANDOM` 1, `NET_ADDR_STOLEN` 2, `NET_ADDR_SET` 3 */
  readonly addressAssignType: number;
  /** How the name came: `NET_NAME_UNKNOWN` 0, `ENUM` 1, `PREDICTABLE` 2, `USER` 3, `RENAMED` 4. */
  readonly nameAssignType: number;
  /** `IF_OPER_*` */
  readonly operstate: number;
  /** Name of the root queueing discipline as `ip` shows it. */
  readonly qdisc: string;
  /** Sends frames at once, without a queue (`IFF_NO_QUEUE`). */
  readonly noQueue: boolean;
  /** The address may change while the device is open (`IFF_LIVE_ADDR_CHANGE`). */
  readonly liveAddressChange: boolean;
  /** The driver filters by further unicast addresses (`IFF_UNICAST_FLT`). */
  readonly unicastFilter: boolean;
  /** `ip link set protodown` works (`change_proto_down`). */
  readonly changesProtoDown: boolean;
  /** Bits of reasons for which the device is held down (`proto_down_reason`). */
  readonly protoDownReasons: number;
  /** `NETIF_F_*` as booleans where the stack asks. */
  readonly rxChecksum: boolean;
  /** Cannot be moved to another namespace (`netns_immutable`). */
  readonly netnsLocal: boolean;
  /** Offloads, as `ethtool -k` shows them. */
  readonly features: Features;
  /** `IFF_PROMISC` and `IFF_ALLMULTI` as user space asked for them (`dev->gflags`). */
  readonly gflags: number;
  readonly registrationState: "uninitialized" | "registered" | "unregistering" | "released";
  readonly txQueueLength: number;
  readonly group: number;
  readonly linkMode: number;
  readonly protoDown: boolean;
  readonly alias: string;
  readonly gsoMaxSize: number;
  readonly gsoMaxSegments: number;
  readonly numTxQueues: number;
  readonly numRxQueues: number;
  readonly tsoMaxSize: number;
  readonly tsoMaxSegments: number;
  readonly groMaxSize: number;
  readonly gsoIpv4MaxSize: number;
  readonly groIpv4MaxSize: number;
  /** Bytes that headers of tunnels in front of a frame will take. */
  readonly neededHeadroom: number;
}

const NO_OPS: NetDeviceOps = { startXmit: () => 0 };

/** Before a device has its operations. */
const UNSET: DeviceTraits = {
  ops: NO_OPS,
  headerOps: null,
  linkOps: null,
  type: ARPHRD_ETHER,
  mtu: 1500,
  minMtu: 68,
  maxMtu: 65535,
  hardHeaderLength: 14,
  addressLength: 6,
  broadcast: NO_ADDRESS,
  permanentAddress: null,
  addressAssignType: 0,
  nameAssignType: 0,
  operstate: IF_OPER_UNKNOWN,
  qdisc: "noop",
  noQueue: false,
  liveAddressChange: false,
  unicastFilter: false,
  changesProtoDown: false,
  protoDownReasons: 0,
  rxChecksum: true,
  netnsLocal: false,
  features: NO_FEATURES,
  gflags: 0,
  registrationState: "uninitialized",
  txQueueLength: 1000,
  group: 0,
  linkMode: 0,
  protoDown: false,
  alias: "",
  gsoMaxSize: 65536,
  gsoMaxSegments: 65535,
  numTxQueues: 1,
  numRxQueues: 1,
  tsoMaxSize: 65536,
  tsoMaxSegments: 65535,
  groMaxSize: 65536,
  gsoIpv4MaxSize: 65536,
  groIpv4MaxSize: 65536,
  neededHeadroom: 0,
};

/** The settings by name. */
export const TRAIT_NAMES = Object.keys(UNSET) as readonly (keyof DeviceTraits)[];

/** `tso_max_size` of devices without hardware that has to be fed segments. */
export const SOFTWARE_TSO_MAX_SIZE = 524280;

/** How many changes are remembered; devices that make others just do not share. */
const LIMIT = 1024;
type Changes = Map<keyof DeviceTraits, Map<unknown, DeviceTraits>>;
let changes = new WeakMap<DeviceTraits, Changes>();
let remembered = 0;

/** The traits with one value changed: the same object for whoever changes the same. */
export function withTrait<K extends keyof DeviceTraits>(
  traits: DeviceTraits,
  name: K,
  value: DeviceTraits[K],
): DeviceTraits {
  if (traits[name] === value) return traits;
  const known = changes.get(traits)?.get(name)?.get(value);
  if (known !== undefined) return known;
  const changed = { ...traits, [name]: value };
  remember(traits, name, value, changed);
  return changed;
}

function remember(
  traits: DeviceTraits,
  name: keyof DeviceTraits,
  value: unknown,
  changed: DeviceTraits,
): void {
  if (remembered >= LIMIT) {
    changes = new WeakMap();
    remembered = 0;
  }
  remembered++;
  let byName = changes.get(traits);
  if (byName === undefined) {
    byName = new Map();
    changes.set(traits, byName);
  }
  const byValue = byName.get(name);
  if (byValue === undefined) byName.set(name, new Map([[value, changed]]));
  else byValue.set(value, changed);
}

/** The traits that a driver's devices begin with. */
export function driverTraits(
  ops: NetDeviceOps,
  headerOps: HeaderOps | null,
  linkOps: RtnlLinkOps | null,
): DeviceTraits {
  return withTrait(withTrait(withTrait(UNSET, "ops", ops), "headerOps", headerOps), "linkOps", linkOps);
}
