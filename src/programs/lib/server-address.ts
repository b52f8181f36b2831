/** Addresses of servers on command lines and in files. */
import { parseIpv4, parseIpv6 } from "../../packet/address.ts";
import type { InternetAddress } from "./resolver.ts";

/** An address of either family; undefined: it is none. */
export function parseAddress(text: string): InternetAddress | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return { family: 2, address: v4, port: 0 };
  const v6 = parseIpv6(text);
  return v6 === undefined ? undefined : { family: 10, address: v6, port: 0 };
}

/** `ADDRESS[#PORT]` */
export function parseServerAddress(text: string): InternetAddress | undefined {
  const [address, port] = text.split("#");
  const parsed = parseAddress(address);
  if (parsed === undefined || (port !== undefined && !/^\d{1,5}$/.test(port))) return undefined;
  return { ...parsed, port: port === undefined ? 53 : Number(port) };
}
