/** What the README shows is what comes out. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { normalise } from "../conformance/normalise.ts";
import { runScript } from "../src/index.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const sessions = [...readme.matchAll(/```\n\$ vethlab\n([^`]*)```/g)].map(([, block]) => block ?? "");
const prompt = /^root@vethlab:~# /;

it("has sessions", () => {
  expect(sessions.length).toBe(2);
});

it.each(sessions)("a session in the README is real: %#", async (block) => {
  const lines = block.trimEnd().split("\n");
  const commands = lines.filter((line) => prompt.test(line)).map((line) => line.replace(prompt, ""));
  const shown = lines.filter((line) => !prompt.test(line));
  expect(commands.length).toBeGreaterThan(5);
  const { stdout, stderr } = await runScript(commands.join("\n"));
  expect(stderr).toBe("");
  expect(normalise(stdout, "").text).toBe(normalise(`${shown.join("\n")}\n`, "").text);
});
