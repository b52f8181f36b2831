/** The fuzzer itself: rules of normalisation, shrinking, and a short live run. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBatch } from "./batch.ts";
import { Chance } from "./chance.ts";
import { compare } from "./compare.ts";
import { ownDrops, uncertain } from "./foreign.ts";
import { packets } from "./index.ts";
import { normaliseFrame, normaliseState } from "./normalise.ts";
import { normalisePlaces } from "./places.ts";
import { baseScenario } from "./scenario.ts";
import { generateBatch } from "./session.ts";
import { shrink } from "./shrink.ts";
import { openVirtualSide } from "./virtual-side.ts";

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const LINK = "0200000000020200000000010800";

describe("normalisation", () => {
  it("makes identifications of own packets the same, and no others", () => {
    const one = normaliseFrame(bytes(`${LINK}4500001c12340000400152ab0a0001010a00010208000000f7ff0000`));
    const two = normaliseFrame(
      bytes(`${LINK}4500001c432100004001 21be 0a0001010a00010208000000f7ff0000`.replaceAll(" ", "")),
    );
    expect(one).toBe(two);
    const other = `${LINK}4500001c1234000040014da90b0001010a00010208000000f7ff0000`;
    expect(normaliseFrame(bytes(other))).toBe(other);
  });

  it("does not hide a wrong checksum", () => {
    const right = normaliseFrame(bytes(`${LINK}4500001c12340000400152ab0a0001010a00010208000000f7ff0000`));
    const wrong = normaliseFrame(bytes(`${LINK}4500001c12340000400152ac0a0001010a00010208000000f7ff0000`));
    expect(right).not.toBe(wrong);
  });

  it("leaves out reports of members, and rounds times in listings", () => {
    const report = `${LINK}4600002000000000010244d60a000101e00000169404000022000000dd000000`;
    expect(normaliseFrame(bytes(report))).toBeUndefined();
    expect(normaliseState("b expires 599sec\na expires 1sec\n")).toEqual([
      "a expires 0sec",
      "b expires 600sec",
    ]);
    expect(
      normalisePlaces(["2048 IP_NOPROTO ip_protocol_deliver_rcu", "34525 NOT_SPECIFIED skb_release_data"]),
    ).toEqual(["2048 IP_NOPROTO ip_local_deliver_finish"]);
  });
});

describe("a batch", () => {
  it("comes to the same twice on the virtual kernel, whatever its seed", async () => {
    const batch = generateBatch(7, 60);
    const first = await runBatch(openVirtualSide(1), batch);
    expect(compare(first, await runBatch(openVirtualSide(2), batch))).toEqual([]);
    expect(first["R counters"]?.length).toBeGreaterThan(10);
    expect(first["drops"]?.length).toBeGreaterThan(3);
  });

  it("is made small: one frame and no setting is left of what is not needed", async () => {
    const batch = generateBatch(3, 50);
    const culprit = batch.frames[20];
    const small = await shrink(batch, baseScenario(), async ({ frames }) =>
      frames.includes(culprit as never),
    );
    expect(small.frames).toEqual([culprit]);
    expect(small.scenario.nodes.S.after).toEqual(baseScenario().nodes.S.after);
  });

  it("leaves out drops that may be of others, unless they are expected", () => {
    const [a, b, c] = ["2048 IP_CSUM ip_rcv_core", "2048 NO_SOCKET __udp4_lib_rcv", "34525 X y"];
    expect(ownDrops([uncertain(c), a, uncertain(b), uncertain(c)], [a, b])).toEqual([a, b]);
    expect(ownDrops([c, a], [a])).toEqual([c, a]);
    expect(ownDrops([uncertain(a)], [])).toEqual([]);
  });

  it("draws every choice in time", () => {
    const chance = new Chance(1);
    const drawn = new Set(
      Array.from({ length: 200 }, () =>
        chance.weighted([
          [1, "a"],
          [5, "b"],
          [1, "c"],
        ] as const),
      ),
    );
    expect([...drawn].sort()).toEqual(["a", "b", "c"]);
  });
});

describe("live", () => {
  const reason = packets.whyNot();
  if (reason !== undefined && process.env["VETHLAB_REQUIRE_LIVE"] === "1")
    it("can run", () => expect(reason).toBeUndefined());
  it.skipIf(reason !== undefined)(
    `no difference in a few batches${reason === undefined ? "" : `: ${reason}`}`,
    async () => {
      const options = {
        minutes: 3,
        most: 6,
        seed: 20_000,
        folder: mkdtempSync(join(tmpdir(), "vethlab-")),
        grammar: [],
        alone: false,
        say: () => {},
      };
      const report = await packets.run(options);
      expect(report.differences).toEqual([]);
      expect(report.counts["frames"]).toBeGreaterThan(400);
    },
  );
});
