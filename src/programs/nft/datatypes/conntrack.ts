/** Types of connection tracking. Source: `src/datatype.c` and its neighbours of nftables 1.0.6. */
import { named, table } from "./type.ts";

export const CT_STATE = named({
  name: "ct_state",
  id: 26,
  description: "conntrack state",
  bits: 32,
  order: "host",
  base: "bitmask",
  symbols: table("invalid=1 new=8 established=2 related=4 untracked=64"),
});
export const CT_DIR = named({
  name: "ct_dir",
  id: 27,
  description: "conntrack direction",
  bits: 8,
  order: "host",
  symbols: table("original=0 reply=1"),
});
export const CT_STATUS = named({
  name: "ct_status",
  id: 28,
  description: "conntrack status",
  bits: 32,
  order: "host",
  base: "bitmask",
  symbols: table("expected=1 seen-reply=2 assured=4 confirmed=8 snat=16 dnat=32 dying=512"),
});
/** The number of the lowest bit that is set. */
export function lowestBit(value: bigint): number {
  return value === 0n ? 0 : (value & -value).toString(2).length - 1;
}

/** Labels are numbers of bits. */
export const CT_LABEL = named({
  name: "ct_label",
  id: 30,
  description: "conntrack label",
  bits: 128,
  order: "host",
  base: "bitmask",
  parse: (text) => (/^\d+$/.test(text) && Number(text) < 128 ? 1n << BigInt(text) : undefined),
  print: (value) => String(lowestBit(value)),
});

export const CT_EVENT = named({
  name: "ct_event",
  id: 40,
  description: "conntrack event bits",
  bits: 32,
  order: "host",
  base: "bitmask",
  symbols: table(
    "new=1 related=2 destroy=4 reply=8 assured=16 protoinfo=32 helper=64 mark=128 seqadj=256 secmark=512 label=1024",
  ),
});
