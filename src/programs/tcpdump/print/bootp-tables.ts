/** Names of DHCP as tcpdump shows them. */

/** An option's name, and how its value is shown. */
export interface OptionName {
  readonly name: string;
  /**
   * How its value is shown: addresses (i), numbers of 32 bits (l, with sign L) and 16 (s), text (a), bytes (b), yes or no (B), pairs of
   * addresses (p), or in a way of its own ($); by its length (?) where nothing is known.
   */
  readonly format: string;
}

const NAMES: ReadonlyMap<number, OptionName> = new Map(
  (
    "1iSubnet-Mask 2LTime-Zone 3iDefault-Gateway 4iTime-Server 5iIEN-Name-Server 6iDomain-Name-Server 7iLOG 8iCS " +
    "9iLPR-Server 10iIM 11iRL 12aHostname 13sBS 14aDP 15aDomain-Name 16iSS 17aRP 18aEP 19BIPF 20BSRT 21pPF 22sRSZ 23bTTL " +
    "24lMTU-Timeout 25sMTU-Table 26sMTU 27BLSN 28iBR 29BMD 30BMS 31BRouter-Discovery 32iRSA 33pStatic-Route 34BUT 35lAT " +
    "36BIE 37bTT 38lKI 39BKG 40aYD 41iYS 42iNTP 43bVendor-Option 44iNetbios-Name-Server 45iWDD 46$Netbios-Node " +
    "47aNetbios-Scope 48iXFS 49iXDM 50iRequested-IP 51lLease-Time 52$OO 53bDHCP-Message 54iServer-ID 55$Parameter-Request " +
    "56aMSG 57sMSZ 58lRN 59lRB 60aVendor-Class 61$Client-ID 64sN+D 65iN+S 66aTFTP 67aBF 68iMH 69iSMTP 70iPOP3 71iNNTP " +
    "72iWWW 73iFG 74iIRC 75iSTS 76iSTDA 77$User-Class 78bSLP-DA 79bSLP-SCOPE 80aSLP-NA 81$FQDN 82$Agent-Information 83bARMT " +
    "88aTZSTR 89bFQDNS 90bAUTH 91lLast-Transaction-Time 92iAssociated-IP 93sARCH 94bNDI 95aLDAP 97bGUID 98aUAP 100aPOSIX-TZ " +
    "101aTZ-Name 112iNI 113aNITAG 114aURL 116BNOAUTO 117sNSSEARCH 118iSUBNET 121$Classless-Static-Route " +
    "150iTFTP-Server-Address 161aMUD-URL 249$Classless-Static-Route-Microsoft"
  )
    .split(" ")
    .map((entry) => {
      const [, number, format, name] = /^(\d+)(.)(.*)$/.exec(entry) ?? ["", "0", "?", ""];
      return [Number(number), { name, format }] as const;
    }),
);

const UNKNOWN: OptionName = { name: "Unknown", format: "?" };
const PAD: OptionName = { name: "PAD", format: "?" };
const END: OptionName = { name: "END", format: "?" };

/** The entry of an option's number. */
export function optionName(tag: number): OptionName {
  return NAMES.get(tag) ?? (tag === 0 ? PAD : tag === 255 ? END : UNKNOWN);
}

export const MESSAGE_TYPES: ReadonlyMap<number, string> = new Map([
  [1, "Discover"],
  [2, "Offer"],
  [3, "Request"],
  [4, "Decline"],
  [5, "ACK"],
  [6, "NACK"],
  [7, "Release"],
  [8, "Inform"],
  [10, "LeaseQuery"],
  [11, "LeaseUnassigned"],
  [12, "LeaseUnknown"],
  [13, "LeaseActive"],
]);

export const HARDWARE_TYPES: ReadonlyMap<number, string> = new Map([
  [1, "ether"],
  [6, "ieee802"],
  [7, "arcnet"],
  [15, "frelay"],
  [23, "strip"],
  [24, "ieee1394"],
]);

export const NETBIOS_NODES: ReadonlyMap<number, string> = new Map([
  [1, "b-node"],
  [2, "p-node"],
  [4, "m-node"],
  [8, "h-node"],
]);

export const OVERLOADS: ReadonlyMap<number, string> = new Map([
  [1, "file"],
  [2, "sname"],
  [3, "file+sname"],
]);

export const AGENT_SUBOPTIONS: ReadonlyMap<number, string> = new Map([
  [1, "Circuit-ID"],
  [2, "Remote-ID"],
  [6, "Subscriber-ID"],
]);
