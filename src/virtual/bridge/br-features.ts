/**
 * Offloads of a bridge: what its ports can do.
 *
 * Source: `net/bridge/br_if.c` (`br_features_recompute`, `br_set_gso_limits`, `br_mtu_auto_adjust`), `net/core/dev.c`
 * (`netdev_increment_features`, `netif_set_tso_max_size`).
 */
import { setMtuLogged } from "../core/dev/dev-change.ts";
import { setGsoMaxSize } from "../core/dev/dev-sizes.ts";
import { SOFTWARE_TSO_MAX_SIZE } from "../core/dev/device-traits.ts";
import { type FeatureWords, fixFeatures } from "../core/dev/ethtool-features.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { NetBridge } from "./br-private.ts";

/** Bits, the lower word and the upper one: one port that has it is enough; all ports must have it; any checksum. */
const ONE_FOR_ALL: FeatureWords = [0x401f0461, 0x0000000e];
const ALL_FOR_ALL: FeatureWords = [0x00200000, 0x00000200];
const ALL_TSO = 0x001d0000;
const HW_CSUM = 1 << 3;
const OTHER_CSUM = (1 << 1) | (1 << 4);
const CSUM_MASK = HW_CSUM | OTHER_CSUM;
const ETH_DATA_LEN = 1500;
const TSO_MAX_SEGMENTS = 65535;

function increment(all: FeatureWords, one: FeatureWords, mask: FeatureWords): FeatureWords {
  const words = all.map((word, i) => {
    let wanted = mask[i] ?? 0;
    let gained = ONE_FOR_ALL[i] ?? 0;
    if (i === 0) {
      if ((wanted & HW_CSUM) !== 0) wanted |= CSUM_MASK;
      gained |= CSUM_MASK;
    }
    let result = word | ((one[i] ?? 0) & gained & wanted);
    result &= (one[i] ?? 0) | ~(ALL_FOR_ALL[i] ?? 0);
    if (i === 0 && (result & HW_CSUM) !== 0) result &= ~OTHER_CSUM;
    return result >>> 0;
  });
  return [words[0] ?? 0, words[1] ?? 0];
}

/** What the bridge has of the features that it may have. */
function recompute(bridge: NetBridge, possible: FeatureWords): FeatureWords {
  if (bridge.ports.length === 0) return possible;
  let features: FeatureWords = [(possible[0] & ~ONE_FOR_ALL[0]) >>> 0, (possible[1] & ~ONE_FOR_ALL[1]) >>> 0];
  for (const { dev } of bridge.ports) features = increment(features, dev.features.active, possible);
  return increment(features, [ALL_TSO, 0], possible);
}

/** After a change of the ports' features or of what the user wants (`netdev_update_features`). */
export function updateFeatures(dev: NetDevice): void {
  const bridge = dev as NetBridge;
  const { features } = bridge;
  const fixed = recompute(bridge, features.wanted);
  const active = fixFeatures(fixed[0], fixed[1]);
  if (active[0] === features.active[0] && active[1] === features.active[1]) return;
  bridge.features = { ...features, active };
  if (bridge.registrationState === "registered")
    bridge.net.machine.notifiers.call("NETDEV_FEAT_CHANGE", bridge);
}

/** Segments may be as long as the ports' may. */
export function setGsoLimits(bridge: NetBridge): void {
  let size = SOFTWARE_TSO_MAX_SIZE;
  let segments = TSO_MAX_SEGMENTS;
  for (const { dev } of bridge.ports) {
    size = Math.min(size, dev.tsoMaxSize);
    segments = Math.min(segments, dev.tsoMaxSegments);
  }
  bridge.tsoMaxSize = size;
  if (size < bridge.gsoMaxSize) setGsoMaxSize(bridge, size);
  if (size < bridge.gsoIpv4MaxSize) bridge.gsoIpv4MaxSize = size;
  bridge.tsoMaxSegments = segments;
  if (segments < bridge.gsoMaxSegments) bridge.gsoMaxSegments = segments;
}

/** The bridge's MTU is the least of its ports', until the user sets one. */
export function adjustMtu(bridge: NetBridge): void {
  if (bridge.mtuSetByUser) return;
  let mtu = 0;
  for (const { dev } of bridge.ports) if (mtu === 0 || dev.mtu < mtu) mtu = dev.mtu;
  setMtuLogged(bridge, mtu === 0 ? ETH_DATA_LEN : mtu);
  bridge.mtuSetByUser = false;
}
