/** Names as net-tools resolves and prints them. */
import { AF_INET, AF_INET6, type SystemCalls } from "../../kernel.ts";
import { formatIpv4, INADDR_ANY, type Ipv4Address, type Ipv6Address, ipv4 } from "../../packet/address.ts";
import { readLines } from "../lib/read-file.ts";
import { EAI_ADDRFAMILY, EAI_AGAIN, inetAton, resolve, reverseLookup } from "../lib/resolver.ts";

/** Texts of `hstrerror(3)`. */
export const HOST_LOOKUP_FAILURE = "Host name lookup failure";
export const UNKNOWN_HOST = "Unknown host";

/** `herror(3)`: what is wrong with a name, after the name if there is one. */
export function hostError(name: string, problem: string): string {
  return name === "" ? `${problem}\n` : `${name}: ${problem}\n`;
}

/** What a word for an IPv4 address means. */
export interface ResolvedInet {
  readonly address: Ipv4Address;
  /** It names a network, as `default` does. */
  readonly isNetwork: boolean;
}

/** `INET_resolve`: a name is looked for among hosts and networks. @returns or what is wrong with it */
export function resolveInet(sys: SystemCalls, name: string, hostFirst: boolean): ResolvedInet | string {
  if (name === "default") return { address: INADDR_ANY, isNetwork: true };
  const numeric = inetAton(name);
  if (numeric !== undefined) return { address: numeric, isNetwork: false };
  const host = hostFirst ? hostAddress(sys, name) : undefined;
  if (host !== undefined && typeof host !== "string") return { address: host, isNetwork: false };
  const network = networkAddress(sys, name);
  if (network !== undefined) return { address: network, isNetwork: true };
  const last = host ?? hostAddress(sys, name);
  return typeof last === "string" ? last : { address: last, isNetwork: false };
}

/** The same where it does not matter what it names. */
export function resolveHost(sys: SystemCalls, name: string): Ipv4Address | string {
  const found = resolveInet(sys, name, false);
  return typeof found === "string" ? found : found.address;
}

function hostAddress(sys: SystemCalls, name: string): Ipv4Address | string {
  const result = resolve(sys, name, AF_INET);
  if (typeof result === "string") return result === EAI_AGAIN ? HOST_LOOKUP_FAILURE : UNKNOWN_HOST;
  const first = result.addresses[0];
  return first.family === AF_INET ? first.address : UNKNOWN_HOST;
}

/** The address of a network in /etc/networks. */
function networkAddress(sys: SystemCalls, wanted: string): Ipv4Address | undefined {
  for (const { name, address } of networks(sys)) if (name === wanted) return address;
  return undefined;
}

function networks(sys: SystemCalls): { readonly name: string; readonly address: Ipv4Address }[] {
  return readLines(sys, "/etc/networks").flatMap((line) => {
    const [name, number] = line.replace(/#.*/, "").trim().split(/\s+/);
    const address = number === undefined ? undefined : inetAton(number);
    return address === undefined ? [] : [{ name, address }];
  });
}

/** A host's IPv6 address, or what is wrong with its name; empty for an address of another family. */
export function resolveHost6(sys: SystemCalls, name: string): Ipv6Address | string {
  const result = resolve(sys, name, AF_INET6);
  if (result === EAI_ADDRFAMILY) return "";
  if (typeof result === "string") return result === EAI_AGAIN ? HOST_LOOKUP_FAILURE : UNKNOWN_HOST;
  const first = result.addresses[0];
  return first.family === AF_INET6 ? first.address : UNKNOWN_HOST;
}

/** The name of a network in /etc/networks. */
function networkName(sys: SystemCalls, address: Ipv4Address): string | undefined {
  return networks(sys).find((network) => network.address === address)?.name;
}

/** An address of a routing table: with its name unless `numeric`. `netmask` 0xffffffff is a host. */
export function routeName(sys: SystemCalls, address: Ipv4Address, netmask: number, numeric: boolean): string {
  if (numeric) return formatIpv4(address);
  if (address === 0) return netmask === 0 ? "default" : "0.0.0.0";
  const host = (address & ~netmask) !== 0 || netmask === 0xffff_ffff;
  const name = host
    ? reverseLookup(sys, { family: AF_INET, address, port: 0 })
    : networkName(sys, ipv4(address & netmask));
  return name ?? formatIpv4(address);
}

/** The name of a host, or undefined. */
export function hostName(sys: SystemCalls, address: Ipv4Address): string | undefined {
  return reverseLookup(sys, { family: AF_INET, address, port: 0 });
}

/** Columns as `printf` makes them: a positive width pads on the right, a negative one on the left. */
export function pad(text: string | number, width: number): string {
  return width < 0 ? String(text).padStart(-width) : String(text).padEnd(width);
}
