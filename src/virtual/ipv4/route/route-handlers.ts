/**
 * Where decisions send packets: the functions that `dst->input` and `dst->output` point to. The modules that implement them depend
 * on routing, so they enter themselves here when the family is set up.
 */
import { EINVAL } from "../../../errno.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import type { InputHandler, OutputHandler } from "./rtable.ts";

function inputBug(skb: SkBuff): void {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "dst_discard");
}

/** A packet is sent by a decision that is for received ones (`ip_rt_bug`). */
export function outputBug(skb: SkBuff): number {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip_rt_bug");
  return -EINVAL;
}

export const routeHandlers: {
  localDeliver: InputHandler;
  forward: InputHandler;
  error: InputHandler;
  output: OutputHandler;
  multicastOutput: OutputHandler;
  /** `icmp_send` */
  icmpError: (skb: SkBuff, type: number, code: number, info: number) => void;
} = {
  localDeliver: inputBug,
  forward: inputBug,
  error: inputBug,
  output: outputBug,
  multicastOutput: outputBug,
  icmpError: () => {},
};
