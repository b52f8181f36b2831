/** Names of PPP's protocols, codes and options, as tcpdump has them. */

export const PPP_PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [0x0021, "IP"],
  [0x0023, "OSI"],
  [0x0025, "NS"],
  [0x0027, "DECNET"],
  [0x0029, "APPLE"],
  [0x002b, "IPX"],
  [0x002d, "VJC IP"],
  [0x002f, "VJNC IP"],
  [0x0031, "BRPDU"],
  [0x0033, "STII"],
  [0x0035, "VINES"],
  [0x003d, "MLPPP"],
  [0x0057, "IP6"],
  [0x00fd, "Compressed"],
  [0x0201, "HELLO"],
  [0x0231, "LUXCOM"],
  [0x0233, "SNS"],
  [0x0281, "MPLS"],
  [0x0283, "MPLS"],
  [0x8021, "IPCP"],
  [0x8023, "OSICP"],
  [0x8025, "NSCP"],
  [0x8027, "DECNETCP"],
  [0x8029, "APPLECP"],
  [0x802b, "IPXCP"],
  [0x8033, "STIICP"],
  [0x8035, "VINESCP"],
  [0x8057, "IP6CP"],
  [0x80fd, "CCP"],
  [0x8281, "MPLSCP"],
  [0xc021, "LCP"],
  [0xc023, "PAP"],
  [0xc025, "LQM"],
  [0xc027, "SPAP"],
  [0xc02b, "BACP"],
  [0xc02d, "BAP"],
  [0xc123, "Old-SPAP"],
  [0xc223, "CHAP"],
  [0xc227, "EAP"],
]);

/** Codes of control protocols. */
export const CONTROL_CODES: ReadonlyMap<number, string> = new Map([
  [0, "Vendor-Extension"],
  [1, "Conf-Request"],
  [2, "Conf-Ack"],
  [3, "Conf-Nack"],
  [4, "Conf-Reject"],
  [5, "Term-Request"],
  [6, "Term-Ack"],
  [7, "Code-Reject"],
  [8, "Prot-Reject"],
  [9, "Echo-Request"],
  [10, "Echo-Reply"],
  [11, "Disc-Req"],
  [12, "Ident"],
  [13, "Time-Rem"],
  [14, "Reset-Req"],
  [15, "Reset-Ack"],
]);

/** LCP's options, by number. */
export const LCP_OPTIONS: readonly string[] = [
  "Vend-Ext",
  "MRU",
  "ACCM",
  "Auth-Prot",
  "Qual-Prot",
  "Magic-Num",
  "deprecated(6)",
  "PFC",
  "ACFC",
  "FCS-Alt",
  "SDP",
  "Num-Mode",
  "deprecated(12)",
  "Call-Back",
  "deprecated(14)",
  "deprecated(15)",
  "deprecated(16)",
  "MRRU",
  "12-Bit seq #",
  "End-Disc",
  "Proprietary",
  "DCE-Id",
  "MP+",
  "Link-Disc",
  "LCP-Auth-Opt",
  "COBS",
  "Prefix-elision",
];

export const IPCP_OPTIONS: ReadonlyMap<number, string> = new Map([
  [1, "IP-Addrs"],
  [2, "IP-Comp"],
  [3, "IP-Addr"],
  [4, "Home-Addr"],
  [129, "Pri-DNS"],
  [130, "Pri-NBNS"],
  [131, "Sec-DNS"],
  [132, "Sec-NBNS"],
]);

export const IP6CP_OPTIONS: ReadonlyMap<number, string> = new Map([[1, "Interface-ID"]]);
export const BACP_OPTIONS: ReadonlyMap<number, string> = new Map([[1, "Favored-Peer"]]);

export const CCP_OPTIONS: ReadonlyMap<number, string> = new Map([
  [0, "OUI"],
  [1, "Pred-1"],
  [2, "Pred-2"],
  [3, "Puddle"],
  [16, "HP-PPC"],
  [17, "Stac-LZS"],
  [18, "MPPC"],
  [19, "Gand-FZA"],
  [20, "V.42bis"],
  [21, "BSD-Comp"],
  [23, "LZS-DCP"],
  [24, "MVRCA"],
  [25, "DEC"],
  [26, "Deflate"],
]);

export const CHAP_ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [5, "MD5"],
  [128, "MS-CHAPv1"],
  [129, "MS-CHAPv2"],
]);

export const CALLBACKS: ReadonlyMap<number, string> = new Map([
  [0, "UserAuth"],
  [1, "DialString"],
  [2, "LocalID"],
  [3, "E.164"],
  [4, "X.500"],
  [6, "CBCP"],
]);

/** Makers, as far as tcpdump knows them. */
export const VENDORS: ReadonlyMap<number, string> = new Map([
  [0x000000, "Ethernet"],
  [0x00000c, "Cisco"],
  [0x00005e, "IANA"],
  [0x0000f8, "Cisco bridged"],
  [0x001b21, "DCBX"],
  [0x0080c2, "Ethernet bridged"],
]);
