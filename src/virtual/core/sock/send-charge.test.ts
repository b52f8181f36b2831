/** What packets are charged for, against what Linux 6.18 shows as `tx_queue` in /proc/net/udp and udp6. */
import { describe, expect, it } from "vitest";
import { allocSkb, cloneSkb, consumeSkb, orphanSkb, type SkBuff } from "../skbuff.ts";
import { ControlSocket, chargeSend, IPV4_RESERVE, IPV6_RESERVE, truesizeOf } from "./send-charge.ts";

function packet(length: number): SkBuff {
  const skb = allocSkb(length);
  skb.put(length);
  return skb;
}

describe("charges for packets under way", () => {
  it.each([
    [28, IPV4_RESERVE, 832],
    [225, IPV4_RESERVE, 832],
    [227, IPV4_RESERVE, 1280],
    [675, IPV4_RESERVE, 2304],
    [48, IPV6_RESERVE, 832],
    [232, IPV6_RESERVE, 832],
    [233, IPV6_RESERVE, 1280],
    [680, IPV6_RESERVE, 1280],
    [681, IPV6_RESERVE, 2304],
  ])("%i bytes and %i around them: %i", (length, reserve, truesize) => {
    expect(truesizeOf(length + reserve)).toBe(truesize);
  });

  it("end with the packet, or when it is handed on; a copy is charged to nobody", () => {
    const sender = new ControlSocket();
    const [first, second] = [packet(60), packet(60)];
    chargeSend(sender, first, IPV4_RESERVE);
    chargeSend(sender, second, IPV4_RESERVE);
    expect(sender.wmemAlloc).toBe(2 * 832);
    consumeSkb(cloneSkb(first));
    expect(sender.wmemAlloc).toBe(2 * 832);
    orphanSkb(first);
    expect(sender.wmemAlloc).toBe(832);
    consumeSkb(second);
    consumeSkb(first);
    expect(sender.wmemAlloc).toBe(0);
  });

  it("fill the sender of ICMP messages with 104 of 396 bytes, as many as Linux has under way", () => {
    const sender = new ControlSocket();
    let count = 0;
    for (; !sender.full; count++) chargeSend(sender, packet(396), IPV6_RESERVE);
    expect(count).toBe(104);
  });
});
