/**
 * Names of link types.
 */
import {
  DLT_EN10MB,
  DLT_IPV4,
  DLT_IPV6,
  DLT_LINUX_SLL,
  DLT_LINUX_SLL2,
  DLT_LOOP,
  DLT_NULL,
  DLT_RAW,
} from "../../packet/capture.ts";

interface LinkType {
  readonly name: string;
  readonly description: string;
}

const DLT_DOCSIS = 143;

const LINK_TYPES: ReadonlyMap<number, LinkType> = new Map([
  [DLT_NULL, { name: "NULL", description: "BSD loopback" }],
  [DLT_EN10MB, { name: "EN10MB", description: "Ethernet" }],
  [DLT_RAW, { name: "RAW", description: "Raw IP" }],
  [DLT_LOOP, { name: "LOOP", description: "OpenBSD loopback" }],
  [DLT_LINUX_SLL, { name: "LINUX_SLL", description: "Linux cooked v1" }],
  [DLT_DOCSIS, { name: "DOCSIS", description: "DOCSIS" }],
  [DLT_IPV4, { name: "IPV4", description: "Raw IPv4" }],
  [DLT_IPV6, { name: "IPV6", description: "Raw IPv6" }],
  [DLT_LINUX_SLL2, { name: "LINUX_SLL2", description: "Linux cooked v2" }],
]);

/** `EN10MB (Ethernet)`, or the number. */
export function linkTypeText(linkType: number): string {
  const known = LINK_TYPES.get(linkType);
  return known ? `${known.name} (${known.description})` : String(linkType);
}

/** `Ethernet`, or the number. */
export function linkTypeDescription(linkType: number): string {
  return LINK_TYPES.get(linkType)?.description ?? String(linkType);
}

export function linkTypeName(linkType: number): string {
  return LINK_TYPES.get(linkType)?.name ?? String(linkType);
}

/** The link type of a name, in any case, with or without `DLT_`; undefined when there is none. */
export function linkTypeByName(name: string): number | undefined {
  const wanted = name.toUpperCase().replace(/^DLT_/, "");
  for (const [number, type] of LINK_TYPES) if (type.name === wanted) return number;
  return undefined;
}
