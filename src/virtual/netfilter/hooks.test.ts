import { describe, expect, it } from "vitest";
import { EPERM } from "../../errno.ts";
import { AF_INET, SOCK_RAW } from "../../kernel.ts";
import { dropReasonName } from "../core/drop-reason.ts";
import type { Net } from "../core/net.ts";
import { traceKfreeSkb } from "../core/trace.ts";
import { Pair } from "../test-support/pair.ts";
import { nfRegisterNetHook, nfUnregisterNetHook } from "./core.ts";
import {
  NF_ACCEPT,
  NF_ARP_IN,
  NF_DROP,
  NF_NETDEV_EGRESS,
  NF_NETDEV_INGRESS,
  NFPROTO_ARP,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_NETDEV,
  nfDropErr,
} from "./hook-numbers.ts";
import type { NfHookOps } from "./net-nf.ts";

const NAMES = ["pre", "in", "fwd", "out", "post"];
const ECHO = Uint8Array.of(8, 0, 0xf7, 0xfd, 0, 1, 0, 1);

function watch(net: Net, name: string, seen: string[], priority = 0): NfHookOps[] {
  return NAMES.map((hook, hooknum) => {
    const ops: NfHookOps = {
      pf: NFPROTO_INET,
      hooknum,
      priority,
      hook: (_skb, state) => {
        if (state.pf === NFPROTO_IPV4)
          seen.push(`${name} ${hook} ${state.in?.name ?? "-"} ${state.out?.name ?? "-"}`);
        return NF_ACCEPT;
      },
    };
    expect(nfRegisterNetHook(net, ops)).toBe(0);
    return ops;
  });
}

function ping(pair: Pair): number {
  return pair.socket(pair.a, SOCK_RAW, 1).send(ECHO, {
    to: { family: AF_INET, address: 0x0a000002, port: 0 } as never,
  });
}

describe("hooks", () => {
  it("see an echo request and its reply where Linux shows them", () => {
    const pair = new Pair();
    const seen: string[] = [];
    const ops = [...watch(pair.a, "a", seen), ...watch(pair.b, "b", seen)];
    expect(ping(pair)).toBe(ECHO.length);
    expect(seen).toEqual([
      "a out - va",
      "a post - va",
      "b pre vb -",
      "b in vb -",
      "b out - vb",
      "b post - vb",
      "a pre va -",
      "a in va -",
    ]);
    for (const one of ops.slice(0, 5)) nfUnregisterNetHook(pair.a, one);
    for (const one of ops.slice(5)) nfUnregisterNetHook(pair.b, one);
    expect(pair.a.nf).toBeNull();
    expect(pair.b.nf).toBeNull();
  });

  it("run by priority, of equal ones the last registered first", () => {
    const pair = new Pair();
    const seen: string[] = [];
    for (const [name, priority] of [
      ["x", 0],
      ["y", -10],
      ["z", 0],
    ] as const)
      watch(pair.a, name, seen, priority);
    ping(pair);
    expect(seen.slice(0, 3)).toEqual(["y out - va", "z out - va", "x out - va"]);
  });

  it("drop with Linux's reason, and tell the sender", () => {
    const pair = new Pair();
    const reasons: string[] = [];
    const stop = traceKfreeSkb.listen((_skb, reason, at) => reasons.push(`${dropReasonName(reason)} ${at}`));
    const drop: NfHookOps = { pf: NFPROTO_IPV4, hooknum: 3, priority: 0, hook: () => NF_DROP };
    nfRegisterNetHook(pair.a, drop);
    expect(ping(pair)).toBe(-EPERM);
    nfUnregisterNetHook(pair.a, drop);
    nfRegisterNetHook(pair.a, { ...drop, hook: () => nfDropErr(111) });
    expect(ping(pair)).toBe(-111);
    stop();
    expect(reasons).toEqual(["NETFILTER_DROP nf_hook_slow", "NETFILTER_DROP nf_hook_slow"]);
  });

  it("of ARP and of devices see frames", () => {
    const pair = new Pair();
    const seen: string[] = [];
    const note =
      (name: string): NfHookOps["hook"] =>
      () => {
        seen.push(name);
        return NF_ACCEPT;
      };
    nfRegisterNetHook(pair.b, { pf: NFPROTO_ARP, hooknum: NF_ARP_IN, priority: 0, hook: note("arp") });
    for (const hooknum of [NF_NETDEV_INGRESS, NF_NETDEV_EGRESS])
      nfRegisterNetHook(pair.b, {
        pf: NFPROTO_NETDEV,
        hooknum,
        priority: 0,
        dev: pair.vb,
        hook: note(`dev${hooknum}`),
      });
    ping(pair);
    expect(seen).toEqual(["dev0", "arp", "dev1", "dev0", "dev1"]);
  });
});
