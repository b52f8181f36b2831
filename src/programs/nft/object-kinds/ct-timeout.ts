/** `ct timeout`: how long connections are remembered, by their state. */
import { AttributeTable, NLA_F_NESTED } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { INTERNAL, type Loc, NftError, NOWHERE } from "../errors/source.ts";
import { familyName } from "../hooks.ts";
import { isObject } from "../json/input/reader.ts";
import type { TokenStream } from "../parser/stream.ts";
import type { ObjectBody, ObjectKind } from "./kind.ts";
import { familyOfJson, parseFamilyName, parseProtocol, protocolName, protocolOf } from "./words.ts";

/** States in the order of their attributes, with the seconds that are not worth being told. */
const STATES: Readonly<Record<number, readonly (readonly [string, number])[]>> = {
  6: [
    ["syn_sent", 120],
    ["syn_recv", 60],
    ["established", 432000],
    ["fin_wait", 120],
    ["close_wait", 60],
    ["last_ack", 30],
    ["time_wait", 120],
    ["close", 10],
    ["syn_sent2", 120],
    ["retrans", 300],
    ["unack", 300],
  ],
  17: [
    ["unreplied", 30],
    ["replied", 120],
  ],
};

interface State {
  readonly name: string;
  readonly seconds: number;
  readonly loc: Loc;
}

class Timeout implements ObjectBody {
  readonly protocol: number;
  readonly l3proto: number;
  private readonly states: readonly State[];

  constructor(protocol: number, l3proto: number, states: readonly State[]) {
    this.protocol = protocol;
    this.l3proto = l3proto;
    this.states = states;
  }

  private get known(): readonly (readonly [string, number])[] {
    return STATES[this.protocol] ?? [];
  }

  check(): void {
    for (const { name, loc } of this.states)
      if (!this.known.some(([known]) => known === name))
        throw new NftError("invalid state for this protocol", loc);
  }

  private secondsOf(name: string): number | undefined {
    return this.states.findLast((state) => state.name === name)?.seconds;
  }

  write(w: MessageWriter): void {
    w.u8(n.NFTA_CT_TIMEOUT_L4PROTO, this.protocol);
    if (this.l3proto !== 0) w.be16(n.NFTA_CT_TIMEOUT_L3PROTO, this.l3proto);
    const nest = w.nest(n.NFTA_CT_TIMEOUT_DATA | NLA_F_NESTED);
    this.known.forEach(([name, usual], i) => {
      w.be32(i + 1, this.secondsOf(name) ?? usual);
    });
    w.endNest(nest);
  }

  private unusual(): (readonly [string, number])[] {
    return this.known.flatMap(([name, usual]) => {
      const seconds = this.secondsOf(name) ?? usual;
      return seconds === usual ? [] : [[name, seconds] as const];
    });
  }

  lines(): string[] {
    const policy = this.unusual().map(([name, seconds]) => `${name} : ${seconds}`);
    return [
      `protocol ${protocolName(this.protocol)}`,
      `l3proto ${familyName(this.l3proto)}`,
      `policy = { ${policy.join(", ")} }`,
    ];
  }

  json() {
    const policy = this.unusual();
    return {
      protocol: protocolName(this.protocol),
      l3proto: familyName(this.l3proto),
      policy: policy.length === 0 ? null : Object.fromEntries(policy),
    };
  }
}

/** `= { established : 100, close : 5 }` */
function parsePolicy(s: TokenStream): State[] {
  const states: State[] = [];
  s.expect("=");
  s.expect("{");
  do {
    const name = s.string();
    s.expect(":");
    states.push({ name: name.text, seconds: s.number(), loc: name.loc });
  } while (s.accept(","));
  s.expect("}");
  return states;
}

export const CT_TIMEOUT: ObjectKind = {
  name: "ct timeout",
  type: n.NFT_OBJECT_CT_TIMEOUT,
  reader() {
    let protocol = 0;
    let l3proto = 0;
    let states: State[] = [];
    return {
      line(s) {
        if (s.accept("protocol")) protocol = parseProtocol(s);
        else if (s.accept("l3proto")) l3proto = parseFamilyName(s);
        else if (s.accept("policy")) states = parsePolicy(s);
        else return false;
        return true;
      },
      body: () => new Timeout(protocol, l3proto, states),
    };
  },
  fromJson(r, object) {
    const { policy } = object;
    const states = Object.entries(isObject(policy) ? policy : {}).map(([name, seconds]) => ({
      name,
      seconds: typeof seconds === "number" ? seconds : r.fail("Invalid ct timeout policy."),
      loc: INTERNAL,
    }));
    return new Timeout(protocolOf(r, object), familyOfJson(object), states);
  },
  read(tb) {
    const protocol = tb.u8(n.NFTA_CT_TIMEOUT_L4PROTO);
    const known = STATES[protocol] ?? [];
    const data = new AttributeTable(known.length).parseNested(tb, n.NFTA_CT_TIMEOUT_DATA);
    const loc = NOWHERE;
    const states = known.flatMap(([name], i) =>
      data.has(i + 1) ? [{ name, seconds: data.be32(i + 1), loc }] : [],
    );
    return new Timeout(protocol, tb.be16(n.NFTA_CT_TIMEOUT_L3PROTO), states);
  },
};
