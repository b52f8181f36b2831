/** `ct expectation`: connections that are expected because of another one. */
import type { MessageWriter } from "../../../netlink/message.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { printTime } from "../datatypes/duration.ts";
import { INTERNAL, type Loc, NftError } from "../errors/source.ts";
import { familyName } from "../hooks.ts";
import { parseTimeToken } from "../parser/expr.ts";
import type { ObjectBody, ObjectKind } from "./kind.ts";
import { parseFamilyName, parseProtocol, protocolName } from "./words.ts";

class Expectation implements ObjectBody {
  readonly protocol: number;
  readonly dport: number;
  /** ms */
  readonly timeout: number;
  readonly size: number;
  readonly l3proto: number;
  private readonly loc: Loc | undefined;

  constructor(
    protocol: number,
    dport: number,
    timeout: number,
    size: number,
    l3proto: number,
    loc: Loc | undefined,
  ) {
    this.protocol = protocol;
    this.dport = dport;
    this.timeout = timeout;
    this.size = size;
    this.l3proto = l3proto;
    this.loc = loc;
  }

  check(): void {
    if (this.protocol !== 0 && this.dport !== 0 && this.timeout !== 0 && this.size !== 0) return;
    // nothing is where it should be: what stood in front of the braces ends there
    if (this.loc !== undefined)
      throw new NftError("missing options", {
        ...this.loc,
        start: Math.max(0, this.loc.end - 1),
      });
  }

  write(w: MessageWriter): void {
    if (this.l3proto !== 0) w.be16(n.NFTA_CT_EXPECT_L3PROTO, this.l3proto);
    w.u8(n.NFTA_CT_EXPECT_L4PROTO, this.protocol);
    w.be16(n.NFTA_CT_EXPECT_DPORT, this.dport);
    w.u32(n.NFTA_CT_EXPECT_TIMEOUT, this.timeout);
    w.u8(n.NFTA_CT_EXPECT_SIZE, this.size);
  }

  lines(): string[] {
    return [
      `protocol ${protocolName(this.protocol)}`,
      `dport ${this.dport}`,
      `timeout ${printTime(this.timeout)}`,
      `size ${this.size}`,
      `l3proto ${familyName(this.l3proto)}`,
    ];
  }

  json() {
    const { dport, timeout, size } = this;
    const l3proto = familyName(this.l3proto);
    return { protocol: protocolName(this.protocol), dport, timeout, size, l3proto };
  }
}

export const CT_EXPECTATION: ObjectKind = {
  name: "ct expectation",
  type: n.NFT_OBJECT_CT_EXPECT,
  reader(loc) {
    let protocol = 0;
    let dport = 0;
    let timeout = 0;
    let size = 0;
    let l3proto = 0;
    return {
      line(s) {
        if (s.accept("protocol")) protocol = parseProtocol(s);
        else if (s.accept("dport")) dport = s.number() & 0xffff;
        else if (s.accept("timeout")) timeout = parseTimeToken(s);
        else if (s.accept("size")) size = s.number() & 0xff;
        else if (s.accept("l3proto")) l3proto = parseFamilyName(s);
        else return false;
        return true;
      },
      body: () => new Expectation(protocol, dport, timeout, size, l3proto, loc),
    };
  },
  // Debian's program does not take over what JSON says of one
  fromJson: () => new Expectation(0, 0, 0, 0, 0, INTERNAL),
  read: (tb) =>
    new Expectation(
      tb.u8(n.NFTA_CT_EXPECT_L4PROTO),
      tb.be16(n.NFTA_CT_EXPECT_DPORT),
      tb.u32(n.NFTA_CT_EXPECT_TIMEOUT),
      tb.u8(n.NFTA_CT_EXPECT_SIZE),
      tb.be16(n.NFTA_CT_EXPECT_L3PROTO),
      undefined,
    ),
};
