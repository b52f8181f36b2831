/** Addresses by name: `xtables_ipaddr_to_anyname`. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import { Ipv6Address, ipv4FromBytes } from "../../../packet/address.ts";
import { reverseLookup } from "../../lib/resolver.ts";
import type { Context } from "../context.ts";

/** A name for an address, or the address. */
export function addressName(context: Context, address: Uint8Array): string {
  const { family, names, process } = context;
  const socketAddress =
    family.number === AF_INET6
      ? ({ family: AF_INET6, address: Ipv6Address.fromBytes(address), port: 0 } as const)
      : ({ family: AF_INET, address: ipv4FromBytes(address), port: 0 } as const);
  const text = family.format(address);
  return reverseLookup(process.sys, socketAddress) ?? names.networkName(text) ?? text;
}
