/**
 * `TEE` and `NFQUEUE`: a packet's copy to another host, and a packet to a program, of which none listens here.
 *
 * Source: `net/netfilter/xt_TEE.c`, `xt_NFQUEUE.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { NF_QUEUE, NF_VERDICT_FLAG_QUEUE_BYPASS, NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import { dupToHost, type SendCopy } from "../nf-tables/expr/dup-host.ts";
import { sendCopy4 } from "../nf-tables/expr/dup-ip.ts";
import { sendCopy6 } from "../nf-tables/expr/dup-ip6.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_CONTINUE, type XtCheck, type XtInfo, XtTarget, type XtType } from "./x-tables.ts";

const DEVICE = 16;
const IFNAMSIZ = 16;

class Tee extends XtTarget {
  private readonly gateway: Uint8Array;
  private readonly device: string;
  private readonly send: SendCopy;

  constructor(info: XtInfo, device: string, send: SendCopy) {
    super();
    this.gateway = info.bytes.slice(0, DEVICE);
    this.device = device;
    this.send = send;
  }

  target(pkt: NftPktinfo): number {
    // a device that is not there does not hinder: the route says where it leaves then
    const oif = this.device === "" ? 0 : (pkt.net.devByName(this.device)?.ifindex ?? 0);
    dupToHost(pkt, this.send, this.gateway, 0, oif);
    return XT_CONTINUE;
  }
}

/** `tee_tg_check` */
function tee(family: number, length: number, send: SendCopy): XtType<XtTarget> {
  return {
    name: "TEE",
    revision: 1,
    family,
    size: 40,
    userSize: 32,
    check: ({ info }: XtCheck) => {
      if (info.bytes.subarray(0, length).every((byte) => byte === 0)) return -EINVAL;
      const device = info.text(DEVICE, IFNAMSIZ);
      return device === undefined ? -EINVAL : new Tee(info, device, send);
    },
  };
}

const F_BYPASS = 1;
const F_CPU_FANOUT = 2;
const QUEUE_SHIFT = 16;

/** Of several queues all are as empty: the first is named. */
class Queue extends XtTarget {
  private readonly verdict: number;

  constructor(queue: number, flags: number) {
    super();
    const bypass = flags & F_BYPASS ? NF_VERDICT_FLAG_QUEUE_BYPASS : 0;
    this.verdict = ((queue << QUEUE_SHIFT) | bypass | NF_QUEUE) >>> 0;
  }

  target(): number {
    return this.verdict;
  }
}

/** `nfqueue_tg_check` */
function checkQueue({ info }: XtCheck): XtTarget | number {
  const first = info.u16(0);
  const total = info.u16(2);
  const flags = info.u16(4);
  if (total === 0 || total - 1 + first > 0xffff) return -EINVAL;
  return flags & ~(F_BYPASS | F_CPU_FANOUT) ? -EINVAL : new Queue(first, flags);
}

export const ELSEWHERE: readonly XtType<XtTarget>[] = [
  tee(NFPROTO_IPV4, 4, sendCopy4),
  tee(NFPROTO_IPV6, 16, sendCopy6),
  { name: "NFQUEUE", revision: 3, family: 0, size: 6, check: checkQueue },
];
