/** A bridge with hosts at it. */
import { writeLinkHeader } from "../../netlink/link.ts";
import * as ifla from "../../netlink/link-attributes.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import { RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import type { NetBridge } from "../bridge/br-private.ts";
import { devQueueXmit } from "../core/dev/dev-xmit.ts";
import { IFF_UP, type NetDevice } from "../core/dev/netdevice.ts";
import { allocSkb } from "../core/skbuff.ts";
import { Box, type NetlinkTester } from "./box.ts";
import { addVeth, setLink } from "./links.ts";

/** Three hosts at a bridge. */
export class Bridged extends Box {
  readonly nl: NetlinkTester;
  readonly bridge: NetBridge;
  readonly hosts: NetDevice[] = [];

  constructor() {
    super();
    this.nl = this.netlink();
    this.nl.do(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, (w) => {
      writeLinkHeader(w, 0, 0, 0, 0, 0);
      w.string(ifla.IFLA_IFNAME, "br0");
      const info = w.nest(ifla.IFLA_LINKINFO);
      w.string(ifla.IFLA_INFO_KIND, "bridge");
      w.endNest(info);
    });
    this.bridge = this.net.devByName("br0") as NetBridge;
    for (const i of [0, 1, 2]) {
      addVeth(this.nl, { name: `p${i}` }, { name: `h${i}` });
      const port = this.net.devByName(`p${i}`) as NetDevice;
      const host = this.net.devByName(`h${i}`) as NetDevice;
      setLink(this.nl, port.ifindex, IFF_UP, IFF_UP, (w) => w.u32(ifla.IFLA_MASTER, this.bridge.ifindex));
      setLink(this.nl, host.ifindex, IFF_UP, IFF_UP);
      this.hosts.push(host);
    }
    setLink(this.nl, this.bridge.ifindex, IFF_UP, IFF_UP);
    this.clock.advance(3e9);
  }

  configure(type: number, value: number): number {
    return this.nl.do(RTM_NEWLINK, 0, (w) => {
      writeLinkHeader(w, 0, 0, this.bridge.ifindex, 0, 0);
      const info = w.nest(ifla.IFLA_LINKINFO);
      w.string(ifla.IFLA_INFO_KIND, "bridge");
      const data = w.nest(ifla.IFLA_INFO_DATA);
      w.u32(type, value);
      w.endNest(data);
      w.endNest(info);
    });
  }

  inject(host: number, frame: Uint8Array): void {
    const dev = this.hosts[host];
    const skb = allocSkb(frame.length);
    skb.append(frame, 0, frame.length);
    skb.dev = dev;
    devQueueXmit(skb);
  }
}
