/**
 * /proc/sys/net/bridge: which rules see bridged packets.
 *
 * Source: `net/bridge/br_netfilter_hooks.c` (`brnf_table`).
 */
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { integerSysctl, type SysctlEntry } from "../../core/sysctl/sysctl.ts";

/** `struct brnf_net` */
export class BridgeNfSettings {
  callIptables = 1;
  callIp6tables = 1;
  callArptables = 1;
}

const KEY = Symbol("bridge netfilter");
const DEFAULTS = new BridgeNfSettings();

/** Of a namespace; what nobody changed is not kept. */
export function bridgeNfSettings(net: Net): BridgeNfSettings {
  return (net.getGeneric(KEY) as BridgeNfSettings | undefined) ?? DEFAULTS;
}

function call(field: keyof BridgeNfSettings): SysctlEntry {
  return integerSysctl(
    (net) => bridgeNfSettings(net)[field],
    (net, _key, value) => {
      let settings = net.getGeneric(KEY) as BridgeNfSettings | undefined;
      if (settings === undefined) {
        settings = new BridgeNfSettings();
        net.setGeneric(KEY, settings);
      }
      settings[field] = value === 0 ? 0 : 1;
    },
  );
}

/** Packets inside VLANs and PPPoE are not shown to IP's rules: only 0 can be set. */
const notSupported = (): SysctlEntry =>
  integerSysctl(
    () => 0,
    () => 0,
    0,
    0,
  );

/** Registers the entries with a machine. */
export function initBridgeNfSysctls(machine: Machine): void {
  machine.sysctls.register("net/bridge", {
    "bridge-nf-call-arptables": call("callArptables"),
    "bridge-nf-call-ip6tables": call("callIp6tables"),
    "bridge-nf-call-iptables": call("callIptables"),
    "bridge-nf-filter-pppoe-tagged": notSupported(),
    "bridge-nf-filter-vlan-tagged": notSupported(),
    "bridge-nf-pass-vlan-input-dev": notSupported(),
  });
}
