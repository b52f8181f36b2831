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

/** The name of a link type, e.g. `EN10MB`; its number where there is none. */
export function linkTypeName(linkType: number): string {
  return LINK_TYPES.get(linkType)?.name ?? String(linkType);
}

/** The link type of a name, in any case, with or without `DLT_`; undefined when there is none. */
export function linkTypeByName(name: string): number | undefined {
  const wanted = name.toUpperCase().replace(/^DLT_/, "");
  for (const [number, type] of LINK_TYPES) if (type.name === wanted) return number;
  return undefined;
}

/** What libpcap knows besides: names that are refused here as such, not as mistakes. */
const OTHER_LINK_TYPES = new Set(
  (
    "IEEE802 ARCNET SLIP PPP FDDI ATM_RFC1483 SLIP_BSDOS PPP_BSDOS ATM_CLIP PPP_SERIAL PPP_ETHER SYMANTEC_FIREWALL C_HDLC IEEE802_11 " +
    "FRELAY ENC LTALK PFLOG PRISM_HEADER IP_OVER_FC SUNATM IEEE802_11_RADIO ARCNET_LINUX LINUX_IRDA IEEE802_11_RADIO_AVS MTP2 MTP3 " +
    "MTP2_WITH_PHDR SCCP APPLE_IP_OVER_IEEE1394 BACNET_MS_TP PPP_PPPD GPRS_LLC LINUX_LAPD MFR BLUETOOTH_HCI_H4 USB_LINUX PPI " +
    "IEEE802_15_4 IEEE802_15_4_NOFCS IEEE802_15_4_TAP AX25_KISS USB_LINUX_MMAPPED CAN_SOCKETCAN NFLOG NETANALYZER IPOIB INFINIBAND " +
    "SCTP USBPCAP BLUETOOTH_LE_LL NETLINK BLUETOOTH_LINUX_MONITOR PKTAP VSOCK ETHERNET_MPACKET DSA_TAG_BRCM DSA_TAG_DSA DSA_TAG_EDSA"
  ).split(" "),
);

/** Whether libpcap knows the name, though it is not supported here. */
export function isOtherLinkType(name: string): boolean {
  return OTHER_LINK_TYPES.has(name.toUpperCase().replace(/^DLT_/, ""));
}
