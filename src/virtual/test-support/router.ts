/** Three namespaces in a row, the middle one a router. */
import { NLM_F_CREATE } from "../../netlink/message.ts";
import { writeRouteHeader } from "../../netlink/route.ts";
import { RTA_GATEWAY, RTA_OIF } from "../../netlink/route-attributes.ts";
import { RTM_NEWROUTE } from "../../netlink/rtnetlink.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { Net } from "../core/net.ts";
import { addAddress, addVeth, Pair, setUp } from "./pair.ts";

export const ip = (a: number, b: number, c: number, d: number): number =>
  ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;

/** Net a (10.0.0.1) — b, the router (10.0.0.2, 192.0.2.1) — c (192.0.2.9), which knows no way back to a. */
export class Router extends Pair {
  readonly c: Net;
  readonly vo: NetDevice;

  constructor() {
    super();
    this.c = this.machine.createNet();
    this.machine.netByFd = (fd) => (fd === 99 ? this.c : -9);
    addVeth(this.nlB, "vo", "vi");
    this.vo = this.b.devByName("vo") as NetDevice;
    const vi = this.c.devByName("vi") as NetDevice;
    const nlC = this.netlink(this.c);
    addAddress(this.nlB, this.vo, ip(192, 0, 2, 1), 24);
    addAddress(nlC, vi, ip(192, 0, 2, 9), 24);
    setUp(this.nlB, this.vo);
    setUp(nlC, vi);
    this.nlA.do(RTM_NEWROUTE, NLM_F_CREATE, (w) => {
      writeRouteHeader(w, {
        family: 2,
        dstLength: 0,
        srcLength: 0,
        tos: 0,
        table: 254,
        protocol: 3,
        scope: 0,
        type: 1,
        flags: 0,
      } as never);
      w.be32(RTA_GATEWAY, ip(10, 0, 0, 2));
      w.u32(RTA_OIF, this.va.ifindex);
    });
    this.machine.sysctls.entries().get("net/ipv4")?.table["ip_forward"]?.write?.(this.b, "", "1");
    this.clock.advance(1e9);
  }
}
