/** Kinds of statements that few rules have, one file each: how they are written, compiled, read back and shown. */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { Stmt } from "../ast.ts";
import type { RuleCompiler } from "../compile/compiler.ts";
import type { NftContext } from "../context.ts";
import type { Loc } from "../errors/source.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { JsonReader, Parsed } from "../json/input/reader.ts";
import type { Json } from "../json/text.ts";
import type { TokenStream } from "../parser/stream.ts";
import type { RuleReader } from "../read/reader.ts";
import { METER } from "./meter.ts";
import { SYNPROXY } from "./synproxy.ts";
import { TPROXY } from "./tproxy.ts";

/** What a statement is. */
export interface StatementBody {
  /** Looks whether it makes sense. @throws NftError */
  evaluate?(e: Evaluator, loc: Loc): void;
  compile(c: RuleCompiler, loc: Loc): void;
  print(ctx: NftContext): string;
  json(ctx: NftContext): Json;
}

/** How statements are read, for those that have others in them. */
export interface StatementReaders {
  parse(s: TokenStream): Stmt;
  fromJson(r: JsonReader, value: Parsed): Stmt;
}

export interface StatementKind {
  /** Its first word, and what JSON calls it. */
  readonly word: string;
  /** What stands behind the first word. */
  parse(s: TokenStream, readers: Pick<StatementReaders, "parse">): StatementBody;
  fromJson(r: JsonReader, value: Parsed, readers: Pick<StatementReaders, "fromJson">): StatementBody;
  /** The kernel's expression that it becomes; undefined: one that other statements become, too. */
  readonly expression?: string;
  /** Reads that expression. */
  read?(r: RuleReader, tb: AttributeTable): StatementBody;
  /** The expression as `--debug=netlink` tells it. */
  debug?(tb: AttributeTable): string;
}

const KINDS: readonly StatementKind[] = [METER, SYNPROXY, TPROXY];

/** undefined: it is none of these. */
export function statementKind(word: string): StatementKind | undefined {
  return KINDS.find((kind) => kind.word === word);
}

export function statementKindByExpression(name: string): StatementKind | undefined {
  return KINDS.find((kind) => kind.expression === name);
}
