/** Plugs nf_tables into a machine. Source: `net/netfilter/nf_tables_api.c` (`nf_tables_module_init`). */

import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { nfnetlinkOf } from "../nfnetlink.ts";
import { unregisterChain } from "./chain/chain-register.ts";
import { registerChainType } from "./chain/chain-type.ts";
import { deviceNotifier, FILTER_TYPES } from "./chain/filter.ts";
import { NAT_TYPES } from "./chain/nat.ts";
import { ROUTE_TYPES } from "./chain/route.ts";
import { BITWISE } from "./expr/bitwise.ts";
import { BYTEORDER } from "./expr/byteorder.ts";
import { CMP } from "./expr/cmp.ts";
import { CONNLIMIT } from "./expr/connlimit.ts";
import { COUNTER, COUNTER_OBJECT } from "./expr/counter.ts";
import { CT, NOTRACK } from "./expr/ct.ts";
import { CT_EXPECT_OBJECT, CT_HELPER_OBJECT, CT_TIMEOUT_OBJECT } from "./expr/ct-objects.ts";
import { DUP_IPV4 } from "./expr/dup-ip.ts";
import { DUP_IPV6 } from "./expr/dup-ip6.ts";
import { DUP_NETDEV, FWD_NETDEV } from "./expr/dup-netdev.ts";
import { DYNSET } from "./expr/dynset.ts";
import { EXTHDR } from "./expr/exthdr.ts";
import { FIB } from "./expr/fib.ts";
import { HASH } from "./expr/hash.ts";
import { IMMEDIATE } from "./expr/immediate.ts";
import { LAST } from "./expr/last.ts";
import { LIMIT, LIMIT_OBJECT } from "./expr/limit.ts";
import { LOG } from "./expr/log.ts";
import { LOOKUP } from "./expr/lookup.ts";
import { META } from "./expr/meta.ts";
import { MASQ, NAT, REDIR } from "./expr/nat.ts";
import { NUMGEN } from "./expr/numgen.ts";
import { OBJREF } from "./expr/objref.ts";
import { OSF } from "./expr/osf.ts";
import { PAYLOAD } from "./expr/payload.ts";
import { QUOTA, QUOTA_OBJECT } from "./expr/quota.ts";
import { RANGE } from "./expr/range.ts";
import { REJECT_TYPES } from "./expr/reject.ts";
import { RT } from "./expr/rt.ts";
import { SECMARK_OBJECT } from "./expr/secmark.ts";
import { SOCKET } from "./expr/socket.ts";
import { SYNPROXY, SYNPROXY_OBJECT } from "./expr/synproxy.ts";
import { TPROXY } from "./expr/tproxy.ts";
import { XFRM } from "./expr/xfrm.ts";
import { registerExpr } from "./expr.ts";
import { registerObject } from "./object/object.ts";
import { NFTABLES } from "./subsystem.ts";
import { existingNftNet } from "./table/table.ts";

const EXPRESSIONS = [
  IMMEDIATE,
  CMP,
  LOOKUP,
  BITWISE,
  BYTEORDER,
  PAYLOAD,
  DYNSET,
  RANGE,
  META,
  COUNTER,
  LIMIT,
  QUOTA,
  LAST,
  LOG,
  NUMGEN,
  OBJREF,
  OSF,
  CT,
  FIB,
  NOTRACK,
  NAT,
  MASQ,
  REDIR,
  RT,
  SOCKET,
  SYNPROXY,
  TPROXY,
  XFRM,
  HASH,
  EXTHDR,
  CONNLIMIT,
  DUP_IPV4,
  DUP_IPV6,
  DUP_NETDEV,
  FWD_NETDEV,
  ...REJECT_TYPES,
];

/** A program is gone, and its tables with it (`nft_rcv_nl_event`). Nobody is told. */
function releaseTables(net: Net, portid: number): void {
  const nft = existingNftNet(net);
  const gone = nft?.tables.filter((table) => table.owner === portid) ?? [];
  if (nft === undefined || gone.length === 0) return;
  nft.tables = nft.tables.filter((table) => table.owner !== portid);
  for (const table of gone) {
    for (const chain of table.chains.values()) {
      unregisterChain(chain);
      for (const rule of chain.rules) for (const expr of rule.exprs) expr.destroy();
    }
    for (const set of table.sets.values()) set.releaseElements();
    for (const object of table.objects.values()) object.state.destroy?.();
  }
}

/** Makes expressions, types of chains and objects known, and registers the messages with a machine. */
export function initNfTables(machine: Machine): void {
  for (const type of EXPRESSIONS) registerExpr(type);
  for (const type of [...FILTER_TYPES, ...ROUTE_TYPES, ...NAT_TYPES]) registerChainType(type);
  for (const type of [
    COUNTER_OBJECT,
    QUOTA_OBJECT,
    LIMIT_OBJECT,
    CT_HELPER_OBJECT,
    CT_TIMEOUT_OBJECT,
    CT_EXPECT_OBJECT,
    SECMARK_OBJECT,
    SYNPROXY_OBJECT,
  ])
    registerObject(type);
  nfnetlinkOf(machine).register(NFTABLES);
  machine.notifiers.register(deviceNotifier);
  nfnetlinkOf(machine).releases.push(releaseTables);
  machine.registerPernet({
    init: () => {},
    exit: (net) => {
      const nft = existingNftNet(net);
      for (const table of nft?.tables ?? []) {
        for (const chain of table.chains.values()) unregisterChain(chain);
        for (const set of table.sets.values()) set.releaseElements();
      }
      if (nft !== undefined) nft.tables = [];
    },
  });
}
