/**
 * /proc/net/nf_conntrack_expect.
 *
 * Source: `net/netfilter/nf_conntrack_expect.c` (`exp_seq_show`).
 */
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import {
  NF_CT_EXPECT_INACTIVE,
  NF_CT_EXPECT_PERMANENT,
  NF_CT_EXPECT_USERSPACE,
  type NfConntrackExpect,
} from "./conntrack-expect.ts";
import { tupleText } from "./conntrack-proc.ts";

const FLAGS = [
  [NF_CT_EXPECT_PERMANENT, "PERMANENT"],
  [NF_CT_EXPECT_INACTIVE, "INACTIVE"],
  [NF_CT_EXPECT_USERSPACE, "USERSPACE"],
] as const;

function line(exp: NfConntrackExpect): string {
  const { tuple } = exp;
  const flags = FLAGS.filter(([bit]) => (exp.flags & bit) !== 0).map(([, name]) => name);
  const helper = exp.master.help?.helper?.name ?? "";
  const end = `${flags.join(",")}${flags.length > 0 && helper !== "" ? " " : ""}${helper}`;
  return `${exp.left} l3proto = ${tuple.l3num} proto=${tuple.protonum} ${tupleText(tuple)}${end}\n`;
}

/** Registers the file with a machine. */
export function initExpectProc(machine: Machine): void {
  machine.procNet.register("nf_conntrack_expect", ({ ct }: Net) =>
    [...(ct?.expects?.all() ?? [])].map(line).join(""),
  );
}
