/**
 * `bpf`: packets that a classic BPF program accepts, which sees them from the network header on. Programs that are pinned in a file
 * system are extended ones, which this kernel does not run.
 *
 * Source: `net/netfilter/xt_bpf.c`.
 */
import { EINVAL, EOPNOTSUPP } from "../../../errno.ts";
import { checkFilter, FilterAncillary, type FilterProgram } from "../../core/sock/filter.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const MODE = 0;
const COUNT = 2;
const PROGRAM = 8;
const MOST_INSTRUCTIONS = 64;
const XT_BPF_MODE_BYTECODE = 0;
const XT_BPF_MODE_FD_ELF = 2;

const ancillary = new FilterAncillary();

class Bpf extends XtMatch {
  private readonly program: FilterProgram;

  constructor(program: FilterProgram) {
    super();
    this.program = program;
  }

  match({ skb, nhoff, net }: NftPktinfo): number {
    ancillary.protocol = skb.protocol;
    ancillary.packetType = skb.packetType;
    ancillary.ifindex = skb.dev?.ifindex ?? 0;
    ancillary.hardwareType = skb.dev?.type ?? 0;
    ancillary.mark = skb.mark;
    ancillary.random = net.machine.random();
    ancillary.macHeader = skb.macHeader;
    ancillary.networkHeader = nhoff;
    const length = skb.tail - nhoff;
    return this.program.run(skb.bytes, nhoff, length, length, ancillary) !== 0 ? XT_YES : XT_NO;
  }
}

/** `bpf_mt_check_v1` */
function check({ info }: XtCheck): XtMatch | number {
  const mode = info.u16(MODE);
  if (mode > XT_BPF_MODE_FD_ELF) return -EINVAL;
  if (mode !== XT_BPF_MODE_BYTECODE) return -EOPNOTSUPP;
  const count = info.u16(COUNT);
  if (count > MOST_INSTRUCTIONS) return -EINVAL;
  const program = checkFilter(info.bytes, PROGRAM, count);
  return typeof program === "number" ? program : new Bpf(program);
}

export const BPF_MATCH: XtType<XtMatch> = {
  name: "bpf",
  revision: 1,
  family: 0,
  size: 528,
  userSize: 520,
  check,
};
