/** `ct helper`: who reads what the ends of connections tell one another. */
import type { MessageWriter } from "../../../netlink/message.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { familyName } from "../hooks.ts";
import { stringOf } from "../json/input/reader.ts";
import type { ObjectBody, ObjectKind } from "./kind.ts";
import { familyOfJson, parseFamilyName, parseProtocol, protocolName, protocolOf } from "./words.ts";

class Helper implements ObjectBody {
  readonly type: string;
  readonly protocol: number;
  /** 0: that of the table. */
  readonly l3proto: number;

  constructor(type: string, protocol: number, l3proto: number) {
    this.type = type;
    this.protocol = protocol;
    this.l3proto = l3proto;
  }

  write(w: MessageWriter): void {
    w.data(n.NFTA_CT_HELPER_NAME, new TextEncoder().encode(this.type));
    w.u8(n.NFTA_CT_HELPER_L4PROTO, this.protocol);
    if (this.l3proto !== 0) w.be16(n.NFTA_CT_HELPER_L3PROTO, this.l3proto);
  }

  lines(): string[] {
    return [
      `type "${this.type}" protocol ${protocolName(this.protocol)}`,
      `l3proto ${familyName(this.l3proto)}`,
    ];
  }

  json() {
    // of one that goes only the name is told
    const type = this.type === "" ? "(null)" : this.type;
    return { type, protocol: protocolName(this.protocol), l3proto: familyName(this.l3proto) };
  }
}

export const CT_HELPER: ObjectKind = {
  name: "ct helper",
  type: n.NFT_OBJECT_CT_HELPER,
  reader() {
    let type = "";
    let protocol = 0;
    let l3proto = 0;
    return {
      line(s) {
        if (s.accept("type")) {
          if (s.token.kind !== "quoted") s.fail("quoted string");
          type = s.next().text;
          s.expect("protocol");
          protocol = parseProtocol(s);
        } else if (s.accept("l3proto")) l3proto = parseFamilyName(s);
        else return false;
        return true;
      },
      body: () => new Helper(type, protocol, l3proto),
    };
  },
  fromJson: (r, object) =>
    new Helper(stringOf(object, "type") ?? "", protocolOf(r, object), familyOfJson(object)),
  read: (tb) =>
    new Helper(
      tb.string(n.NFTA_CT_HELPER_NAME),
      tb.u8(n.NFTA_CT_HELPER_L4PROTO),
      tb.be16(n.NFTA_CT_HELPER_L3PROTO),
    ),
};
