import { expect, test } from "vitest";
import { EINVAL } from "../../../errno.ts";
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import { AF_BRIDGE, IFLA_BR_VLAN_FILTERING } from "../../../netlink/link-kinds/bridge.ts";
import { RTM_NEWVLAN } from "../../../netlink/rtnetlink.ts";
import { Bridged } from "../../test-support/bridged.ts";
import { suppresses } from "../br-arp-proxy.ts";
import { BR_NEIGH_SUPPRESS, BR_NEIGH_VLAN_SUPPRESS } from "../br-private.ts";
import { bridgeVlanAdd, portVlanAdd } from "./br-vlan-config.ts";
import { continuesRange } from "./br-vlan-fill.ts";

const BRENTRY = 1 << 5;

function suppress(box: Bridged, ifindex: number, vid: number, value: number): number {
  return box.nl.do(RTM_NEWVLAN, 0, (w) => {
    vlandb.writeBridgeVlanHeader(w, AF_BRIDGE, ifindex);
    const nest = w.nest(vlandb.BRIDGE_VLANDB_ENTRY | NLA_F_NESTED);
    vlandb.writeBridgeVlanInfo(w, vlandb.BRIDGE_VLANDB_ENTRY_INFO, vlandb.BRIDGE_VLAN_INFO_ONLY_OPTS, vid);
    w.u8(vlandb.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS, value);
    w.endNest(nest);
  });
}

test("a port is spared from requests in some VLANs only", () => {
  const box = new Bridged();
  const [port] = box.bridge.ports;
  box.configure(IFLA_BR_VLAN_FILTERING, 1);
  for (const vid of [10, 11]) portVlanAdd(port, vid, 0);
  bridgeVlanAdd(box.bridge, 10, BRENTRY);
  expect(suppress(box, port.dev.ifindex, 10, 1)).toBe(0);
  expect(suppress(box, port.dev.ifindex, 10, 2)).toBeLessThan(0);
  expect(suppress(box, box.bridge.ifindex, 10, 1)).toBe(-EINVAL);
  // it counts with the port's flag only
  expect(suppresses(port, 10)).toBe(false);
  port.flags |= BR_NEIGH_SUPPRESS;
  expect([10, 11, 12, 0].map((vid) => suppresses(port, vid))).toEqual([true, true, true, true]);
  port.flags |= BR_NEIGH_VLAN_SUPPRESS;
  expect([10, 11, 12, 0].map((vid) => suppresses(port, vid))).toEqual([true, false, false, true]);
  const [ten, eleven] = [10, 11].map((vid) => port.vlans.find(vid));
  expect(continuesRange(eleven!, ten!)).toBe(false);
  expect(suppress(box, port.dev.ifindex, 10, 0)).toBe(0);
  expect(suppresses(port, 10)).toBe(false);
  expect(suppresses(null, 10)).toBe(false);
});
