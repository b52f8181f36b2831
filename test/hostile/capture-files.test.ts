/** Any bytes as a capture file: tcpdump prints what it can, and says what is wrong with the rest. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mutated } from "./mutate.ts";
import { attempt, Laboratory, sound } from "./support.ts";

const NAMES = ["veth.pcap", "synthetic.pcap", "raw.pcap", "sll.pcap", "sll2.pcap", "lo.pcap", "any.pcap"];
const MOST = 3000;

/** A piece of each file is enough, and is changed more. */
const samples = NAMES.flatMap((name) => {
  const whole = readFileSync(new URL(`../../conformance/captures/${name}`, import.meta.url));
  const pieces = [new Uint8Array(whole.subarray(0, MOST))];
  for (let at = 24; at + 16 < whole.length; at += 16 + whole.readUInt32LE(at + 8)) {
    if (at % 7 === 0)
      pieces.push(new Uint8Array([...whole.subarray(0, 24), ...whole.subarray(at, at + MOST)]));
  }
  return pieces;
});

/** The captures that scripts carry within them: protocols that no box of ours sends. */
const carried = ["pppoe", "tftp-dhcp6-mpls", "ntp-gre"].flatMap((name) => {
  const script = readFileSync(
    new URL(`../../conformance/scripts/tcpdump/${name}.sh`, import.meta.url),
    "utf8",
  );
  const files = [...script.matchAll(/<<'END'\n([\s\S]*?)\nEND\n/g)];
  expect(files.length).toBeGreaterThan(0);
  return files.map(([, text]) => new Uint8Array(Buffer.from(text, "base64")).subarray(0, MOST));
});

const OPTIONS = [
  "-n",
  "-nev",
  "-nvvvX",
  "-nqA",
  "-tttt",
  "-xx -e",
  "-n ip6 or arp or udp port 53",
  "-n icmp[0] = 8",
  "-n -c 2 len > 70",
];

test("any bytes as a capture file", async () => {
  const lab = new Laboratory();
  await lab.script("ip link set lo up");
  const bytes = fc.oneof(
    { weight: 6, arbitrary: mutated(samples, 12) },
    { weight: 3, arbitrary: mutated(carried, 30) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  );
  await attempt(
    fc.asyncProperty(bytes, fc.constantFrom(...OPTIONS), async (data, options) => {
      lab.write("/tmp/x.pcap", data);
      const { status } = sound(await lab.run(["tcpdump", "-r", "/tmp/x.pcap", ...options.split(" ")]));
      expect([0, 1]).toContain(status);
    }),
    1500,
  );
});
