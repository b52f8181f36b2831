/** Packets that go to a program, or past the stack. Source: `src/evaluate.c` (`stmt_evaluate_queue`), `src/netlink_linearize.c` of nftables 1.0.6. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr, Stmt } from "../ast.ts";
import { INET_SERVICE, INTEGER } from "../datatypes/index.ts";
import { registerOf } from "../netlink/nl.ts";
import type { RuleCompiler } from "./compiler.ts";
import { constant, interval } from "./constants.ts";
import { needAll } from "./dependency.ts";
import { emitLookup } from "./emit.ts";
import { loadKey } from "./match.ts";
import { useSet } from "./set-use.ts";

/** Puts the number into the first register. */
function load(c: RuleCompiler, expr: Expr): void {
  needAll(c, expr);
  if (expr.k !== "map") {
    loadKey(c, expr, 0, false);
    return;
  }
  const set = useSet(c, expr.key, expr.data, { types: [INET_SERVICE], bits: [INET_SERVICE.bits] });
  loadKey(c, expr.key, 0, set.interval);
  emitLookup(c, 0, set, registerOf(0));
}

const COMPUTED: ReadonlySet<string> = new Set(["load", "hash", "map", "binop"]);

export function compileQueue(c: RuleCompiler, stmt: Stmt & { readonly s: "queue" }): void {
  const { queue, flags } = stmt;
  if (queue !== undefined && COMPUTED.has(queue.k)) {
    load(c, queue);
    return c.emit({
      name: "queue",
      write: (w) => {
        w.be32(n.NFTA_QUEUE_SREG_QNUM, registerOf(0));
        if (flags !== 0) w.be16(n.NFTA_QUEUE_FLAGS, flags);
      },
    });
  }
  let low = 0;
  let high = 0;
  if (queue !== undefined) {
    const span = interval(queue, INTEGER, 16, c.ctx);
    low = Number(span?.low ?? constant(queue, INTEGER, 16, c.ctx));
    high = Number(span?.high ?? low);
  }
  c.emit({
    name: "queue",
    write: (w) => {
      w.be16(n.NFTA_QUEUE_NUM, low);
      w.be16(n.NFTA_QUEUE_TOTAL, high - low + 1);
      if (flags !== 0) w.be16(n.NFTA_QUEUE_FLAGS, flags);
    },
  });
}

const NFTA_FLOW_TABLE_NAME = 1;

export function compileFlow(c: RuleCompiler, stmt: Stmt & { readonly s: "flow" }): void {
  c.emit({ name: "flow_offload", write: (w) => w.string(NFTA_FLOW_TABLE_NAME, stmt.table) });
}
