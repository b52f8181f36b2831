/**
 * The source port by which routers tell the flows inside a tunnel apart.
 *
 * Source: `include/net/udp.h` (`udp_flow_src_port`).
 */
import { read16 } from "../../../packet/bytes.ts";
import { ETH_HLEN, ETH_TYPE } from "../../../packet/ethernet.ts";
import { dissectFlow } from "../../core/flow/flow-dissector.ts";
import { FlowKeys, jhash2 } from "../../core/flow/flow-keys.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { VxlanDevice } from "./device.ts";

const keys = new FlowKeys();

/** What tells the flow apart: addresses and ports, or in frames without them the protocol alone. */
function flowHash(skb: SkBuff, seed: number): number {
  const { bytes, data, tail } = skb;
  const type = read16(bytes, data + ETH_TYPE);
  dissectFlow(keys, bytes, data + ETH_HLEN, tail, type, false);
  if (keys.isIpv4 || keys.isIpv6) return keys.hash(seed);
  return jhash2(type, seed);
}

/** Within the device's range, or that of the namespace. The same for all frames of a flow; nobody outside learns the hash. */
export function flowSourcePort(skb: SkBuff, dev: VxlanDevice): number {
  const { sysctls } = dev.tunnelNet.ipv4;
  let { portLow: low, portHigh: high } = dev.config;
  if (low >= high) {
    low = sysctls.ipLocalPortRangeLow;
    high = sysctls.ipLocalPortRangeHigh;
  }
  const hash = flowHash(skb, dev.flowSeed);
  const mixed = (hash ^ (hash << 16)) >>> 0;
  return Math.floor((mixed * (high - low)) / 4294967296) + low;
}
