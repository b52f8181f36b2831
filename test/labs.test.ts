/** What the labs' pages show is what the labs print on Linux, and so here. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findCases } from "../conformance/cases.ts";
import { readTranscript } from "../conformance/transcript.ts";

const FOLDER = new URL("../labs/", import.meta.url);
const pages = readdirSync(FOLDER).filter((name) => name.endsWith(".md") && name !== "README.md");

/** The page's blocks of output: fenced, without a language. */
function blocksOf(page: string): string[] {
  const text = readFileSync(new URL(page, FOLDER), "utf8");
  return [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? "");
}

/** What the lab printed on Linux, with each of its arguments. */
function outputsOf(page: string): string[] {
  const stem = page.slice(0, -".md".length);
  return findCases(["labs/"])
    .filter(({ path }) => path.endsWith(`/labs/${stem}.sh`))
    .map(({ name }) => readTranscript(name)?.output ?? "");
}

describe("the labs' pages", () => {
  it.each(pages)("%s shows real output", (page) => {
    const outputs = outputsOf(page);
    expect(outputs.length).toBeGreaterThan(0);
    for (const block of blocksOf(page)) {
      expect(
        outputs.some((output) => output.includes(block)),
        block,
      ).toBe(true);
    }
  });

  it("are all in the list", () => {
    const list = readFileSync(new URL("README.md", FOLDER), "utf8");
    expect(pages.filter((page) => !list.includes(`(${page})`))).toEqual([]);
  });
});
