/** Every target that is built. */
import type { Extension } from "../extension/extension.ts";
import { connmark } from "./connmark.ts";
import { ct, notrack } from "./ct.ts";
import { DSCP } from "./dscp.ts";
import { audit, nfqueue, TEE } from "./elsewhere.ts";
import { log } from "./log.ts";
import { mark } from "./mark.ts";
import { NAT } from "./nat.ts";
import { NETMAP } from "./netmap.ts";
import { reject4, reject6 } from "./reject.ts";
import { checksum, classify, nflog, trace } from "./simple.ts";
import { STANDARD } from "./standard.ts";
import { synproxy } from "./synproxy.ts";
import { ecnTarget, tcpoptstrip } from "./tcp-change.ts";
import { TCPMSS } from "./tcpmss.ts";
import { TOS } from "./tos.ts";
import { TPROXY } from "./tproxy.ts";
import { HL, TTL } from "./ttl.ts";

export const TARGETS: readonly Extension[] = [
  ...STANDARD,
  audit,
  checksum,
  classify,
  connmark,
  ct,
  DSCP,
  ecnTarget,
  HL,
  log,
  mark,
  ...NAT,
  ...NETMAP,
  nflog,
  nfqueue,
  notrack,
  reject4,
  reject6,
  synproxy,
  ...TCPMSS,
  tcpoptstrip,
  ...TEE,
  TOS,
  ...TPROXY,
  trace,
  TTL,
];
