/**
 * What the protocols of a packet are known to be while a rule is looked at, and what a field asks of them.
 *
 * Source: `src/proto.c`, `src/payload.c`, `src/evaluate.c` (`__expr_evaluate_payload`) of nftables 1.0.6.
 */

import { type Loc, NftError, NOWHERE } from "../errors/source.ts";
import { icmpNeeds } from "../fields/icmp-needs.ts";
import type { Load, PayloadLoad } from "../fields/load.ts";
import { LL, NETWORK, protoByName, TRANSPORT, TRANSPORTS } from "../fields/proto.ts";
import { ARP, BRIDGE, INET, IPV4, IPV6, NETDEV } from "../hooks.ts";

/** Protocols of link layers of which any may be below: fields of Ethernet only narrow them. */
const OPEN_LINKS: ReadonlySet<string> = new Set(["inet", "netdev"]);

interface Layer {
  readonly name: string;
  /** Where it was said. */
  readonly loc: Loc;
}

const LINKS: Readonly<Record<number, string>> = { [INET]: "inet", [BRIDGE]: "ether", [NETDEV]: "netdev" };
const NETWORKS: Readonly<Record<number, string>> = { [IPV4]: "ip", [IPV6]: "ip6", [ARP]: "arp" };
const BASE_NAMES = ["link layer", "network layer", "transport layer"];

/** Whether one protocol carries another, and by what number it says so. */
function carries(outer: string, inner: string): boolean {
  if (outer === "inet") return inner === "ip" || inner === "ip6";
  if (outer === "netdev") return innerOf("ether", inner);
  if (outer === "th") return [...TRANSPORTS.values()].includes(inner);
  return innerOf(outer, inner);
}

function innerOf(outer: string, inner: string): boolean {
  return [...(protoByName(outer)?.inner?.values() ?? [])].includes(inner);
}

function conflict(one: string, other: string, loc: Loc): NftError {
  return new NftError(`conflicting protocols specified: ${one} vs. ${other}`, loc);
}

export class Protocols {
  readonly family: number;
  private readonly layers: (Layer | undefined)[] = [undefined, undefined, undefined];
  /** All transport protocols that were said. */
  private readonly transports: string[] = [];
  /** Link layers inside of which the present one is. */
  private readonly stacked: string[] = [];
  private icmp: { readonly type: number | undefined } | undefined;

  constructor(family: number) {
    this.family = family;
    const link = LINKS[family];
    const network = NETWORKS[family];
    if (link !== undefined) this.layers[LL] = { name: link, loc: NOWHERE };
    if (network !== undefined) this.layers[NETWORK] = { name: network, loc: NOWHERE };
  }

  name(base: number): string | undefined {
    return this.layers[base]?.name;
  }

  /** Where the protocol of a layer was said. */
  loc(base: number): Loc | undefined {
    const loc = this.layers[base]?.loc;
    return loc === NOWHERE ? undefined : loc;
  }

  set(base: number, name: string, loc: Loc): void {
    if (base === LL && name === "vlan" && this.name(LL) === "ether") this.stacked.push("ether");
    if (base === TRANSPORT && !this.transports.includes(name)) this.transports.push(name);
    this.layers[base] = { name, loc };
  }

  /** @throws NftError when the packet can not have the field */
  need(load: PayloadLoad, loc: Loc): void {
    const { proto } = load;
    if (proto === undefined || proto.name === "th") return;
    const { base, name } = proto;
    if (this.name(base) === undefined) {
      this.depend(base, name, loc);
      if (this.name(base) === name) return this.needIcmp(load, loc);
    }
    const present = this.name(base) ?? "unknown";
    if (base === TRANSPORT && this.transports.length > 1)
      throw conflict(this.transports.find((each) => each !== name) ?? present, name, loc);
    if (present === name) return this.needIcmp(load, loc);
    if (base === LL && this.resolve(present, name, loc)) return;
    throw conflict(this.name(base) ?? present, name, loc);
  }

  /** A field of the link layer in spite of another one. */
  private resolve(present: string, name: string, loc: Loc): boolean {
    let below = present;
    if (OPEN_LINKS.has(present)) {
      if (this.family === NETDEV || this.family === INET) this.set(LL, "ether", loc);
      below = name === "vlan" ? "ether" : name;
    } else if (this.stacked.includes(name)) return true;
    if (this.name(NETWORK) !== undefined) return this.name(LL) === name;
    if (carries(below, name)) this.set(LL, name, loc);
    return this.name(LL) === name;
  }

  private depend(base: number, name: string, loc: Loc): void {
    if (base === LL) {
      this.set(LL, "ether", loc);
      if (name === "ether") return;
      if (this.name(NETWORK) !== undefined && NETWORKS[this.family] === undefined) return;
      this.set(LL, name, loc);
      return;
    }
    const below = this.name(base - 1) ?? this.assumed(base, name);
    if (below === undefined)
      throw new NftError(
        `ambiguous payload specification: no ${BASE_NAMES[base - 1]} protocol specified`,
        loc,
      );
    if (!carries(below, name)) throw conflict(below, name, loc);
    if (base === TRANSPORT && this.name(NETWORK) === undefined && below !== "th")
      this.set(NETWORK, below, loc);
    this.set(base, name, loc);
  }

  /** What is below where nothing was said. */
  private assumed(base: number, name: string): string | undefined {
    if (base !== TRANSPORT) return undefined;
    if (name === "icmp" || name === "igmp") return "ip";
    return name === "icmpv6" ? "ip6" : "th";
  }

  private needIcmp({ proto, field }: PayloadLoad, loc: Loc): void {
    const needs = proto === undefined ? undefined : icmpNeeds(proto.name, field?.name);
    if (needs === undefined) return;
    if (this.icmp === undefined) this.icmp = { type: needs.length === 1 ? needs[0] : undefined };
    else if (this.icmp.type !== undefined && !needs.includes(this.icmp.type))
      throw new NftError(`incompatible icmp match: rule has ${this.icmp.type}, need ${needs[0]}`, loc);
  }

  /** A match said that a field has this value. @param single it has no other */
  learn(load: Load, value: bigint, loc: Loc, single: boolean): void {
    const number = Number(value);
    if (load.kind === "payload") return this.learnPayload(load, number, loc, single);
    if (load.text === "meta l4proto") this.set(TRANSPORT, TRANSPORTS.get(number) ?? "unknown", loc);
    else if (load.text === "meta nfproto") {
      if (this.family === INET) this.set(NETWORK, NETWORKS[number] ?? "unknown", loc);
    } else if (load.text === "meta protocol") {
      if (this.family === NETDEV)
        this.set(NETWORK, protoByName("ether")?.inner?.get(number) ?? "unknown", loc);
    } else if (/^(meta )?iiftype$/.test(load.text)) {
      if (this.family === NETDEV || LINKS[this.family] === undefined || this.family === INET)
        this.set(LL, number === 1 ? "ether" : "unknown", loc);
    } else if (/^ct (original |reply )?protocol$/.test(load.text)) {
      const inner = TRANSPORTS.get(number);
      const network = this.name(NETWORK);
      if (inner !== undefined && network !== undefined && innerOf(network, inner))
        this.set(TRANSPORT, inner, loc);
    }
  }

  private learnPayload({ proto, field, base }: PayloadLoad, number: number, loc: Loc, single: boolean): void {
    if (proto === undefined || field === undefined) return;
    if (field.name === "type" && (proto.name === "icmp" || proto.name === "icmpv6")) {
      this.icmp = { type: single ? number : undefined };
      return;
    }
    if (field.name !== proto.key) return;
    const inner = proto.inner?.get(number);
    const innerBase = inner === undefined ? undefined : protoByName(inner)?.base;
    if (inner !== undefined) this.set(innerBase ?? base + 1, inner, loc);
  }
}
