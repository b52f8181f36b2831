/** Names of DNS as tcpdump shows them. */

function table(text: string): ReadonlyMap<number, string> {
  return new Map(
    text.split(" ").map((entry) => {
      const [number, name] = entry.split("=");
      return [Number(number), name] as const;
    }),
  );
}

export const RR_TYPES = table(
  "1=A 2=NS 3=MD 4=MF 5=CNAME 6=SOA 7=MB 8=MG 9=MR 10=NULL 11=WKS 12=PTR 13=HINFO 14=MINFO 15=MX 16=TXT 17=RP 18=AFSDB 19=X25 " +
    "20=ISDN 21=RT 22=NSAP 23=NSAP_PTR 24=SIG 25=KEY 26=PX 27=GPOS 28=AAAA 29=LOC 30=NXT 31=EID 32=NIMLOC 33=SRV 34=ATMA " +
    "35=NAPTR 36=KX 37=CERT 38=A6 39=DNAME 40=SINK 41=OPT 42=APL 43=DS 44=SSHFP 45=IPSECKEY 46=RRSIG 47=NSEC 48=DNSKEY 99=SPF " +
    "100=UINFO 101=UID 102=GID 103=UNSPEC 104=UNSPECA 249=TKEY 250=TSIG 251=IXFR 252=AXFR 253=MAILB 254=MAILA 255=ANY 256=URI",
);

export const RR_CLASSES = table("1=IN 3=CHAOS 4=HS 255=ANY");

/** Behind the number of a message, by operation. */
export const OPERATIONS: readonly string[] = [
  "",
  " inv_q",
  " stat",
  " op3",
  " notify",
  " update",
  " op6",
  " op7",
  " op8",
  " updateA",
  " updateD",
  " updateDA",
  " updateM",
  " updateMA",
  " zoneInit",
  " zoneRef",
];

/** Behind the operation, by the code of the answer. */
export const RESPONSES: readonly string[] = [
  "",
  " FormErr",
  " ServFail",
  " NXDomain",
  " NotImp",
  " Refused",
  " YXDomain",
  " YXRRSet",
  " NXRRSet",
  " NotAuth",
  " NotZone",
  " Resp11",
  " Resp12",
  " Resp13",
  " Resp14",
  " NoChange",
];

export const EDNS_OPTIONS = table(
  "1=LLQ 2=UL 3=NSID 5=DAU 6=DHU 7=N3U 8=ECS 9=EXPIRE 10=COOKIE 11=KEEPALIVE 12=PADDING 13=CHAIN 14=KEY-TAG 16=CLIENT-TAG 17=SERVER-TAG",
);

export const DAU_ALGORITHMS = table(
  "0=DELETE 1=RSAMD5 2=DH 3=DS 5=RSASHA1 6=DSA-NSEC3-SHA1 7=RSASHA1-NSEC3-SHA1 8=RSASHA256 10=RSASHA512 12=ECC-GOST " +
    "13=ECDSAP256SHA256 14=ECDSAP384SHA384 15=ED25519 16=ED448 252=INDIRECT 253=PRIVATEDNS 254=PRIVATEOID",
);
export const DHU_ALGORITHMS = table("1=SHA-1 2=SHA-256 3=GOST_R_34.11-94 4=SHA-384");
export const N3U_ALGORITHMS = table("1=SHA-1");
