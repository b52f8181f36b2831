/**
 * `bridge fdb … self` of a macvlan: further addresses that it listens to. Unicast ones only where it has its lower device for itself.
 *
 * Source: `drivers/net/macvlan.c` (`macvlan_fdb_add`, `macvlan_fdb_del`).
 */
import { EEXIST, EOPNOTSUPP } from "../../../errno.ts";
import { NLM_F_REPLACE } from "../../../netlink/message.ts";
import {
  addMulticast,
  addUnicast,
  hasAddress,
  removeMulticast,
  removeUnicast,
} from "../../core/dev/dev-address-lists.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { dumpDefault } from "../../core/rtnetlink/fdb-default.ts";
import type { FdbOps, FdbRequest } from "../../core/rtnetlink/fdb-ops.ts";
import type { MacvlanDevice } from "./port.ts";

function isUnicast({ address }: FdbRequest): boolean {
  return (address[0] & 1) === 0;
}

function refuses(dev: NetDevice, request: FdbRequest): boolean {
  return isUnicast(request) && (dev as MacvlanDevice).port?.passthru !== true;
}

/** A macvlan's answers to `bridge fdb` (`macvlan_fdb_add` …). */
export const macvlanFdbOps: FdbOps = {
  add(dev, request) {
    if (refuses(dev, request) || (request.flags & NLM_F_REPLACE) !== 0) return -EOPNOTSUPP;
    const unicast = isUnicast(request);
    if (hasAddress(unicast ? dev.unicastList : dev.multicastList, request.address)) return -EEXIST;
    if (unicast) addUnicast(dev, request.address);
    else addMulticast(dev, request.address);
    return 0;
  },
  delete(dev, request) {
    if (refuses(dev, request)) return -EOPNOTSUPP;
    return isUnicast(request) ? removeUnicast(dev, request.address) : removeMulticast(dev, request.address);
  },
  dump: (dev, _port, reply) => dumpDefault(dev, reply),
};
