/** `ipsec`: what IPsec did with a packet. Source: `src/xfrm.c` of nftables 1.0.6. */
import { type DataType, INTEGER, IP6ADDR, IPADDR } from "../datatypes/index.ts";
import type { XfrmLoad } from "./load.ts";

interface Key {
  /** `NFT_XFRM_KEY_*` */
  readonly number: number;
  readonly name: string;
  readonly family?: "ip" | "ip6";
  readonly type: DataType;
  /** As `--debug=netlink` calls it. */
  readonly debug: string;
}

const SPI: DataType = { ...INTEGER, order: "big", bits: 32 };
const REQID: DataType = { ...INTEGER, bits: 32 };

const KEYS: readonly Key[] = [
  { number: 1, name: "daddr", family: "ip", type: IPADDR, debug: "daddr4" },
  { number: 2, name: "daddr", family: "ip6", type: IP6ADDR, debug: "daddr6" },
  { number: 3, name: "saddr", family: "ip", type: IPADDR, debug: "saddr4" },
  { number: 4, name: "saddr", family: "ip6", type: IP6ADDR, debug: "saddr6" },
  { number: 5, name: "reqid", type: REQID, debug: "reqid" },
  { number: 6, name: "spi", type: SPI, debug: "spi" },
];

export const XFRM_DIRECTIONS = ["in", "out"];

function load(key: Key, direction: number, place: number): XfrmLoad {
  const dir = XFRM_DIRECTIONS[direction] ?? "unknown";
  const words = ["ipsec", dir, ...(place === 0 ? [] : ["spnum", String(place)])];
  if (key.family !== undefined) words.push(key.family);
  words.push(key.name);
  return {
    kind: "xfrm",
    key: key.number,
    direction,
    place,
    type: key.type,
    bits: key.type.bits,
    text: words.join(" "),
    json: { ipsec: { key: key.name, family: key.family, dir, spnum: place } },
  };
}

/** @param direction 0 in, 1 out @param place of the transformation, the first is 0 */
export function xfrmByName(
  name: string,
  family: string | undefined,
  direction: number,
  place: number,
): XfrmLoad | undefined {
  const key = KEYS.find((each) => each.name === name && each.family === family);
  return key && load(key, direction, place);
}

export function xfrmByKey(number: number, direction: number, place: number): XfrmLoad | undefined {
  const key = KEYS.find((each) => each.number === number);
  return key && load(key, direction, place);
}

export function xfrmDebug(number: number): string {
  return KEYS.find((each) => each.number === number)?.debug ?? "unknown";
}
