/** What is known while a rule of the kernel is read. */
import type { Expr, Stmt } from "../ast.ts";
import { ProtoContext } from "../compile/proto-context.ts";
import { NOWHERE } from "../errors/source.ts";
import type { SetModel } from "../netlink/model.ts";

/** What is in a register while a rule is read. */
export interface Held {
  readonly expr: Expr;
  readonly mask?: Uint8Array;
  readonly xor?: Uint8Array;
  readonly shift?: { readonly left: boolean; readonly count: number };
  /** Turned round to the network's order. */
  readonly swapped?: boolean;
  /** A constant. */
  readonly bytes?: Uint8Array;
}

export interface RuleStmt {
  readonly stmt: Stmt;
  /** Only there because a later statement needs it. */
  dropped: boolean;
}

export class RuleReader {
  readonly family: number;
  readonly table: string;
  readonly proto: ProtoContext;
  readonly registers = new Map<number, Held>();
  readonly stmts: RuleStmt[] = [];
  /** The type of an ICMP message, once a match said it. */
  icmpType: number | undefined = undefined;
  /** Statements that say what protocol the packet is of. */
  readonly said: {
    link?: RuleStmt;
    network?: RuleStmt;
    transport?: RuleStmt;
    vlan?: RuleStmt;
    icmp?: RuleStmt;
  } = {};
  readonly findSet: (name: string) => SetModel | undefined;

  constructor(family: number, table: string, findSet: (name: string) => SetModel | undefined) {
    this.family = family;
    this.table = table;
    this.proto = new ProtoContext(family);
    this.findSet = findSet;
  }

  add(stmt: Stmt): RuleStmt {
    const entry = { stmt, dropped: false };
    this.stmts.push(entry);
    // what stands in front of more than a match was asked for itself (`payload_dependency_reset`)
    if (stmt.s !== "match") this.forgetSaid();
    return entry;
  }

  /** What was said of protocols so far stays where it is. */
  forgetSaid(): void {
    const { said } = this;
    said.link = said.network = said.transport = said.vlan = said.icmp = undefined;
  }

  unsupported(text: string, xt?: { readonly type: "match" | "target"; readonly name: string }): void {
    this.add({ s: "unsupported", text, xt, loc: NOWHERE });
  }
}

/** The word of registers that a register's number means. */
export function wordOf(register: number): number {
  return register < 8 ? (register - 1) * 4 : register - 8;
}
