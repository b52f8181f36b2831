import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EINVAL, ENOENT } from "../../errno.ts";
import { decodeProgram, FilterAncillary } from "../../packet/bpf.ts";
import { CAPTURE_RECORD, CaptureRecord } from "../../packet/capture.ts";
import { PcapReader } from "../../packet/pcap.ts";
import type { Process } from "../../process/process.ts";
import { checkFilter } from "../../virtual/core/sock/filter.ts";
import { compileFilter } from "./filter/compile.ts";
import { instructionBytes } from "./filter/instruction.ts";
import { main } from "./index.ts";
import { Names } from "./names.ts";

const FOLDER = fileURLToPath(new URL("../../../conformance/captures", import.meta.url));

const TOOL = "/usr/bin/tcpdump";

interface Printed {
  args: string[];
  stdout: string;
  stderr: string;
  status: number;
}

interface Compiled {
  name: string;
  expression: string;
  message?: string;
  program: string;
}

const EXPECTED: { prints: Printed[]; compiled: Compiled[] } = JSON.parse(
  gunzipSync(fs.readFileSync(join(FOLDER, "expected.json.gz"))).toString(),
);

/** A process whose files are those given, and no devices but `lo`. */
async function run(
  args: readonly string[],
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Printed> {
  const text = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    isTerminal: false,
    columns: undefined,
    write: (data: string | Uint8Array) => {
      text[name] += typeof data === "string" ? data : Buffer.from(data).toString("latin1");
    },
    flush: async () => undefined,
  });
  const sys = {
    open(path: string) {
      const name = path.replace(/^\//, "");
      const fixture = join(FOLDER, name);
      const bytes =
        files.get(name) ??
        (fs.existsSync(fixture) && !name.startsWith("etc") ? fs.readFileSync(fixture) : undefined);
      if (!bytes) return -ENOENT;
      let at = 0;
      return {
        read(into: Uint8Array) {
          const part = bytes.subarray(at, at + into.length);
          into.set(part);
          at += part.length;
          return part.length;
        },
        stat: () => ({ type: "file" }),
        close: () => undefined,
      };
    },
    socket: () => ({
      ioctl(request: number, argument: Uint8Array) {
        if (request !== 0x8910 || argument[16] !== 1) return -EINVAL;
        argument.set([0x6c, 0x6f, 0]);
        return 0;
      },
      close: () => undefined,
    }),
  };
  const process = {
    argv: ["tcpdump", ...args],
    env: new Map(),
    sys,
    stdout: output("stdout"),
    stderr: output("stderr"),
    onSignal: () => undefined,
    resolve: (path: string) => (path.startsWith("/") ? path : `/${path}`),
  } as unknown as Process;
  const status = await main(process);
  return { args: [...args], ...text, status };
}

describe("tcpdump -r", () => {
  it.each(EXPECTED.prints.map((one) => [one.args.join(" "), one] as const))("%s", async (_name, expected) => {
    expect(await run(expected.args)).toEqual(expected);
  });

  const live = fs.existsSync(TOOL);
  const required = process.env.VETHLAB_REQUIRE_LIVE === "1";
  it.skipIf(!live && !required)("prints what the installed tcpdump prints", async () => {
    for (const { args } of EXPECTED.prints.filter(
      ({ args }) => args[1] !== "any.pcap" && args[1] !== "sll2.pcap",
    )) {
      const real = spawnSync(TOOL, args, { cwd: FOLDER, encoding: "latin1", maxBuffer: 1 << 28 });
      const ours = await run(args);
      expect(ours).toEqual({ args, stdout: real.stdout, stderr: real.stderr, status: real.status });
    }
  });

  it("names hosts and ports from /etc, and addresses' vendors, without -n", async () => {
    const files = new Map([
      ["etc/hosts", Buffer.from("10.0.0.1 one.lab one # first\nfd00::1 six\n")],
      ["etc/services", Buffer.from("discard 9/udp\n")],
    ]);
    const { stdout } = await run(["-r", "sll.pcap", "-t", "-c", "3"], files);
    expect(stdout.split("\n")[1]).toBe("IP one.lab.discard > 10.0.0.2.10: UDP, length 2");
    expect(stdout.split("\n")[2]).toBe("IP6 six.discard > fd00::2.10: UDP, length 2");
    const short = await run(["-N", "-r", "sll.pcap", "-t", "-c", "2", "-e"], files);
    expect(short.stdout.split("\n")[1]).toContain(
      "(oui Unknown) ethertype IPv4 (0x0800), length 46: one.discard > 10",
    );
  });
});

describe("tcpdump's arguments", () => {
  it.each([
    [["-c", "0"], "tcpdump: invalid packet count 0\n"],
    [["-s", "x"], "tcpdump: invalid snaplen x (must be >= 0 and <= 262144)\n"],
    [["-Q", "foo"], "tcpdump: unknown capture direction `foo'\n"],
    [["-y", "FOO"], "tcpdump: invalid data link type FOO\n"],
    [["-j", "foo"], "tcpdump: invalid time stamp type foo\n"],
    [["-r", "nosuch"], "tcpdump: nosuch: No such file or directory\n"],
    [["-r", "grid.json"], "tcpdump: unknown file format\n"],
    [["-tttttt", "-d"], "tcpdump: only -t, -tt, -ttt, -tttt and -ttttt are supported\n"],
    [["-G", "1"], "tcpdump: -G (rotating files by time) is not supported here\n"],
    [["-d", "tcp", "and", "udp"], "Warning: assuming Ethernet\ntcpdump: expression rejects all packets\n"],
  ])("%j", async (args, stderr) => {
    expect(await run(args)).toMatchObject({ stderr, status: 1 });
  });

  it("shows programs", async () => {
    expect((await run(["-d", "icmp"])).stdout).toBe(
      "(000) ldh      [12]\n(001) jeq      #0x800           jt 2\tjf 5\n(002) ldb      [23]\n" +
        "(003) jeq      #0x1             jt 4\tjf 5\n(004) ret      #262144\n(005) ret      #0\n",
    );
    expect((await run(["-ddd", "icmp"])).stdout).toBe(
      "6\n40 0 0 12\n21 0 3 2048\n48 0 0 23\n21 0 1 1\n6 0 0 262144\n6 0 0 0\n",
    );
  });
});

describe("filters", () => {
  const names = new Names({ open: () => -ENOENT } as never);

  function packetsOf(name: string): { linkType: number; packets: Uint8Array[] } {
    const reader = new PcapReader();
    reader.push(fs.readFileSync(join(FOLDER, name)));
    reader.end();
    const record = new CaptureRecord();
    const packets: Uint8Array[] = [];
    while (reader.next(record) === CAPTURE_RECORD)
      packets.push(record.bytes.slice(record.offset, record.offset + record.length));
    return { linkType: reader.linkType, packets };
  }

  /** The packet with a few bits turned, the same way every time. */
  function mutate(packet: Uint8Array, round: number): Uint8Array {
    const copy = packet.slice();
    for (let i = 0; i < round; i++)
      copy[(i * 7919 + round * 31) % Math.min(copy.length, 60)] ^= 1 << ((round + i) % 8);
    return copy;
  }

  const captures = [...new Set(EXPECTED.compiled.map(({ name }) => name))];
  it.each(captures)("decide as libpcap's on %s", (name) => {
    const { linkType, packets } = packetsOf(name);
    const ancillary = new FilterAncillary();
    for (const { expression, message, program } of EXPECTED.compiled.filter((one) => one.name === name)) {
      const ours = compileFilter(expression, {
        linkType,
        snaplen: 262144,
        source: "file",
        names,
        optimize: true,
      });
      if (typeof ours === "string") {
        expect(`${expression}: ${ours}`).toBe(`${expression}: ${message}`);
        continue;
      }
      expect(`${expression}: ${message}`).toBe(`${expression}: undefined`);
      const bytes = instructionBytes(ours);
      const checked = checkFilter(bytes, 0, ours.length);
      if (typeof checked === "number") throw new Error(`the kernel would refuse ${expression}`);
      const lines = program.trim().split("\n").slice(1);
      const instructions = lines.map((line) => line.split(" ").map(Number));
      const theirs = decodeProgram(
        instructionBytes(instructions.map(([code, jt, jf, k]) => ({ code, jt, jf, k }))),
        0,
        lines.length,
      );
      for (const packet of packets)
        for (let round = 0; round < 3; round++) {
          const bits = mutate(packet, round);
          const real = theirs.run(bits, 0, bits.length, bits.length, ancillary) !== 0;
          const here = checked.run(bits, 0, bits.length, bits.length, ancillary) !== 0;
          if (real !== here)
            throw new Error(`${expression}: libpcap says ${real} of ${Buffer.from(bits).toString("hex")}`);
        }
    }
  });

  it("compile or refuse any text, in bounded time", () => {
    const words =
      "host net port src dst and or not ( ) ! ip tcp [ ] : 1 0x2 10.0.0.1 fd00::1 / & + - * = > len ether proto vlan less broadcast";
    const text = fc.array(fc.oneof(fc.constantFrom(...words.split(" ")), fc.string({ maxLength: 4 })), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const result = compileFilter(parts.join(" "), {
          linkType: 1,
          snaplen: 100,
          source: "none",
          names,
          optimize: true,
        });
        if (typeof result === "string") return result.length > 0;
        return typeof checkFilter(instructionBytes(result), 0, result.length) !== "number";
      }),
      { numRuns: 3000 },
    );
  });

  it("jump far, and nest only so deep", () => {
    const many = Array.from({ length: 60 }, (_, i) => `port ${i}`).join(" or ");
    const result = compileFilter(many, { linkType: 1, snaplen: 100, source: "none", names, optimize: true });
    if (typeof result === "string") throw new Error(result);
    expect(typeof checkFilter(instructionBytes(result), 0, result.length)).toBe("object");
    const deep = compileFilter(`${"(".repeat(5000)}icmp`, {
      linkType: 1,
      snaplen: 100,
      source: "none",
      names,
      optimize: true,
    });
    expect(typeof deep).toBe("string");
  });
});

describe("hostile captures", () => {
  const OPTIONS = [["-vvv", "-e", "-XX"], ["-n"], ["-q", "-A"]];

  it.each(["synthetic.pcap", "veth.pcap", "sll2.pcap", "raw.pcap"])(
    "mutated %s ends with a status",
    async (name) => {
      const original = fs.readFileSync(join(FOLDER, name));
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat({ max: original.length - 1 }), fc.nat({ max: 255 })), { maxLength: 200 }),
          fc.nat({ max: original.length }),
          fc.constantFrom(...OPTIONS),
          async (changes, length, options) => {
            const bytes = Uint8Array.from(original).subarray(0, length);
            for (const [at, value] of changes) if (at < length && at >= 24) bytes[at] = value;
            const { status } = await run(["-r", "x", ...options], new Map([["x", bytes]]));
            return status === 0 || status === 1;
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it("any bytes behind any magic number end with a status", async () => {
    const magics = ["a1b2c3d4", "d4c3b2a1", "a1b23c4d", "a1b2cd34", "0a0d0d0a", "00000000"];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 300 }), async (magic, rest) => {
        const bytes = Buffer.concat([Buffer.from(magic, "hex"), rest]);
        const { status } = await run(["-r", "x", "-v"], new Map([["x", bytes]]));
        return status === 0 || status === 1;
      }),
      { numRuns: 500 },
    );
  });
});
