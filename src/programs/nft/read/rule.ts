/**
 * From what the kernel runs back to statements.
 *
 * Source: `src/netlink_delinearize.c` of nftables 1.0.6.
 */
import { AttributeTable } from "../../../netlink/attribute.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import { NFTA_XT_INFO, NFTA_XT_NAME, NFTA_XT_REV } from "../../../netlink/nft-compat.ts";
import { translateXt } from "../../iptables/translate/index.ts";
import { NOWHERE } from "../errors/source.ts";
import { TRANSPORTS } from "../fields/proto.ts";
import type { Message } from "../netlink/client.ts";
import type { RuleModel, SetModel } from "../netlink/model.ts";
import { readUserData, UDATA_RULE_COMMENT, udataText } from "../netlink/userdata.ts";
import { statementKindByExpression } from "../statement-kinds/kind.ts";
import { READERS } from "./expressions.ts";
import { be64 } from "./objects.ts";
import { RuleReader } from "./reader.ts";

/** What iptables made and nf_tables has no words for: as its translation, or its name. */
function readXt(reader: RuleReader, kind: "match" | "target", data: AttributeTable): void {
  const protocol = [...TRANSPORTS].find(([, word]) => word === reader.proto.transport)?.[0] ?? 0;
  reader.unsupported(
    translateXt({
      kind,
      name: data.string(NFTA_XT_NAME),
      revision: data.be32(NFTA_XT_REV),
      info: data.payload(NFTA_XT_INFO) ?? new Uint8Array(),
      family: reader.family,
      protocol,
    }),
    { type: kind, name: data.string(NFTA_XT_NAME) },
  );
}

export function readRule(
  message: Message,
  findSet: (family: number, table: string, name: string) => SetModel | undefined,
): RuleModel {
  const { tb, family } = message;
  const table = tb.string(nft.NFTA_RULE_TABLE);
  const reader = new RuleReader(family, table, (name) => findSet(family, table, name));
  const expr = new AttributeTable(2);
  for (const cursor = tb.cursor(nft.NFTA_RULE_EXPRESSIONS); cursor.next(); ) {
    expr.parse(cursor.bytes, cursor.start, cursor.start + cursor.length);
    const name = expr.string(nft.NFTA_EXPR_NAME);
    const data = new AttributeTable(16).parseNested(expr, nft.NFTA_EXPR_DATA);
    const read = READERS[name];
    const kind = statementKindByExpression(name);
    if (name === "match" || name === "target") readXt(reader, name, data);
    else if (kind?.read !== undefined) reader.add({ s: "kind", body: kind.read(reader, data), loc: NOWHERE });
    else if (read === undefined) reader.unsupported(`unknown expression ${name}`);
    else read(reader, data, name);
  }
  return {
    family,
    table,
    chain: tb.string(nft.NFTA_RULE_CHAIN),
    handle: be64(tb, nft.NFTA_RULE_HANDLE),
    position: be64(tb, nft.NFTA_RULE_POSITION),
    stmts: reader.stmts.filter(({ dropped }) => !dropped).map(({ stmt }) => stmt),
    comment: udataText(readUserData(tb.payload(nft.NFTA_RULE_USERDATA)), UDATA_RULE_COMMENT),
  };
}
