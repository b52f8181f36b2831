/** What Debian's iptables has and is not built here: refused by name instead of "no such file". */

export const UNSUPPORTED_MATCHES: ReadonlySet<string> = new Set([
  "cgroup",
  "cluster",
  "connlabel",
  "dccp",
  "ipvs",
  "nfacct",
  "osf",
  "rateest",
  "set",
  "srh",
]);

export const UNSUPPORTED_TARGETS: ReadonlySet<string> = new Set([
  "CLUSTERIP",
  "CONNSECMARK",
  "DNPT",
  "HMARK",
  "IDLETIMER",
  "LED",
  "RATEEST",
  "SECMARK",
  "SET",
  "SNPT",
  "ULOG",
]);
