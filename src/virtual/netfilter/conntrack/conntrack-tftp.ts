/**
 * The helper of TFTP: whoever is asked for a file answers from another port.
 *
 * Source: `net/netfilter/nf_conntrack_tftp.c`, `net/netfilter/nf_nat_tftp.c`.
 */
import { read16 } from "../../../packet/bytes.ts";
import { IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { UDP_HLEN } from "../../../packet/udp.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { NF_ACCEPT, NF_DROP } from "../hook-numbers.ts";
import { FOLLOW_MASTER } from "../nat/nat-helper.ts";
import { expectTable, NfConntrackExpect } from "./conntrack-expect.ts";
import { registerHelper } from "./conntrack-helper.ts";
import { IPS_NAT_MASK } from "./conntrack-status.ts";
import type { NfConn } from "./nf-conn.ts";

const TFTP_HLEN = 4;
const READ = 1;
const WRITE = 2;

/** `tftp_help` */
function help(skb: SkBuff, offset: number, ct: NfConn): number {
  const at = offset + UDP_HLEN;
  if (at + TFTP_HLEN > skb.tail) return NF_ACCEPT;
  const opcode = read16(skb.bytes, at);
  if (opcode !== READ && opcode !== WRITE) return NF_ACCEPT;
  const { reply } = ct;
  const exp = new NfConntrackExpect(ct);
  exp.init(reply, reply, IPPROTO_UDP, reply.dport);
  if ((ct.status & IPS_NAT_MASK) !== 0) {
    exp.savedPort = ct.original.sport;
    exp.dir = 1;
    exp.expectfn = FOLLOW_MASTER;
  }
  return expectTable(ct.cnet).relate(exp, false) === 0 ? NF_ACCEPT : NF_DROP;
}

/** `nf_conntrack_tftp_init` */
export function registerTftpHelper(): void {
  registerHelper({
    name: "tftp",
    protonum: IPPROTO_UDP,
    policies: [{ maxExpected: 1, timeout: 5 * 60 }],
    help,
  });
}
