import { describe, expect, it } from "vitest";
import { JqOutput, parseJq } from "./options.ts";
import { printValue } from "./print.ts";

describe("jq's output", () => {
  it("writes values that are nested deep, and long strings", () => {
    const deep = "[".repeat(20_000) + "]".repeat(20_000);
    const output = new JqOutput();
    output.indent = "";
    expect(printValue(deep, output)).toBe(`${deep}\n`);
    const long = JSON.stringify('\\"'.repeat(1_000_000));
    expect(printValue(long, output)).toBe(`${long}\n`);
    output.raw = true;
    expect(printValue(long, output).length).toBe(2_000_001);
  });

  it("does not take options' values for options or files", () => {
    expect(parseJq(["--arg", "x", "--tab", "."])).toMatchObject({
      hasFiles: false,
      output: { indent: "  " },
    });
    expect(parseJq([".", "f"])).toMatchObject({ hasFiles: true });
    expect(parseJq([".", "--args", "f"])).toMatchObject({ hasFiles: false });
    expect(parseJq(["--indent"])).toBe("--indent takes one parameter");
    expect(parseJq(["-rnM", "."])).toMatchObject({ rest: ["-n", "."], output: { raw: true, color: false } });
  });
});
