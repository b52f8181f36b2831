/** Packets that a router forwards to the link that they came from, again and again: it tells the sender of a better way ever more seldom. */
import type { Chance } from "../chance.ts";
import { ADDRESS4, DEVICE, ip4, mac } from "../world.ts";
import { ETH_P_IP } from "./ipv4.ts";
import type { Injection } from "./recipe.ts";
import { be16, concat, ethernet, icmpMessage, ipv4Packet } from "./wire.ts";

const ICMP = 1;
/** On the sender's own link, or behind another router of it. */
const DESTINATIONS: readonly string[] = ["10.0.1.77", "10.4.0.1", "10.4.0.2"];

/** @param step time between two frames, ms */
export function redirectedAgain(chance: Chance, step: number): Injection[] {
  const frames: Injection[] = [];
  for (let left = 2 + chance.int(5); left > 0; left--) {
    const packet = ipv4Packet({
      tos: chance.oneIn(4) ? chance.int(256) : 0,
      protocol: ICMP,
      source: ip4(chance.oneIn(4) ? "10.0.1.99" : ADDRESS4.s0),
      destination: ip4(chance.pick(DESTINATIONS)),
      payload: icmpMessage(8, 0, concat(be16(5, left), chance.bytes(chance.int(40)))),
    });
    const frame = ethernet(mac(DEVICE.r0.mac), mac(DEVICE.s0.mac), ETH_P_IP, packet);
    frames.push({ from: "s0", frame, ...(chance.oneIn(4) ? {} : { pause: step }) });
  }
  return frames;
}
