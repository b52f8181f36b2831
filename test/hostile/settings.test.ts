/** Any text into any file under /proc/sys and /sys/class/net: taken or refused with an error number, and read back. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { O_RDONLY, O_WRONLY } from "../../src/kernel.ts";
import { attempt, Laboratory } from "./support.ts";

const ROOTS = ["/proc/sys", "/sys/class/net/v0", "/sys/class/net/lo", "/proc/self", "/sys/kernel/tracing"];
const MAX_DEPTH = 9;

/** Files below a directory. */
function files(lab: Laboratory, path: string, depth = 0): string[] {
  const entries = lab.init.readdir(path);
  if (typeof entries === "number" || depth > MAX_DEPTH) return [];
  return entries.flatMap(({ name, type }) => {
    if (type === "directory") return files(lab, `${path}/${name}`, depth + 1);
    return type === "file" ? [`${path}/${name}`] : [];
  });
}

const number = fc.oneof(
  fc.integer(),
  fc.constantFrom(-1, 0, 1, 2, 255, 256, 0x7fffffff, 0x80000000, 0xffffffff, 2 ** 53, 1e30),
);
const words = fc.array(fc.oneof(number.map(String), fc.string({ maxLength: 8 })), { maxLength: 4 });
const text = fc.oneof(
  number.map((value) => `${value}\n`),
  words.map((list) => list.join(" ")),
  words.map((list) => list.join("\t\0")),
  fc.string({ maxLength: 300 }),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => String.fromCharCode(...bytes)),
  fc.constant("7".repeat(5000)),
);

test("any text as a setting", async () => {
  const lab = new Laboratory();
  await lab.script(`ip link add v0 type veth peer name v1; ip addr add 10.0.0.1/24 dev v0; ip link set v0 up; ip link set v1 up
    ip link set lo up; ip netns add a; ip link set v1 netns a; ip -n a link set v1 up; ip -n a addr add 10.0.0.2/24 dev v1`);
  const names = ROOTS.flatMap((root) => files(lab, root));
  expect(names.length).toBeGreaterThan(200);
  const into = new Uint8Array(4096);
  let count = 0;
  const encoder = new TextEncoder();
  attempt(
    fc.property(text, fc.nat(8), (value, offset) => {
      const name = names[count++ % names.length];
      const file = lab.init.open(name, O_WRONLY);
      if (typeof file !== "number") {
        const data = encoder.encode(value);
        const result = file.write(data);
        expect(result).toBeLessThanOrEqual(data.length);
        file.seek(offset, "set");
        file.write(data.subarray(offset));
        file.close();
      }
      const reader = lab.init.open(name, O_RDONLY);
      if (typeof reader !== "number") {
        for (let reads = 0; reader.read(into) > 0; reads++) expect(reads).toBeLessThan(1000);
        reader.close();
      }
      if (count % 16 === 0) lab.clock.advance(1e9);
    }),
    6000,
  );
  await lab.script(
    "sysctl -a; ping -c 2 -W 1 10.0.0.2; ping -c 1 fe80::1%v0; ip -s link; ip neigh; ip -d addr",
  );
});
