import { describe, expect, test } from "vitest";
import { type Edited, LineEditor } from "./line-editor.ts";

function edit(
  keys: string,
  history: readonly string[] = [],
): { readonly edited: Edited | undefined; readonly screen: string } {
  let screen = "";
  const editor = new LineEditor(
    {
      write: (text) => {
        screen += text;
      },
      columns: () => 40,
      complete: (text, cursor) => {
        const start = text.lastIndexOf(" ", cursor - 1) + 1;
        const word = text.slice(start, cursor);
        return { start, candidates: ["veth0", "veth1", "lo"].filter((name) => name.startsWith(word)) };
      },
    },
    history,
  );
  let edited = editor.start("$ ");
  // one byte at a time, as a slow line delivers escape sequences
  for (const byte of new TextEncoder().encode(keys)) edited ??= editor.feed(Uint8Array.of(byte));
  return { edited, screen };
}

const line = (text: string) => ({ kind: "line", text });

describe("the line editor", () => {
  test.each([
    ["plain text", "echo hi\r", "echo hi"],
    ["UTF-8", "echo ü€\r", "echo ü€"],
    ["arrows and insertion", "ac\x1b[Db\r", "abc"],
    ["home, delete and end", "xab\x01\x04\x05c\r", "abc"],
    ["kill to the end and yank twice", "abc def\x1bb\x0b\x19\x19\r", "abc defdef"],
    ["kill a word back", "ip link show\x17\x17up\r", "ip up"],
    ["transpose", "ab\x14\r", "ba"],
    ["backspace", "abc\x7f\x7fx\r", "ax"],
    ["an unknown sequence is ignored", "a\x1b[15~b\r", "ab"],
    ["completion of the only candidate", "l\t\r", "lo "],
    ["completion up to what candidates share", "ip v\t0\r", "ip veth0"],
  ])("%s", (_name, keys, text) => {
    expect(edit(keys).edited).toEqual(line(text));
  });

  test("recalls and searches history", () => {
    const history = ["ping a", "ip link", "ping b"];
    expect(edit("\x1b[A\x1b[A\r", history).edited).toEqual(line("ip link"));
    expect(edit("x\x1b[A\x1b[B\r", history).edited).toEqual(line("x"));
    expect(edit("\x12ping\x12\r", history).edited).toEqual(line("ping a"));
  });

  test("lists candidates at the second Tab", () => {
    expect(edit("veth\t\t").screen).toContain("veth0  veth1");
  });

  test("Ctrl-C interrupts, Ctrl-D ends an empty line only", () => {
    expect(edit("abc\x03").edited).toEqual({ kind: "interrupt" });
    expect(edit("\x04").edited).toEqual({ kind: "end" });
    expect(edit("a\x04").edited).toBeUndefined();
  });

  test("lines wider than the terminal end where the text ends", () => {
    expect(edit(`${"x".repeat(100)}\x01y\r`).edited).toEqual(line(`y${"x".repeat(100)}`));
  });
});
