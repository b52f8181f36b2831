/**
 * A bridge in sysfs: its settings, its ports, and its forwarding database.
 *
 * Source: `net/bridge/br_sysfs_br.c`.
 */
import { EINVAL, EPERM } from "../../../errno.ts";
import { BR_BOOLOPT_NO_LL_LEARN } from "../../../netlink/link-kinds/bridge.ts";
import { formatHexBytes } from "../../../packet/address.ts";
import { fdbFlush } from "../../bridge/br-fdb.ts";
import type { NetBridge } from "../../bridge/br-private.ts";
import { jiffiesToClock, timerValue } from "../../bridge/br-time.ts";
import { multicastSysfs } from "../../bridge/mcast/br-mcast-sysfs.ts";
import { setGroupAddress, setGroupFwdMask } from "../../bridge/netlink/br-changelink.ts";
import {
  setAgeingTime,
  setBridgePriority,
  setForwardDelay,
  setHelloTime,
  setMaxAge,
  stpSetEnabled,
} from "../../bridge/stp/br-stp-if.ts";
import { bridgeIdPriority, formatBridgeId } from "../../bridge/stp/bridge-id.ts";
import {
  setDefaultPvid,
  setVlanFiltering,
  setVlanProtocol,
  setVlanStats,
  setVlanStatsPerPort,
} from "../../bridge/vlan/br-vlan-options.ts";
import { notifyStateChange } from "../../core/dev/dev-flags.ts";
import { ComputedLink, fixedDirectory, type Inode } from "../inode.ts";
import { TextInode } from "../text-inode.ts";
import { simpleStrtoul } from "./kstrtoul.ts";
import { attribute } from "./sysfs-attribute.ts";
import { bridgeForwardFile } from "./sysfs-bridge-forward.ts";

const ATTRIBUTE_SIZE = 4096;

type Show = (bridge: NetBridge) => string | number;
type Store = (bridge: NetBridge, value: number) => number;

/** A file that can only be written. */
export function writeOnly(store: (text: string) => number): Inode {
  return new TextInode(0o200, () => "", store, ATTRIBUTE_SIZE);
}

const SHOWN: Readonly<Record<string, Show>> = {
  bridge_id: (bridge) => formatBridgeId(bridge.bridgeId),
  gc_timer: (bridge) => timerValue(bridge.net.machine, bridge.timers.gc),
  hello_timer: (bridge) => timerValue(bridge.net.machine, bridge.timers.hello),
  root_id: (bridge) => formatBridgeId(bridge.designatedRoot),
  root_path_cost: (bridge) => bridge.rootPathCost | 0,
  root_port: (bridge) => bridge.rootPort,
  tcn_timer: (bridge) => timerValue(bridge.net.machine, bridge.timers.tcn),
  topology_change: (bridge) => Number(bridge.topologyChange),
  topology_change_detected: (bridge) => Number(bridge.topologyChangeDetected),
  topology_change_timer: (bridge) => timerValue(bridge.net.machine, bridge.timers.topologyChange),
};

/** Numbers that can be written. */
const SETTINGS: Readonly<Record<string, readonly [Show, Store]>> = {
  ageing_time: [(bridge) => jiffiesToClock(bridge.ageingTime), setAgeingTime],
  forward_delay: [(bridge) => jiffiesToClock(bridge.forwardDelay), setForwardDelay],
  group_fwd_mask: [(bridge) => `0x${bridge.groupFwdMask.toString(16)}`, setGroupFwdMask],
  hello_time: [(bridge) => jiffiesToClock(bridge.helloTime), setHelloTime],
  max_age: [(bridge) => jiffiesToClock(bridge.maxAge), setMaxAge],
  nf_call_arptables: nfCall("nfCallArptables"),
  nf_call_ip6tables: nfCall("nfCallIp6tables"),
  nf_call_iptables: nfCall("nfCallIptables"),
  no_linklocal_learn: [(bridge) => (bridge.boolopts >>> BR_BOOLOPT_NO_LL_LEARN) & 1, setNoLearn],
  priority: [(bridge) => bridgeIdPriority(bridge.bridgeId), setPriority],
  stp_state: [(bridge) => bridge.stpEnabled, (bridge, value) => stpSetEnabled(bridge, value !== 0)],
};

/** Those that are there when the kernel filters by VLAN. */
const VLAN_SETTINGS: Readonly<Record<string, readonly [Show, Store]>> = {
  default_pvid: [({ vlans }) => vlans.defaultPvid, setDefaultPvidQuietly],
  vlan_filtering: [
    ({ vlans }) => Number(vlans.enabled),
    (bridge, value) => setVlanFiltering(bridge, value !== 0),
  ],
  vlan_protocol: [({ vlans }) => `0x${vlans.protocol.toString(16).padStart(4, "0")}`, setVlanProtocol],
  vlan_stats_enabled: [({ vlans }) => Number(vlans.statsEnabled), setVlanStats],
  vlan_stats_per_port: [({ vlans }) => Number(vlans.statsPerPort), setVlanStatsPerPort],
};

/** By sysfs it changes only while nothing is filtered (`br_vlan_set_default_pvid`). */
function setDefaultPvidQuietly(bridge: NetBridge, value: number): number {
  if (value >= 0xfff) return -EINVAL;
  if (value === bridge.vlans.defaultPvid) return 0;
  return bridge.vlans.enabled ? -EPERM : setDefaultPvid(bridge, value);
}

function nfCall(key: "nfCallIptables" | "nfCallIp6tables" | "nfCallArptables"): readonly [Show, Store] {
  const store: Store = (bridge, value) => {
    bridge[key] = value !== 0;
    return 0;
  };
  return [(bridge) => Number(bridge[key]), store];
}

function setPriority(bridge: NetBridge, value: number): number {
  setBridgePriority(bridge, value & 0xffff);
  return 0;
}

function setNoLearn(bridge: NetBridge, value: number): number {
  const bit = 1 << BR_BOOLOPT_NO_LL_LEARN;
  bridge.boolopts = value === 0 ? bridge.boolopts & ~bit : bridge.boolopts | bit;
  return 0;
}

/** Reads the number, sets it, and tells listeners (`store_bridge_parm`). */
function storeNumber(bridge: NetBridge, store: Store): (text: string) => number {
  return (text) => {
    const value = simpleStrtoul(text);
    if (value === undefined) return -EINVAL;
    const error = store(bridge, value);
    if (error >= 0) notifyStateChange(bridge);
    return error;
  };
}

function storeGroupAddress(bridge: NetBridge, text: string): number {
  const parts = text.trim().split(":");
  if (parts.length !== 6 || parts.some((part) => !/^[0-9a-f]{1,2}$/i.test(part))) return -EINVAL;
  const error = setGroupAddress(
    bridge,
    Uint8Array.from(parts, (part) => Number.parseInt(part, 16)),
  );
  if (error >= 0) notifyStateChange(bridge);
  return error;
}

function settingsDirectory(bridge: NetBridge): Inode {
  const files: Record<string, Inode> = {
    flush: writeOnly(
      storeNumber(bridge, (b) => {
        fdbFlush(b);
        return 0;
      }),
    ),
    group_addr: attribute(
      () => `${formatHexBytes(bridge.groupAddress)}\n`,
      (text) => storeGroupAddress(bridge, text),
    ),
  };
  for (const [name, show] of Object.entries(SHOWN)) files[name] = attribute(() => `${show(bridge)}\n`);
  const vlans = bridge.vlans.built ? VLAN_SETTINGS : {};
  for (const [name, [show, store]] of Object.entries({ ...SETTINGS, ...vlans, ...multicastSysfs }))
    files[name] = attribute(() => `${show(bridge)}\n`, storeNumber(bridge, store));
  return fixedDirectory(files, 0o755);
}

/** What a bridge's directory has beside what every device's has. */
export function bridgeEntries(bridge: NetBridge): Record<string, Inode> {
  const links: Record<string, Inode> = {};
  for (const { dev } of bridge.ports) links[dev.name] = new ComputedLink(() => `../../${dev.name}/brport`);
  return {
    bridge: settingsDirectory(bridge),
    brforward: bridgeForwardFile(bridge),
    brif: fixedDirectory(links, 0o755),
  };
}
