/** The generators: the same seed gives the same frames, they are what they claim to be, and none is excluded. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checksum, pseudoSumIpv6At } from "../../../src/packet/checksum.ts";
import { Chance } from "../chance.ts";
import { excluded } from "../exclusions.ts";
import { ip4, ip6 } from "../world.ts";
import { generateFrames } from "./index.ts";
import { cutBytes, cuts } from "./ipv4.ts";
import { icmpMessage, icmpv6Message, ipv4Packet, udpDatagram } from "./wire.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe("generated frames", () => {
  it("follow from the seed", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(generateFrames(new Chance(seed), 30)).toEqual(generateFrames(new Chance(seed), 30));
      }),
      { numRuns: 20 },
    );
  });

  it("are never excluded, never too long, and of every kind", () => {
    const types = new Map<number, number>();
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const { frame, send } of generateFrames(new Chance(seed), 50)) {
          if (send !== undefined) continue;
          expect(excluded(frame)).toBe(false);
          expect(frame.length).toBeLessThan(65536);
          const type = frame.length < 14 ? -1 : ((frame[12] as number) << 8) | (frame[13] as number);
          types.set(type, (types.get(type) ?? 0) + 1);
        }
      }),
      { numRuns: 100, seed: 1 },
    );
    for (const type of [-1, 0x0800, 0x0806, 0x86dd, 0x8100, 0x88a8])
      expect(types.get(type)).toBeGreaterThan(0);
  });

  it("exclude TCP behind any chain of headers", () => {
    const tcp = new Uint8Array(90);
    tcp.set([0x86, 0xdd, 0x60], 12);
    tcp[20] = 60;
    tcp[54] = 44;
    tcp[62] = 6;
    expect(excluded(tcp)).toBe(true);
    tcp[62] = 17;
    expect(excluded(tcp)).toBe(false);
  });
});

describe("packets from parts", () => {
  it("have right checksums", () => {
    const [source, destination] = [ip4("10.0.0.1"), ip4("10.0.0.2")];
    const payload = icmpMessage(8, 0, Uint8Array.of(1, 2, 3, 4, 5));
    expect(checksum(payload, 0, payload.length)).toBe(0);
    const packet = ipv4Packet({
      protocol: 1,
      source,
      destination,
      payload,
      options: Uint8Array.of(7, 7, 4, 0, 0, 0, 0),
    });
    expect(packet[0]).toBe(0x47);
    expect(checksum(packet, 0, 28)).toBe(0);
    const [from, to] = [ip6("fd00::1"), ip6("fd00::2")];
    const message = icmpv6Message(from, to, 128, 0, new Uint8Array(9));
    const pseudo = pseudoSumIpv6At(Uint8Array.from([...from, ...to]), 0, 58, message.length);
    expect(checksum(message, 0, message.length, pseudo)).toBe(0);
    const datagram = udpDatagram({
      source: from,
      destination: to,
      sourcePort: 1,
      destinationPort: 2,
      payload: new Uint8Array(3),
    });
    const sum = pseudoSumIpv6At(Uint8Array.from([...from, ...to]), 0, 17, datagram.length);
    expect(checksum(datagram, 0, datagram.length, sum)).toBe(0);
  });

  it("are cut at multiples of eight, wholly or with a fault", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 3000 }), (seed, length) => {
        for (const cut of cuts(new Chance(seed), length)) {
          expect(cut.start % 8).toBe(0);
          expect(cutBytes(new Uint8Array(length), cut).length).toBe(cut.end - cut.start);
        }
      }),
    );
  });
});
