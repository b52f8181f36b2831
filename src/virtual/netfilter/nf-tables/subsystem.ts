/**
 * nf_tables in netfilter's netlink: which message is answered by whom.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_cb`).
 */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import { type MessageWriter, NLM_F_DUMP } from "../../../netlink/message.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import type { Policy } from "../../../netlink/policy.ts";
import { policy } from "../../../netlink/policy.ts";
import type { NfnlCallback, NfnlInfo, NfnlSubsystem } from "../nfnetlink.ts";
import { abort, commit, currentTransaction, validGenid } from "./batch.ts";
import { delChain, dumpChains, getChain, newChain } from "./chain/chain-api.ts";
import { getGen } from "./generation.ts";
import type { NftRequest } from "./message.ts";
import { NFNL_SUBSYS_NFTABLES } from "./nfnl.ts";
import { delFlowtable, FLOWTABLE_POLICY, newFlowtable } from "./object/flowtable-api.ts";
import { delObject, dumpObjects, getObject, newObject } from "./object/object-api.ts";
import {
  CHAIN_POLICY,
  ELEMENTS_POLICY,
  OBJECT_POLICY,
  RULE_POLICY,
  SET_POLICY,
  TABLE_POLICY,
} from "./policies.ts";
import { delRule, dumpRules, getRule, newRule } from "./rule/rule-api.ts";
import { delElements, dumpElements, getElements, newElements } from "./set/elem-api.ts";
import { delSet, dumpSets, getSet, newSet } from "./set/set-api.ts";
import { nftNet } from "./table/table.ts";
import { delTable, dumpTables, getTable, newTable } from "./table/table-api.ts";

type Doit = (request: NftRequest) => number;
type Dumpit = (request: NftRequest, writer: MessageWriter) => number;

function requestOf(info: NfnlInfo, tb: AttributeTable): NftRequest {
  const { net, family, portid, message, extack, request } = info;
  return {
    nft: nftNet(net),
    family,
    portid,
    message,
    extack,
    tb,
    owner: request.socket.owner,
    reply: (bytes) => request.reply(bytes),
  };
}

/** A message of a batch. What of it was done before it failed is taken back at once. */
function change(rules: Policy, handle: Doit): NfnlCallback {
  return {
    batch: true,
    policy: rules,
    call: (info, tb) => {
      const request = requestOf(info, tb);
      const transaction = currentTransaction(request.nft);
      const { mark } = transaction;
      const error = handle(request);
      if (error < 0) transaction.undoMessage(mark);
      return error;
    },
  };
}

/** A question: for one thing, or for all. */
function ask(rules: Policy, one: Doit, all: Dumpit | undefined): NfnlCallback {
  return {
    batch: false,
    policy: rules,
    call: (info, tb) => {
      const request = requestOf(info, tb);
      if ((info.message.flags & NLM_F_DUMP) === 0 || all === undefined) return one(request);
      return info.request.socket.startDump(info.request, (_, writer) => all(request, writer));
    },
  };
}

const EMPTY_POLICY = policy(2, []);

const CALLBACKS: ReadonlyMap<number, NfnlCallback> = new Map([
  [nft.NFT_MSG_NEWTABLE, change(TABLE_POLICY, newTable)],
  [nft.NFT_MSG_GETTABLE, ask(TABLE_POLICY, getTable, dumpTables)],
  [nft.NFT_MSG_DELTABLE, change(TABLE_POLICY, delTable)],
  [nft.NFT_MSG_DESTROYTABLE, change(TABLE_POLICY, delTable)],
  [nft.NFT_MSG_NEWCHAIN, change(CHAIN_POLICY, newChain)],
  [nft.NFT_MSG_GETCHAIN, ask(CHAIN_POLICY, getChain, dumpChains)],
  [nft.NFT_MSG_DELCHAIN, change(CHAIN_POLICY, delChain)],
  [nft.NFT_MSG_DESTROYCHAIN, change(CHAIN_POLICY, delChain)],
  [nft.NFT_MSG_NEWRULE, change(RULE_POLICY, newRule)],
  [nft.NFT_MSG_GETRULE, ask(RULE_POLICY, getRule, dumpRules)],
  [nft.NFT_MSG_GETRULE_RESET, ask(RULE_POLICY, getRule, dumpRules)],
  [nft.NFT_MSG_DELRULE, change(RULE_POLICY, delRule)],
  [nft.NFT_MSG_DESTROYRULE, change(RULE_POLICY, delRule)],
  [nft.NFT_MSG_NEWSET, change(SET_POLICY, newSet)],
  [nft.NFT_MSG_GETSET, ask(SET_POLICY, getSet, dumpSets)],
  [nft.NFT_MSG_DELSET, change(SET_POLICY, delSet)],
  [nft.NFT_MSG_DESTROYSET, change(SET_POLICY, delSet)],
  [nft.NFT_MSG_NEWSETELEM, change(ELEMENTS_POLICY, newElements)],
  [nft.NFT_MSG_GETSETELEM, ask(ELEMENTS_POLICY, getElements, dumpElements)],
  [nft.NFT_MSG_GETSETELEM_RESET, ask(ELEMENTS_POLICY, getElements, dumpElements)],
  [nft.NFT_MSG_DELSETELEM, change(ELEMENTS_POLICY, delElements)],
  [nft.NFT_MSG_DESTROYSETELEM, change(ELEMENTS_POLICY, delElements)],
  [nft.NFT_MSG_GETGEN, ask(EMPTY_POLICY, getGen, undefined)],
  [nft.NFT_MSG_NEWOBJ, change(OBJECT_POLICY, newObject)],
  [nft.NFT_MSG_GETOBJ, ask(OBJECT_POLICY, getObject, dumpObjects)],
  [nft.NFT_MSG_GETOBJ_RESET, ask(OBJECT_POLICY, getObject, dumpObjects)],
  [nft.NFT_MSG_DELOBJ, change(OBJECT_POLICY, delObject)],
  [nft.NFT_MSG_DESTROYOBJ, change(OBJECT_POLICY, delObject)],
  [nft.NFT_MSG_NEWFLOWTABLE, change(FLOWTABLE_POLICY, newFlowtable)],
  [nft.NFT_MSG_DELFLOWTABLE, change(FLOWTABLE_POLICY, delFlowtable)],
  [nft.NFT_MSG_DESTROYFLOWTABLE, change(FLOWTABLE_POLICY, delFlowtable)],
  [
    nft.NFT_MSG_GETFLOWTABLE,
    ask(
      EMPTY_POLICY,
      () => -2,
      () => 0,
    ),
  ],
]);

export const NFTABLES: NfnlSubsystem = {
  id: NFNL_SUBSYS_NFTABLES,
  callbacks: CALLBACKS,
  validGenid,
  commit,
  abort,
};
