/** The text of a function as `declare -f` shows it: bash prints the commands anew, one to a line. */
import type { AndOr, CaseItem, CommandNode, CompoundList, If, PipelineNode, Statement } from "unbash";
import { parseText } from "./source.ts";

const STEP = "    ";

/** `NAME () ` and the body, from the text of the definition. What has here-documents stays as it was written. */
export function printFunction(name: string, text: string): string {
  const statement = text.includes("<<") ? undefined : parseText(text).commands[0]?.command;
  if (statement?.type === "Function" && statement.body.type !== "CompoundList")
    return `${name} () \n${new Printer(text).definition(statement.body)}`;
  const body = text.replace(/^\s*(?:function\s+)?[^\s(){]+\s*(?:\(\s*\))?\s*/, "");
  return `${name} () \n${body}`;
}

/** A command as `jobs` shows it: compound ones are printed anew, of the others the blanks become one. */
export function printCommand(text: string): string {
  const first = text.includes("<<") ? undefined : parseText(text).commands[0]?.command;
  const plain =
    first === undefined ||
    first.type === "Command" ||
    (first.type === "Pipeline" && first.commands.every(({ type }) => type === "Command"));
  if (plain)
    return text
      .replace(/\s+/g, " ")
      .replace(/^\s*(?:! )?/, "")
      .trim();
  return new Printer(text, true).node(first, "").replace(/^! /, "");
}

type Node = PipelineNode | AndOr | CommandNode;

class Printer {
  private readonly text: string;
  /** Outside of functions the commands of a list stand in one line. */
  private readonly flat: boolean;

  constructor(text: string, flat = false) {
    this.text = text;
    this.flat = flat;
  }

  /** A function's body, in braces whatever it is. */
  definition(body: CommandNode): string {
    const inner = body.type === "Redirected" ? body.command : body;
    if (inner.type === "BraceGroup") return this.node(body, "");
    return `{ \n${STEP}${this.node(body, STEP)}\n}`;
  }

  node(node: Node, indent: string): string {
    switch (node.type) {
      case "AndOr":
        return this.joined(node.commands, node.operators, indent);
      case "Pipeline": {
        const first = node.commands[0];
        const prefix = first === undefined ? "" : this.text.slice(node.pos, first.pos);
        return prefix + this.joined(node.commands, node.operators, indent);
      }
      case "BraceGroup":
        if (this.flat) return `{ ${this.lines(node.body, "", true).trim()} }`;
        return `{ \n${this.lines(node.body, indent + STEP, false)}${indent}}`;
      case "Subshell":
        return `( ${this.lines(node.body, indent, false).trim()} )`;
      case "If":
        return this.conditional(node.clause, node.then, node.elif, node.else, indent);
      case "While":
        return `${node.kind} ${this.inline(node.clause, indent)}; do\n${this.body(node.body, indent)}done`;
      case "For":
      case "Select": {
        const words = node.wordlist?.map((word) => ` ${word.text}`).join("");
        const head = `${node.type.toLowerCase()} ${node.name.text}${words === undefined ? "" : ` in${words}`}`;
        return `${head};\n${indent}do\n${this.body(node.body, indent)}done`;
      }
      case "ArithmeticFor": {
        const parts = [node.initialize, node.test, node.update].map((part) =>
          part === undefined ? "" : this.text.slice(part.pos, part.end).trim(),
        );
        return `for ((${parts.join("; ")}))\n${indent}do\n${this.body(node.body, indent)}done`;
      }
      case "Case": {
        const items = node.items.map((item) => this.item(item, indent + STEP)).join("");
        return `case ${node.word.text} in \n${items}${indent}esac`;
      }
      case "Redirected": {
        const written = this.text.slice(node.command.end, node.end).trim();
        const redirects = written.replace(/(>>|>|<)(?=[\w/"'$.])/g, "$1 ");
        return `${this.node(node.command, indent)} ${redirects}`;
      }
      default:
        return this.text.slice(node.pos, node.end);
    }
  }

  private joined(nodes: readonly Node[], operators: readonly string[], indent: string): string {
    return nodes
      .map((node, i) => (i === 0 ? "" : ` ${operators[i - 1]} `) + this.node(node, indent))
      .join("");
  }

  private statement(statement: Statement, indent: string): string {
    return this.node(statement.command, indent) + (statement.background ? " &" : "");
  }

  /** One command to a line; `closed`: whether the last one has its semicolon too. */
  private lines(list: CompoundList, indent: string, closed: boolean): string {
    const last = list.commands.length - 1;
    if (this.flat) {
      const text = list.commands.map((each, i) => {
        const end = each.background || (i === last && !closed) ? "" : ";";
        return this.statement(each, indent) + end;
      });
      return `${indent}${text.join(" ")}\n`;
    }
    return list.commands
      .map((each, i) => {
        const end = each.background || (i === last && !closed) ? "" : ";";
        return `${indent}${this.statement(each, indent)}${end}\n`;
      })
      .join("");
  }

  private body(list: CompoundList, indent: string): string {
    return this.lines(list, indent + STEP, true) + indent;
  }

  private inline(list: CompoundList, indent: string): string {
    return list.commands.map((each) => this.statement(each, indent)).join("; ");
  }

  private conditional(
    clause: CompoundList,
    then: CompoundList,
    elif: If["elif"],
    otherwise: CompoundList | undefined,
    indent: string,
  ): string {
    const head = `if ${this.inline(clause, indent)}; then\n${this.body(then, indent)}`;
    const [next, ...rest] = elif;
    if (next !== undefined) {
      const inner = indent + STEP;
      const nested = this.conditional(next.clause, next.then, rest, otherwise, inner);
      return `${head}else\n${inner}${nested};\n${indent}fi`;
    }
    return otherwise === undefined ? `${head}fi` : `${head}else\n${this.body(otherwise, indent)}fi`;
  }

  private item(item: CaseItem, indent: string): string {
    const pattern = item.pattern.map((word) => word.text).join(" | ");
    const body = this.lines(item.body, indent + STEP, false);
    return `${indent}${pattern})\n${body}${indent}${item.terminator ?? ";;"}\n`;
  }
}
