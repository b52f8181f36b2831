/**
 * The grammar of pcap-filter(7): `and` and `or` bind equally, from left to right; an identifier alone takes the qualifiers of the
 * primitive before it.
 */

import { ArithmeticParser } from "./arithmetic-parser.ts";
import type { AddressType, Direction, Identifier, Primitive, Qualifiers } from "./ast.ts";
import { and, type Condition, not, or } from "./code.ts";
import { FilterError, notSupported, syntaxError } from "./errors.ts";
import { PROTOCOL_KEYWORDS } from "./keywords.ts";

const ADDRESS_TYPES = new Set(["host", "net", "port", "portrange"]);
const REFUSED = new Set(
  "protochain mpls pppoed pppoes geneve lane metac bcc sc ilmic connectmsg metaconnect oam oamf4 oamf4sc oamf4ec llc vpi vci type subtype dir addr1 addr2 addr3 addr4 ra ta byte on ifname rnr rulenum rset ruleset srnr subrulenum reason action fisu lssu lsu msu opc dpc sls sio hfisu hlssu hmsu hopc hdpc hsls hsio".split(
    " ",
  ),
);
/** Parentheses and negations inside one another. */
const MAX_DEPTH = 200;

const NO_QUALIFIERS: Qualifiers = { protocol: undefined, direction: undefined, type: undefined };

/** What an identifier without qualifiers of its own means; undefined after a primitive that has none to pass on. */
interface Parsed {
  readonly condition: Condition;
  readonly qualifiers: Qualifiers | undefined;
}

/** Makes the code of a primitive, when it has been read: what is wrong with it is told before what is wrong behind it. */
export type MakePrimitive = (primitive: Primitive) => Condition;

/** Parses an expression; undefined for an empty one, which accepts every packet. */
export function parseFilter(text: string, make: MakePrimitive): Condition | undefined {
  const parser = new Parser(text, make);
  if (parser.atEnd) return undefined;
  const parsed = parser.expression();
  if (!parser.atEnd) throw syntaxError();
  return parsed.condition;
}

class Parser extends ArithmeticParser {
  private depth = 0;
  private readonly make: MakePrimitive;

  constructor(text: string, make: MakePrimitive) {
    super(text);
    this.make = make;
  }

  expression(): Parsed {
    let left = this.term();
    for (;;) {
      const operator = this.conjunction();
      if (operator === undefined) return left;
      const right = this.termOrIdentifier(left.qualifiers);
      left = {
        condition:
          operator === "and" ? and(left.condition, right.condition) : or(left.condition, right.condition),
        qualifiers: right.qualifiers,
      };
    }
  }

  /** Whether nothing more can belong to a protocol's name. */
  private get atPrimitiveEnd(): boolean {
    const { token } = this;
    if (token.kind === "operator") return [")", "&&", "||"].includes(token.text);
    return this.atEnd || this.peekWord("and") || this.peekWord("or");
  }

  private made(primitive: Primitive, qualifiers?: Qualifiers): Parsed {
    return { condition: this.make(primitive), qualifiers };
  }

  private conjunction(): "and" | "or" | undefined {
    if (this.acceptWord("and") || this.acceptOperator("&&")) return "and";
    return this.acceptWord("or") || this.acceptOperator("||") ? "or" : undefined;
  }

  private deeper<T>(parse: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new FilterError("expression is nested too deeply");
    const result = parse();
    this.depth--;
    return result;
  }

  private acceptNot(): boolean {
    return this.acceptWord("not") || this.acceptOperator("!");
  }

  private termOrIdentifier(inherited: Qualifiers | undefined): Parsed {
    return this.startsIdentifier() ? this.identifierWith(inherited) : this.term(inherited);
  }

  /** Whether an identifier without qualifiers comes, or several in parentheses, and no arithmetic. */
  private startsIdentifier(): boolean {
    if (this.startsRelation()) return false;
    const { token, isValue } = this.behindOpening();
    if (isValue) return false;
    if (token.kind === "ipv4" || token.kind === "ipv6" || token.kind === "mac" || token.kind === "number")
      return true;
    return token.kind === "word" && (token.escaped || !this.isKeyword(token.text));
  }

  private isKeyword(word: string): boolean {
    return (
      PROTOCOL_KEYWORDS.has(word) || ADDRESS_TYPES.has(word) || OTHER_KEYWORDS.has(word) || REFUSED.has(word)
    );
  }

  private term(inherited?: Qualifiers): Parsed {
    if (this.acceptNot()) {
      return this.deeper(() => {
        const operand = this.term(inherited);
        return { condition: not(operand.condition), qualifiers: operand.qualifiers };
      });
    }
    if (this.startsRelation()) return this.made(this.relation());
    if (this.acceptOperator("(")) {
      return this.deeper(() => {
        const inner = this.expression();
        this.expectOperator(")");
        // behind the parenthesis counts what did before it
        return { condition: inner.condition, qualifiers: inherited };
      });
    }
    return this.primitive();
  }

  private primitive(): Parsed {
    const word = this.token.kind === "word" && !this.token.escaped ? this.token.text : undefined;
    if (word === undefined) throw syntaxError();
    if (REFUSED.has(word)) throw notSupported(word);
    const other = OTHER_PRIMITIVES.get(word);
    if (other) {
      this.advance();
      return this.made(other(this));
    }
    const protocol = PROTOCOL_KEYWORDS.get(word);
    if (protocol !== undefined) this.advance();
    if (this.acceptWord("broadcast")) return this.made({ kind: "broadcast", protocol });
    if (this.acceptWord("multicast")) return this.made({ kind: "multicast", protocol });
    const direction = this.direction();
    const type = this.addressType(direction);
    if (protocol !== undefined && direction === undefined && type === undefined && this.atPrimitiveEnd)
      return this.made({ kind: "protocol", protocol });
    if (direction === undefined && type === undefined) throw syntaxError();
    return this.identifierWith({ protocol, direction, type });
  }

  private direction(): Direction | undefined {
    const first = this.acceptWord("src") ? "src" : this.acceptWord("dst") ? "dst" : undefined;
    if (first === undefined) return undefined;
    const second = first === "src" ? "dst" : "src";
    for (const operator of ["or", "and"] as const) {
      if (!this.nextIs(operator, second)) continue;
      this.advance();
      this.advance();
      return operator === "or" ? "src or dst" : "src and dst";
    }
    return first;
  }

  private addressType(direction: Direction | undefined): AddressType | undefined {
    const { token } = this;
    if (token.kind !== "word" || token.escaped) return undefined;
    if (ADDRESS_TYPES.has(token.text)) {
      this.advance();
      return token.text as AddressType;
    }
    if (token.text === "gateway") throw new FilterError("'gateway' not supported in this configuration");
    if (REFUSED.has(token.text)) throw notSupported(token.text);
    if (token.text === "proto" && direction === undefined) {
      this.advance();
      return "proto";
    }
    return undefined;
  }

  /** An identifier, or several with conjunctions in parentheses, to which all the same qualifiers apply. */
  private identifierWith(qualifiers: Qualifiers | undefined): Parsed {
    if (this.acceptNot()) {
      return this.deeper(() => {
        const operand = this.identifierWith(qualifiers);
        return { condition: not(operand.condition), qualifiers };
      });
    }
    if (this.acceptOperator("(")) {
      return this.deeper(() => {
        const list = this.identifierList(qualifiers);
        this.expectOperator(")");
        return list;
      });
    }
    if (qualifiers)
      return this.made({ kind: "primitive", qualifiers, id: this.identifier(qualifiers) }, qualifiers);
    return this.made({ kind: "unqualified", id: this.identifier(NO_QUALIFIERS) });
  }

  private identifierList(qualifiers: Qualifiers | undefined): Parsed {
    let left = this.identifierWith(qualifiers).condition;
    for (;;) {
      const operator = this.conjunction();
      if (operator === undefined) return { condition: left, qualifiers };
      const right = this.identifierWith(qualifiers).condition;
      left = operator === "and" ? and(left, right) : or(left, right);
    }
  }

  private identifier(qualifiers: Qualifiers): Identifier {
    const { token } = this;
    if (token.kind === "end" || token.kind === "operator") throw syntaxError();
    if (token.kind === "word" && !token.escaped && this.isKeyword(token.text)) throw syntaxError();
    this.advance();
    if (token.kind === "word") return this.named(token.text, qualifiers);
    if (token.kind === "number") return { kind: "number", value: token.value, text: token.text };
    if (token.kind === "mac") return { kind: "mac", text: token.text };
    if (token.kind === "ipv6")
      return {
        kind: "ipv6",
        text: token.text,
        prefix: this.acceptOperator("/") ? this.expectNumber() : undefined,
      };
    return { kind: "ipv4", text: token.text, mask: this.mask() };
  }

  private named(text: string, qualifiers: Qualifiers): Identifier {
    // A range of ports such as 80-90 is a word to the lexer.
    if (qualifiers.type === undefined && /^\d+-\d+$/.test(text)) throw syntaxError();
    return { kind: "name", text };
  }

  private mask(): number | string | undefined {
    if (this.acceptOperator("/")) return this.expectNumber();
    if (!this.acceptWord("mask") && !this.acceptWord("netmask")) return undefined;
    const { token } = this;
    if (token.kind !== "ipv4") throw syntaxError();
    this.advance();
    return token.text;
  }
}

const OTHER_KEYWORDS = new Set(
  "gateway src dst proto broadcast multicast less greater inbound outbound ifindex vlan and or not len length mask netmask".split(
    " ",
  ),
);

const OTHER_PRIMITIVES: ReadonlyMap<string, (parser: Parser) => Primitive> = new Map<
  string,
  (parser: Parser) => Primitive
>([
  ["less", (parser) => ({ kind: "less", length: parser.expectNumber() })],
  ["greater", (parser) => ({ kind: "greater", length: parser.expectNumber() })],
  ["inbound", () => ({ kind: "inbound" })],
  ["outbound", () => ({ kind: "outbound" })],
  ["ifindex", (parser) => ({ kind: "ifindex", index: parser.expectNumber() })],
  ["vlan", (parser) => ({ kind: "vlan", id: parser.optionalNumber() })],
]);
