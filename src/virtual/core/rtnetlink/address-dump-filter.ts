/**
 * What a dump of addresses is limited to, the same for both families.
 *
 * Source: `inet_valid_dump_ifaddr_req` (`net/ipv4/devinet.c`), `inet6_valid_dump_ifaddr_req` (`net/ipv6/addrconf.c`).
 */
import { EINVAL, ENODEV } from "../../../errno.ts";
import { IFA_MAX, IFA_TARGET_NETNSID, IFADDRMSG_LEN, readAddrHeader } from "../../../netlink/addr.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { NLM_F_DUMP_FILTERED, NLM_F_MULTI } from "../../../netlink/message.ts";
import type { Policy } from "../../../netlink/policy.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Net } from "../net.ts";
import type { RtnlRequest } from "./rtnetlink.ts";
import { parseRequest } from "./rtnl-validate.ts";

const table = new AttributeTable(IFA_MAX);
const header = { family: 0, prefixLength: 0, flags: 0, scope: 0, index: 0 };

/** One dump's limits, filled by {@link read}. */
export class AddressDumpFilter {
  net: Net;
  /** What the requester calls {@link net}; -1: it is its own. */
  nsid = -1;
  /** 0: all devices. */
  ifindex = 0;
  /** What every message carries. */
  flags = NLM_F_MULTI;

  constructor(net: Net) {
    this.net = net;
  }

  /**
   * Reads a request; one that is not strict filters nothing.
   * @param family how errors call it: "ipv4", "ipv6"
   * @returns 0 or a negative error
   */
  read(request: RtnlRequest, family: string, rules: Policy): number {
    if (!request.strict) return 0;
    const { message, extack } = request;
    if (message.length < IFADDRMSG_LEN)
      return extack.fail(-EINVAL, `${family}: Invalid header for address dump request`);
    readAddrHeader(message.bytes, message.body, header);
    if (header.prefixLength !== 0 || header.flags !== 0 || header.scope !== 0)
      return extack.fail(-EINVAL, `${family}: Invalid values in header for address dump request`);
    if (header.index !== 0) {
      this.ifindex = header.index;
      this.flags |= NLM_F_DUMP_FILTERED;
      request.answerFlags = NLM_F_DUMP_FILTERED;
    }
    const error = parseRequest(request, IFADDRMSG_LEN, table, rules, "types");
    if (error !== 0) return error;
    for (let type = 1; type <= IFA_MAX; type++) {
      if (!table.has(type)) continue;
      if (type !== IFA_TARGET_NETNSID)
        return extack.fail(-EINVAL, `${family}: Unsupported attribute in dump request`);
      const target = request.net.nsids?.net(table.s32(type));
      if (target === undefined) return extack.fail(-EINVAL, `${family}: Invalid target network namespace id`);
      this.net = target;
      this.nsid = table.s32(type);
    }
    return 0;
  }

  /** The devices that the dump is about, or -ENODEV. */
  devices(): Iterable<NetDevice> | number {
    if (this.ifindex === 0) return this.net.devicesByIndex();
    const dev = this.net.devByIndex(this.ifindex);
    return dev === undefined ? -ENODEV : [dev];
  }
}
