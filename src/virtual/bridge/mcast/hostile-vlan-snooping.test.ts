import fc from "fast-check";
import { expect, test } from "vitest";
import { IFLA_BR_VLAN_FILTERING } from "../../../netlink/link-kinds/bridge.ts";
import { Bridged } from "../../test-support/bridged.ts";
import { igmp } from "../../test-support/membership.ts";
import { bridgeVlanAdd, bridgeVlanDelete, portVlanAdd, portVlanDelete } from "../vlan/br-vlan-config.ts";
import { portVlanContext, vlanContext } from "../vlan/br-vlan-multicast.ts";
import { setQuerierOn } from "./br-mcast-context-settings.ts";
import { setPortRouter } from "./br-mcast-router.ts";
import { toggleGlobalVlan, toggleVlanSnooping } from "./br-multicast.ts";

const BRENTRY = 1 << 5;
const PVID_UNTAGGED = (1 << 1) | (1 << 2);

test("VLANs that come and go while they snoop leave a bridge that works, and nothing of theirs behind", () => {
  const step = fc.tuple(fc.nat(9), fc.nat(2), fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.nat(20));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const box = new Bridged();
      const { bridge } = box;
      box.configure(IFLA_BR_VLAN_FILTERING, 1);
      for (const [what, from, vid, on, tenths] of steps) {
        const port = bridge.ports[from];
        const vlan = bridge.vlans.find(vid);
        const own = port.vlans.find(vid);
        if (what === 0) toggleVlanSnooping(bridge, on);
        else if (what === 1) portVlanAdd(port, vid, on ? PVID_UNTAGGED : 0);
        else if (what === 2) portVlanDelete(port, vid);
        else if (what === 3) bridgeVlanAdd(bridge, vid, BRENTRY);
        else if (what === 4) bridgeVlanDelete(bridge, vid);
        else if (what === 5 && vlan !== undefined) toggleGlobalVlan(bridge, vlan, on);
        else if (what === 6 && vlan !== undefined) setQuerierOn(vlanContext(bridge, vlan), on ? 1 : 0);
        else if (what === 7 && own !== undefined) setPortRouter(portVlanContext(port, own), on ? 2 : 1);
        else box.inject(from, igmp([239, 1, 1, vid], Uint8Array.of(0x16, 0, 0, 0, 239, 1, 1, vid)));
        box.clock.advance(tenths * 1e8);
      }
      for (const port of bridge.ports) {
        for (const { entry, listed } of port.multicast.groups) {
          expect(listed).toBe(true);
          expect(entry.ports.length).toBeGreaterThan(0);
        }
      }
      box.clock.advance(900e9);
      expect(bridge.multicast.mdb.entries().filter(({ group }) => group.protocol === 0x800)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
