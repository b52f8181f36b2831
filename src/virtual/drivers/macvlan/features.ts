/**
 * Offloads of a macvlan: always those of software, and some of the lower device's.
 *
 * Source: `drivers/net/macvlan.c` (`MACVLAN_FEATURES`, `ALWAYS_ON_FEATURES`, `macvlan_fix_features`); values of a running 6.18.
 */
import type { Features } from "../../core/dev/ethtool-features.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";

const ALWAYS_ON_LOW = 0x4fdf0849;
const ALWAYS_ON_HIGH = 0x0e;
/** High memory, VLAN filter, GRO, LRO; receive checksums, filter of service tags. */
const INHERITED_LOW = 0xc220;
const INHERITED_HIGH = 0x8100;

/** What depends on the lower device (`macvlan_init`, `NETDEV_FEAT_CHANGE`). */
export function inheritFeatures(dev: NetDevice, lower: NetDevice): void {
  const [low, high] = lower.features.active;
  const features: Features = {
    available: [0xc800, 0x0a000200],
    wanted: [0x4800, 0],
    active: [(ALWAYS_ON_LOW | (low & INHERITED_LOW)) >>> 0, ALWAYS_ON_HIGH | (high & INHERITED_HIGH)],
    neverChanged: lower.features.neverChanged,
  };
  dev.features = features;
  dev.tsoMaxSize = lower.tsoMaxSize;
  dev.tsoMaxSegments = lower.tsoMaxSegments;
}
