/** Types that belong to nothing in particular. Source: `src/datatype.c` and its neighbours of nftables 1.0.6. */
import { type DataType, named, table } from "./type.ts";

export const INTEGER = named({ name: "integer", id: 4, description: "integer", bits: 0, order: "host" });
export const XINTEGER: DataType = {
  ...INTEGER,
  print: (value) => `0x${value.toString(16)}`,
};
named({
  name: "verdict",
  id: 1,
  description: "netfilter verdict",
  bits: 0,
  order: "host",
});
export const NFPROTO = named({
  name: "nf_proto",
  id: 2,
  description: "netfilter protocol",
  bits: 8,
  order: "host",
  symbols: table("ipv4=2 ipv6=10"),
});
export const STRING = named({
  name: "string",
  id: 5,
  description: "string",
  bits: 0,
  order: "host",
  base: "string",
});
export const MARK = named({
  name: "mark",
  id: 19,
  description: "packet mark",
  bits: 32,
  order: "host",
  hex: 8,
  jsonNumber: true,
});
export const BOOLEAN = named({
  name: "boolean",
  id: 39,
  description: "boolean type",
  bits: 1,
  order: "host",
  symbols: table("exists=1 missing=0"),
});
