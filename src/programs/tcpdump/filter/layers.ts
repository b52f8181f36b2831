/**
 * Where the headers stand for a link type, and the tests for protocols on it.
 */

import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import { SKF_AD_OFF, SKF_AD_VLAN_TAG, SKF_AD_VLAN_TAG_PRESENT } from "../../../packet/bpf.ts";
import {
  DLT_EN10MB,
  DLT_IPV4,
  DLT_IPV6,
  DLT_LINUX_SLL,
  DLT_LINUX_SLL2,
  DLT_LOOP,
  DLT_NULL,
  DLT_RAW,
} from "../../../packet/capture.ts";
import { ETH_P_8021AD, ETH_P_8021Q, ETH_P_IP, ETH_P_IPV6, ETH_P_QINQ1 } from "../../../packet/ethernet.ts";
import { IPPROTO_FRAGMENT } from "../../../packet/ipv4.ts";
import { linkTypeDescription } from "../link-types.ts";
import { all, and, any, type Condition, FALSE, JEQ, JGT, JSET, not, or, test } from "./code.ts";
import { FilterError } from "./errors.ts";
import { type Instruction, instruction } from "./instruction.ts";

/** Bytes that one load reads. */
export type Size = 1 | 2 | 4;

/** A live capture, where the kernel tells about the packet; a file; or nothing, when the program is only shown. */
export type FilterSource = "live" | "file" | "none";

const LOAD_ABSOLUTE: Readonly<Record<Size, number>> = { 1: 0x30, 2: 0x28, 4: 0x20 };
const LOAD_INDEXED: Readonly<Record<Size, number>> = { 1: 0x50, 2: 0x48, 4: 0x40 };
/** Types up to here are lengths of 802.3 frames. */
const MAX_802_3_LENGTH = 1500;
const SLL_P_802_3 = 1;
const SLL_P_802_2 = 4;
/** Service access points of LLC: those of IP, NetBEUI and ISO are looked for as destination and source. */
const LLCSAP_BOTH: ReadonlySet<number> = new Set([0x06, 0xf0, 0xfe]);
const LLCSAP_IPX = 0xe0;
const LLC_LENGTH = 3;
const ETH_P_IPX = 0x8137;
/** Where a frame of Novell's own kind begins: a checksum that is not there. */
const NOVELL_802_3 = 0xffff;
/** Types that are looked for behind an extension of LLC, too, with the organisation's number there: AppleTalk and its ARP. */
const SNAP_ORGANISATIONS: ReadonlyMap<number, number> = new Map([
  [0x809b, 0x080007],
  [0x80f3, 0],
]);

/** Link types whose frames have the type field and the payload at fixed places. */
const LAYOUTS: ReadonlyMap<number, { readonly type: number; readonly payload: number }> = new Map([
  [DLT_EN10MB, { type: 12, payload: 14 }],
  [DLT_LINUX_SLL, { type: 14, payload: 16 }],
  [DLT_LINUX_SLL2, { type: 0, payload: 20 }],
  [DLT_NULL, { type: 0, payload: 4 }],
  [DLT_LOOP, { type: 0, payload: 4 }],
  [DLT_RAW, { type: 0, payload: 0 }],
  [DLT_IPV4, { type: 0, payload: 0 }],
  [DLT_IPV6, { type: 0, payload: 0 }],
]);

/** The headers of one link type. */
export class Layers {
  readonly linkType: number;
  /** Where the packets come from. */
  readonly source: FilterSource;
  private typeOffset: number;
  private payloadOffset: number;

  constructor(linkType: number, source: FilterSource) {
    const layout = LAYOUTS.get(linkType);
    if (!layout) throw new FilterError(`unknown data link type ${linkType}`);
    this.linkType = linkType;
    this.source = source;
    this.typeOffset = layout.type;
    this.payloadOffset = layout.payload;
  }

  get isEthernet(): boolean {
    return this.linkType === DLT_EN10MB;
  }

  /** Frames say what they carry. */
  get hasType(): boolean {
    return this.linkType !== DLT_RAW && this.linkType !== DLT_IPV4 && this.linkType !== DLT_IPV6;
  }

  get isCooked(): boolean {
    return this.linkType === DLT_LINUX_SLL || this.linkType === DLT_LINUX_SLL2;
  }

  /** Loads from the link-layer header. */
  link(offset: number, size: Size): Instruction {
    return instruction(LOAD_ABSOLUTE[size], offset);
  }

  /** Loads from the network header on. */
  network(offset: number, size: Size): Instruction {
    return instruction(LOAD_ABSOLUTE[size], this.payloadOffset + offset);
  }

  /** Loads from the transport header of an IPv4 packet. */
  transport4(offset: number, size: Size): Instruction[] {
    return [this.ipv4HeaderLength(), instruction(LOAD_INDEXED[size], this.payloadOffset + offset)];
  }

  /** Loads at X plus an offset: from the link-layer header, or from the network header on. */
  indexed(from: "link" | "network", offset: number, size: Size): Instruction {
    return instruction(LOAD_INDEXED[size], (from === "link" ? 0 : this.payloadOffset) + offset);
  }

  /** Loads X with the length of the IPv4 header. */
  ipv4HeaderLength(): Instruction {
    return instruction(0xb1, this.payloadOffset);
  }

  compare(load: Instruction, k: number): Condition {
    return test([load], JEQ, k);
  }

  /** Compares some bits. */
  masked(load: Instruction, k: number, mask: number): Condition {
    if (mask >>> 0 === 0xffffffff) return this.compare(load, k);
    return test([load, instruction(0x54, mask)], JEQ, k);
  }

  /** The frame's payload is of this Ethernet type, or of this LLC service access point. */
  protocol(type: number): Condition {
    switch (this.linkType) {
      case DLT_EN10MB:
        return this.ethernet(type);
      case DLT_LINUX_SLL2:
        return this.compare(this.link(this.typeOffset, 2), type);
      case DLT_LINUX_SLL:
        return this.cooked(type);
      case DLT_NULL:
      case DLT_LOOP:
        return this.addressFamily(type);
      default:
        return this.rawVersion(type);
    }
  }

  /** A type behind the addresses; or a length, behind which LLC says what it is. */
  private ethernet(type: number): Condition {
    const isLength = not(test([this.link(this.typeOffset, 2)], JGT, MAX_802_3_LENGTH));
    const isType = (): Condition => this.compare(this.link(this.typeOffset, 2), type);
    if (type === LLCSAP_IPX) {
      const novell = or(this.servicePoint(type), this.compare(this.network(0, 2), NOVELL_802_3));
      const inLlc = or(this.snap(0, ETH_P_IPX), novell);
      return or(this.compare(this.link(this.typeOffset, 2), ETH_P_IPX), and(isLength, inLlc));
    }
    const organisation = SNAP_ORGANISATIONS.get(type);
    if (organisation !== undefined) return or(isType(), and(isLength, this.snap(organisation, type)));
    return type > MAX_802_3_LENGTH ? isType() : and(isLength, this.servicePoint(type));
  }

  /** The same in a header of Linux, which has types of its own for LLC. */
  private cooked(type: number): Condition {
    const is = (value: number): Condition => this.compare(this.link(this.typeOffset, 2), value);
    if (type === LLCSAP_IPX) {
      const inLlc = and(is(SLL_P_802_2), or(this.servicePoint(type), this.snap(0, ETH_P_IPX)));
      return or(is(ETH_P_IPX), or(is(SLL_P_802_3), inLlc));
    }
    const organisation = SNAP_ORGANISATIONS.get(type);
    if (organisation !== undefined) return or(is(type), and(is(SLL_P_802_2), this.snap(organisation, type)));
    return type > MAX_802_3_LENGTH ? is(type) : and(is(SLL_P_802_2), this.servicePoint(type));
  }

  /** To that service access point; of some protocols also from it. */
  private servicePoint(sap: number): Condition {
    return LLCSAP_BOTH.has(sap)
      ? this.compare(this.network(0, 2), (sap << 8) | sap)
      : this.compare(this.network(0, 1), sap);
  }

  /** The extension of LLC that has an organisation's number and a type. */
  private snap(organisation: number, type: number): Condition {
    const end = this.compare(this.network(4, 4), (((organisation & 0xffff) << 16) | type) >>> 0);
    return and(end, this.compare(this.network(0, 4), (0xaaaa0300 | (organisation >>> 16)) >>> 0));
  }

  private addressFamily(type: number): Condition {
    const family = (value: number): Condition =>
      this.compare(this.link(0, 4), this.linkType === DLT_NULL ? value << 24 : value);
    if (type === ETH_P_IP) return family(AF_INET);
    return type === ETH_P_IPV6 ? family(AF_INET6) : FALSE;
  }

  private rawVersion(type: number): Condition {
    if (type === ETH_P_IP && this.linkType !== DLT_IPV6) return this.masked(this.link(0, 1), 0x40, 0xf0);
    return type === ETH_P_IPV6 && this.linkType !== DLT_IPV4
      ? this.masked(this.link(0, 1), 0x60, 0xf0)
      : FALSE;
  }

  /** What is behind LLC without its extension: in Ethernet that is inside of what counts as the payload. */
  withoutSnap(offset: number, size: Size): Instruction {
    return this.network(offset + (this.linkType === DLT_EN10MB ? LLC_LENGTH : 0), size);
  }

  ipv4(): Condition {
    return this.protocol(ETH_P_IP);
  }

  ipv6(): Condition {
    return this.protocol(ETH_P_IPV6);
  }

  /** An IPv4 packet that carries the protocol. */
  ipv4Carries(protocol: number): Condition {
    return and(this.ipv4(), this.compare(this.network(9, 1), protocol));
  }

  /** An IPv6 packet that carries the protocol right behind its header, or behind a fragment header. */
  ipv6Carries(protocol: number): Condition {
    const fragment = and(
      this.compare(this.network(6, 1), IPPROTO_FRAGMENT),
      this.compare(this.network(40, 1), protocol),
    );
    return and(this.ipv6(), or(this.compare(this.network(6, 1), protocol), fragment));
  }

  /** Not a fragment, or the first one. */
  ipv4FirstFragment(): Condition {
    return not(test([this.network(6, 2)], JSET, 0x1fff));
  }

  /** A VLAN tag; what follows looks behind it. Live captures ask the kernel, which takes the tag out of the frame. */
  vlan(id: number | undefined): Condition {
    if (!this.isEthernet) throw new FilterError(`no VLAN support for ${linkTypeDescription(this.linkType)}`);
    if (id !== undefined && id > 0x0fff) throw new FilterError(`VLAN tag ${id} greater than maximum 4095`);
    if (this.source === "live") {
      const present = test([instruction(0x30, SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT)], JEQ, 1);
      if (id === undefined) return present;
      return and(present, this.masked(instruction(0x28, SKF_AD_OFF + SKF_AD_VLAN_TAG), id, 0x0fff));
    }
    const tagged = any(this.protocol(ETH_P_8021Q), this.protocol(ETH_P_8021AD), this.protocol(ETH_P_QINQ1));
    const condition = id === undefined ? tagged : all(tagged, this.masked(this.network(0, 2), id, 0x0fff));
    this.typeOffset += 4;
    this.payloadOffset += 4;
    return condition;
  }
}
