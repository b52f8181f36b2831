/** Two namespaces with a veth pair between them: 10.0.0.1/24 on va and 10.0.0.2/24 on vb, both up. */
import { isErrno } from "../../errno.ts";
import { AF_INET, type Socket } from "../../kernel.ts";
import { IFA_ADDRESS, IFA_LOCAL, writeAddrHeader } from "../../netlink/addr.ts";
import { writeLinkHeader } from "../../netlink/link.ts";
import * as ifla from "../../netlink/link-attributes.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import { RTM_NEWADDR, RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import { IFF_UP, type NetDevice } from "../core/dev/netdevice.ts";
import type { Net } from "../core/net.ts";
import { Box, type NetlinkTester } from "./box.ts";

const PEER_FD = 99;

/** Makes a pair whose other end is in the second namespace. @returns 0 or a negative error */
export function addVeth(nl: NetlinkTester, name: string, peer: string): number {
  return nl.do(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, (w) => {
    writeLinkHeader(w, 0, 0, 0, 0, 0);
    w.string(ifla.IFLA_IFNAME, name);
    const info = w.nest(ifla.IFLA_LINKINFO);
    w.string(ifla.IFLA_INFO_KIND, "veth");
    const data = w.nest(ifla.IFLA_INFO_DATA);
    const peerPart = w.nest(1);
    writeLinkHeader(w, 0, 0, 0, 0, 0);
    w.string(ifla.IFLA_IFNAME, peer);
    w.u32(ifla.IFLA_NET_NS_FD, PEER_FD);
    w.endNest(peerPart);
    w.endNest(data);
    w.endNest(info);
  });
}

/** Gives a device an address. @returns 0 or a negative error */
export function addAddress(nl: NetlinkTester, dev: NetDevice, address: number, length: number): number {
  return nl.do(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, (w) => {
    writeAddrHeader(w, AF_INET, length, 0, 0, dev.ifindex);
    w.be32(IFA_LOCAL, address);
    w.be32(IFA_ADDRESS, address);
  });
}

/** Brings a device up. @returns 0 or a negative error */
export function setUp(nl: NetlinkTester, dev: NetDevice): number {
  return nl.do(RTM_NEWLINK, 0, (w) => writeLinkHeader(w, 0, 0, dev.ifindex, IFF_UP, IFF_UP));
}

/** The box, both namespaces and both devices. */
export class Pair extends Box {
  readonly a: Net;
  readonly b: Net;
  readonly nlA: NetlinkTester;
  readonly nlB: NetlinkTester;
  readonly va: NetDevice;
  readonly vb: NetDevice;

  constructor(seed = 1) {
    super(seed);
    this.a = this.net;
    this.b = this.machine.createNet();
    this.machine.netByFd = (fd) => (fd === PEER_FD ? this.b : -9);
    this.nlA = this.netlink(this.a);
    this.nlB = this.netlink(this.b);
    addVeth(this.nlA, "va", "vb");
    this.va = this.a.devByName("va") as NetDevice;
    this.vb = this.b.devByName("vb") as NetDevice;
    addAddress(this.nlA, this.va, 0x0a000001, 24);
    addAddress(this.nlB, this.vb, 0x0a000002, 24);
    for (const [nl, net] of [
      [this.nlA, this.a],
      [this.nlB, this.b],
    ] as const)
      if (net.loopback !== null) setUp(nl, net.loopback);
    setUp(this.nlA, this.va);
    setUp(this.nlB, this.vb);
    this.clock.advance(1e6);
  }

  socket(net: Net, type: number, protocol: number): Socket {
    const socket = this.machine.createSocket(net, AF_INET, type, protocol);
    if (isErrno(socket)) throw new Error(`socket: ${socket}`);
    return socket;
  }
}
