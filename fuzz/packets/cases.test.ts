/** What the packet fuzzer found once, and was mended: the virtual kernel answers as Linux did. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runBatch } from "./batch.ts";
import { parseCase } from "./case-file.ts";
import { compare, describe as text } from "./compare.ts";
import { openVirtualSide } from "./virtual-side.ts";

const folder = join(fileURLToPath(new URL(".", import.meta.url)), "cases");
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("frames that were answered otherwise", () => {
  it("are there", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)("%s", async (file) => {
    const recorded = parseCase(readFileSync(join(folder, file), "utf8"));
    const virtual = await runBatch(openVirtualSide(1), recorded);
    expect(text(compare(recorded.linux, virtual))).toEqual([]);
  });

  it("would be noticed", async () => {
    const recorded = parseCase(readFileSync(join(folder, files[0] as string), "utf8"));
    const linux = {
      ...recorded.linux,
      drops: [...(recorded.linux["drops"] ?? []), "2048 IP_CSUM ip_rcv_core"],
    };
    const virtual = await runBatch(openVirtualSide(1), recorded);
    expect(compare(linux, virtual)).not.toEqual([]);
  });
});
