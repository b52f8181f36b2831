import { describe, expect, it } from "vitest";
import { archive, FILE, LINK, PROGRAM } from "./cpio.ts";

describe("archive", () => {
  const bytes = archive([
    { path: "usr/bin/a", mode: PROGRAM, data: Buffer.from("12345") },
    { path: "bin", mode: LINK, data: Buffer.from("usr/bin") },
    { path: "usr/b", mode: FILE, data: new Uint8Array() },
  ]);

  it("puts folders before what is in them, each once", () => {
    const names = [...bytes.toString("latin1").matchAll(/070701[\dA-F]{104}([\w./!]+)/g)].map(
      (match) => match[1],
    );
    expect(names).toEqual(["usr", "usr/bin", "usr/bin/a", "bin", "usr/b", "TRAILER!!!"]);
  });

  it("aligns every member to four bytes", () => {
    for (let at = bytes.indexOf("070701"); at >= 0; at = bytes.indexOf("070701", at + 1))
      expect(at % 4).toBe(0);
    expect(bytes.length % 4).toBe(0);
  });
});
