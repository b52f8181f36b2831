/**
 * The helper of FTP: data connections are expected where the ends say that they listen.
 *
 * Source: `net/netfilter/nf_conntrack_ftp.c`, `net/netfilter/nf_nat_ftp.c`.
 */
import { formatIpv4, ipv4 } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import { TCP_HLEN, TCP_SEQUENCE, tcpHeaderLength } from "../../../packet/tcp.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { NF_ACCEPT, NF_DROP, NFPROTO_IPV4 } from "../hook-numbers.ts";
import { expectAtPort, FOLLOW_MASTER, mangleTcpPacket } from "../nat/nat-helper.ts";
import { expectTable, NfConntrackExpect } from "./conntrack-expect.ts";
import {
  FtpCommand,
  findFtpCommand,
  NF_CT_FTP_EPRT,
  NF_CT_FTP_EPSV,
  NF_CT_FTP_PASV,
  NF_CT_FTP_PORT,
} from "./conntrack-ftp-parse.ts";
import { type NfConnHelp, registerHelper } from "./conntrack-helper.ts";
import {
  ctinfoDirection,
  IP_CT_ESTABLISHED,
  IP_CT_ESTABLISHED_REPLY,
  IPS_NAT_MASK,
} from "./conntrack-status.ts";
import { fullIpv6, NfConntrackTuple } from "./conntrack-tuple.ts";
import type { NfConn } from "./nf-conn.ts";

const NEWLINE = 0x0a;
/** `FTP_MAX_... NUM_SEQ_TO_REMEMBER`: places behind a line's end, each direction. */
const REMEMBERED = 2;

/** Where lines begin (`struct nf_ct_ftp_master`), by direction. */
class FtpState {
  readonly lineStarts: [number[], number[]] = [[], []];
}

function stateOf(help: NfConnHelp): FtpState {
  if (help.state instanceof FtpState) return help.state;
  const state = new FtpState();
  help.state = state;
  return state;
}

/** The last two are kept (`update_nl_seq`). */
function noteLineStart(starts: number[], seq: number): void {
  if (starts.includes(seq)) return;
  if (starts.length < REMEMBERED) starts.push(seq);
  else starts[((starts[0] - starts[1]) | 0) < 0 ? 0 : 1] = seq;
}

const cmd = new FtpCommand();
const told = new NfConntrackTuple(null, 0);

function setAddress(words: Int32Array, { s0, s1, s2, s3 }: NfConntrackTuple): void {
  words[0] = s0;
  words[1] = s1;
  words[2] = s2;
  words[3] = s3;
}

/** `help` */
function help(skb: SkBuff, offset: number, ct: NfConn, ctinfo: number): number {
  if (ctinfo !== IP_CT_ESTABLISHED && ctinfo !== IP_CT_ESTABLISHED_REPLY) return NF_ACCEPT;
  const { bytes, tail } = skb;
  const own = ct.help;
  if (own === null || offset + TCP_HLEN > tail) return NF_ACCEPT;
  const text = offset + tcpHeaderLength(bytes, offset);
  if (text >= tail) return NF_ACCEPT;
  const dir = ctinfoDirection(ctinfo);
  const endsLine = bytes[tail - 1] === NEWLINE;
  const seq = read32(bytes, offset + TCP_SEQUENCE) | 0;
  const next = (seq + tail - text) | 0;
  const starts = stateOf(own).lineStarts[dir];
  let verdict = NF_ACCEPT;
  // only what begins a line is looked at
  if (starts.includes(seq)) {
    cmd.l3num = ct.original.l3num;
    setAddress(cmd.address, ct.tuple(dir));
    const found = findFtpCommand(bytes, text, tail, dir, cmd);
    if (found < 0) return NF_DROP;
    if (found > 0) {
      verdict = expect(skb, offset, ct, ctinfo);
    }
  }
  if (endsLine) noteLineStart(starts, next);
  return verdict;
}

/** The other end will connect to where this one listens. */
function expect(skb: SkBuff, offset: number, ct: NfConn, ctinfo: number): number {
  const dir = ctinfoDirection(ctinfo);
  const back = ct.tuple(1 - dir);
  const exp = new NfConntrackExpect(ct);
  const { address } = cmd;
  told.clear();
  told.s0 = address[0];
  told.s1 = address[1];
  told.s2 = address[2];
  told.s3 = address[3];
  // somebody else's address: only who is loose would open a hole for that
  if (!told.sameSource(ct.tuple(dir))) return NF_ACCEPT;
  exp.init(back, back, IPPROTO_TCP, cmd.port);
  if ((ct.status & IPS_NAT_MASK) !== 0) return natExpect(skb, offset, ct, ctinfo, exp);
  return expectTable(ct.cnet).relate(exp, false) === 0 ? NF_ACCEPT : NF_DROP;
}

/** How the place is told to the other end (`nf_nat_ftp_fmt_cmd`). */
function formatCommand(
  type: number,
  v4: boolean,
  { d0, d1, d2, d3 }: NfConntrackTuple,
  port: number,
): string {
  switch (type) {
    case NF_CT_FTP_PORT:
    case NF_CT_FTP_PASV:
      return `${formatIpv4(ipv4(d3 >>> 0)).replaceAll(".", ",")},${port >>> 8},${port & 0xff}`;
    case NF_CT_FTP_EPRT:
      return v4 ? `|1|${formatIpv4(ipv4(d3 >>> 0))}|${port}|` : `|2|${fullIpv6(d0, d1, d2, d3)}|${port}|`;
    case NF_CT_FTP_EPSV:
      return `|||${port}|`;
    default:
      return "";
  }
}

/** `nf_nat_ftp` */
function natExpect(skb: SkBuff, offset: number, ct: NfConn, ctinfo: number, exp: NfConntrackExpect): number {
  const dir = ctinfoDirection(ctinfo);
  exp.savedPort = exp.tuple.dport;
  exp.dir = 1 - dir;
  exp.expectfn = FOLLOW_MASTER;
  const { type, at, length } = cmd;
  const port = expectAtPort(exp, exp.savedPort);
  if (port === 0) return NF_DROP;
  const v4 = ct.original.l3num === NFPROTO_IPV4;
  const text = new TextEncoder().encode(formatCommand(type, v4, ct.tuple(1 - dir), port));
  if (mangleTcpPacket(skb, ct, ctinfo, offset, at, length, text)) return NF_ACCEPT;
  expectTable(ct.cnet).unlink(exp, 0, false);
  return NF_DROP;
}

/** `nf_conntrack_ftp_init` */
export function registerFtpHelper(): void {
  registerHelper({
    name: "ftp",
    protonum: IPPROTO_TCP,
    policies: [{ maxExpected: 1, timeout: 5 * 60 }],
    help,
  });
}
