/**
 * `RTM_GETNETCONF` and its notifications: the settings of devices that routing daemons watch. The same for all families but for what a
 * family's settings are.
 *
 * Source: `net/ipv4/devinet.c` (`inet_netconf_*`), `net/ipv6/addrconf.c` (`inet6_netconf_*`).
 */
import { EINVAL } from "../../../errno.ts";
import { AF_INET } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import {
  NETCONFA_ALL,
  NETCONFA_FORWARDING,
  NETCONFA_IFINDEX,
  NETCONFA_IFINDEX_ALL,
  NETCONFA_IFINDEX_DEFAULT,
  NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
  NETCONFA_MAX,
  NETCONFA_PROXY_NEIGH,
  NETCONFA_RP_FILTER,
  NETCONFMSG_LEN,
} from "../../../netlink/netconf.ts";
import { policy } from "../../../netlink/policy.ts";
import { RTM_DELNETCONF, RTM_GETNETCONF, RTM_NEWNETCONF } from "../../../netlink/rtnetlink.ts";
import { hasSettingsName } from "../dev/dev-name.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import type { Net } from "../net.ts";
import type { RtnlRequest } from "./rtnetlink.ts";
import { parseRequest } from "./rtnl-validate.ts";

const RULES = policy(NETCONFA_MAX, [
  [NETCONFA_IFINDEX, { type: "unspec", length: 4 }],
  [NETCONFA_FORWARDING, { type: "unspec", length: 4 }],
  [NETCONFA_RP_FILTER, { type: "unspec", length: 4 }],
  [NETCONFA_PROXY_NEIGH, { type: "unspec", length: 4 }],
  [NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, { type: "unspec", length: 4 }],
]);

/** What differs between families; `Conf` is the family's settings of one device. */
export interface NetconfFamily<Conf> {
  /** `AF_*` */
  readonly family: number;
  /** `RTNLGRP_*` */
  readonly group: number;
  /** Positive: answers a request for a device without settings. */
  readonly noDevice: number;
  /** `NETCONFA_*` and the setting it tells, in the order of the message. */
  readonly attributes: readonly (readonly [number, (conf: Conf) => number])[];
  all(net: Net): Conf;
  default(net: Net): Conf;
  /** null: the family does not run on the device. */
  ofDevice(dev: NetDevice): Conf | null;
}

/** The netconf messages of one family. */
export class Netconf<Conf> {
  private readonly spec: NetconfFamily<Conf>;
  private readonly table = new AttributeTable(NETCONFA_MAX);
  /** Devices whose name is none for a directory of settings. */
  private readonly nameless = new WeakSet<NetDevice>();

  constructor(spec: NetconfFamily<Conf>) {
    this.spec = spec;
  }

  /** Answers requests for this family. */
  register(machine: Machine): void {
    machine.rtnetlink.register(
      this.spec.family,
      RTM_GETNETCONF,
      (request) => this.get(request),
      (request, writer) => this.dump(request, writer),
    );
  }

  /**
   * Tells of changed settings.
   * @param ifindex a device's, `NETCONFA_IFINDEX_ALL` or `NETCONFA_IFINDEX_DEFAULT`
   * @param attribute the one that changed
   */
  notify(net: Net, ifindex: number, attribute: number = NETCONFA_ALL): void {
    if (!this.hasListeners(net)) return;
    const conf = this.confOf(net, ifindex);
    if (conf === null) return;
    const writer = net.machine.rtnetlink.writer;
    writer.reset();
    this.write(writer, conf, ifindex, attribute, 0, 0, 0);
    net.machine.rtnetlink.notify(net, this.spec.group, writer.message());
  }

  /** Tells that a device's settings are gone. */
  notifyGone(dev: NetDevice): void {
    const { net } = dev;
    if (!this.hasListeners(net)) return;
    const writer = net.machine.rtnetlink.writer;
    writer.reset();
    writer.begin(RTM_DELNETCONF, 0, 0, 0);
    writer.raw32(this.spec.family);
    writer.u32(NETCONFA_IFINDEX, dev.ifindex);
    writer.end();
    net.machine.rtnetlink.notify(net, this.spec.group, writer.message());
  }

  /** The settings' directory has a new name: they go and come (`devinet_sysctl_unregister`, `devinet_sysctl_register`). */
  notifyRenamed(dev: NetDevice): void {
    const absent = this.nameless.delete(dev);
    // IPv4 tells of what is gone already, too
    if (!absent || this.spec.family === AF_INET) this.notifyGone(dev);
    if (hasSettingsName(dev.name)) this.notify(dev.net, dev.ifindex);
    else this.nameless.add(dev);
  }

  private hasListeners(net: Net): boolean {
    return net.machine.rtnetlink.hasListeners(net, this.spec.group);
  }

  private confOf(net: Net, ifindex: number): Conf | null {
    if (ifindex === NETCONFA_IFINDEX_ALL) return this.spec.all(net);
    if (ifindex === NETCONFA_IFINDEX_DEFAULT) return this.spec.default(net);
    const dev = net.devByIndex(ifindex);
    return dev === undefined ? null : this.spec.ofDevice(dev);
  }

  private write(
    writer: MessageWriter,
    conf: Conf,
    ifindex: number,
    attribute: number,
    flags: number,
    seq: number,
    portid: number,
  ): void {
    writer.begin(RTM_NEWNETCONF, flags, seq, portid);
    writer.raw32(this.spec.family);
    writer.u32(NETCONFA_IFINDEX, ifindex);
    for (const [type, setting] of this.spec.attributes)
      if (attribute === NETCONFA_ALL || attribute === type) writer.u32(type, setting(conf));
    writer.end();
  }

  private get(request: RtnlRequest): number {
    const { message, net, portid } = request;
    if (message.length < NETCONFMSG_LEN) return -EINVAL;
    const error = parseRequest(request, NETCONFMSG_LEN, this.table, RULES, request.strict ? "types" : false);
    if (error !== 0) return error;
    if (!this.table.has(NETCONFA_IFINDEX)) return -EINVAL;
    const ifindex = this.table.s32(NETCONFA_IFINDEX);
    const conf = this.confOf(net, ifindex);
    if (conf === null) return -this.spec.noDevice;
    const writer = net.machine.rtnetlink.writer;
    writer.reset();
    this.write(writer, conf, ifindex, NETCONFA_ALL, 0, message.seq, portid);
    request.reply(writer.message(true));
    return 0;
  }

  private dump(request: RtnlRequest, writer: MessageWriter): number {
    const { net, message, portid, extack } = request;
    if (request.strict && message.length !== NETCONFMSG_LEN) {
      const family = this.spec.family === AF_INET ? "ipv4" : "ipv6";
      return extack.fail(-EINVAL, `${family}: Invalid data after header in netconf dump request`);
    }
    const one = (conf: Conf, ifindex: number): void =>
      this.write(writer, conf, ifindex, NETCONFA_ALL, NLM_F_MULTI, message.seq, portid);
    for (const dev of net.devicesByIndex()) {
      const conf = this.spec.ofDevice(dev);
      if (conf !== null) one(conf, dev.ifindex);
    }
    one(this.spec.all(net), NETCONFA_IFINDEX_ALL);
    one(this.spec.default(net), NETCONFA_IFINDEX_DEFAULT);
    return 0;
  }
}
