// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the language of the scripts
/** Any bytes as a script: it ends with a status, and what is wrong is said as bash says it. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mutated } from "./mutate.ts";
import { attempt, Laboratory, sound } from "./support.ts";

const ROOT = new URL("../../", import.meta.url);

function scripts(folder: string): string[] {
  const entries = readdirSync(new URL(folder, ROOT), { withFileTypes: true });
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return scripts(`${folder}${entry.name}/`);
    return entry.name.endsWith(".sh") ? [readFileSync(new URL(folder + entry.name, ROOT), "utf8")] : [];
  });
}

const SOURCES = [...scripts("labs/"), ...scripts("conformance/scripts/")].filter(
  (text) => text.length < 3000,
);
const encoder = new TextEncoder();

/** Statements with every piece of the language. */
const PIECES = [
  "if",
  "then",
  "else",
  "fi",
  "for x in 1 2",
  "do",
  "done",
  "while false",
  "case $x in",
  "esac",
  ";;",
  "{",
  "}",
  "(",
  ")",
  "((",
  "))",
  "[[",
  "]]",
  "&&",
  "||",
  "|",
  "&",
  ";",
  "\n",
  "<<E\n",
  "E\n",
  "<<<",
  ">",
  "<",
  "2>&1",
  ">&-",
  "$(",
  "`",
  "${x",
  "${x:-y}",
  "${x[@]}",
  "$((",
  '"',
  "'",
  "\\",
  "x=1",
  "x+=(a b)",
  "declare -A m",
  "local y",
  "f()",
  "return 3",
  "break",
  "continue 2",
  "set -eu",
  "set +x",
  "trap 'echo t' EXIT",
  "wait",
  "echo",
  "$x",
  "*",
  "?",
  "[a-",
  "~",
  "!",
  "{1..3}",
  "{a,b",
  "read v",
  "eval",
  "exec",
  "exit 3",
  "shift",
  "printf %s",
  "test",
  "ip a",
  "ip link add",
  "ping -c1 127.0.0.1",
  "jobs",
  "kill %1",
  "sleep 1",
  "true",
  "false",
  "unset x",
  "<(",
  ">(",
  "|&",
  "coproc",
  "select",
  "until",
  "function",
  "time",
  "$",
  "${",
  "$[",
  "${!x}",
  "${x//a/b}",
  "${x^^}",
  "$'\\x41",
  "let",
  "-",
  "=~",
  "==",
  "#",
  "\t",
  "é",
  "\0",
  "mapfile a",
  "getopts ab: o",
  "command -v",
  "source",
  "alias a=b",
] as const;

const words = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 14 })
  .map((list) => encoder.encode(list.join(" ")));
const joined = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 14 })
  .map((list) => encoder.encode(list.join("")));
const changed = mutated(
  SOURCES.map((text) => encoder.encode(text)),
  3,
);
const bytes = fc.uint8Array({ maxLength: 60 });

/** What would run on by itself is ended, as a teacher would with Ctrl-C; waiting costs no time here. */
const RUN = ["timeout", "-s", "KILL", "40", "bash", "/tmp/x.sh"];

/** Loops of the shell's own that never wait are endless on Linux too. */
const ENDLESS = /while|until|for *\(\(|\byes\b|ping.*-f|\/dev\/(zero|u?random)|\d{5}/;

test("any bytes as a script", async () => {
  const script = fc.oneof(words, joined, changed, changed, bytes);
  await attempt(
    fc.asyncProperty(script, async (data) => {
      if (ENDLESS.test(new TextDecoder().decode(data))) return;
      const lab = new Laboratory();
      lab.write("/tmp/x.sh", data);
      const { status } = sound(await lab.run(RUN, encoder.encode("a b\nc\n")));
      expect(status).toBeGreaterThanOrEqual(0);
      expect(status).toBeLessThan(256);
    }),
    500,
  );
});

test("what writes without end comes to the end of its time", async () => {
  const endless = ["yes", "seq 99999999999", "cat /dev/zero"];
  const { stdout } = await new Laboratory().script(
    endless.map((command) => `timeout 1 ${command} > /dev/null; echo $?`).join("\n"),
  );
  expect(stdout).toBe("124\n".repeat(endless.length));
});

test("what reads without end comes to the end of its time", async () => {
  const endless = [
    "yes | uniq -c",
    "yes | wc -l",
    "yes | sed -n p",
    "yes | cut -c1",
    "yes | tail -n 1",
    "yes | awk 'END { print NR }'",
    "yes | while read -r line; do :; done",
    "wc -c /dev/zero",
    "cp /dev/zero /tmp/copy",
    "tr a b < /dev/zero",
    "uniq /dev/zero",
  ];
  const { stdout } = await new Laboratory().script(
    endless.map((command) => `timeout 0.3 bash -c "${command}" > /dev/null 2>&1; echo $?`).join("\n"),
  );
  expect(stdout).toBe("124\n".repeat(endless.length));
}, 60_000);

test("what keeps input without end gets no more memory", async () => {
  const keepers = [
    "grep x /dev/zero",
    "yes | sort",
    "yes | tac",
    "tail -c 5 /dev/zero",
    "diff /dev/zero /dev/null",
    "awk 'BEGIN { for (;;) a[i++] = i }'",
  ];
  const { stdout } = await new Laboratory().script(
    keepers.map((command) => `${command} 2>&1; echo $?`).join("\n"),
  );
  expect(stdout).toBe(
    [
      ["grep", 2],
      ["sort", 2],
      ["tac", 1],
      ["tail", 1],
      ["diff", 2],
      ["awk", 2],
    ]
      .map(([name, status]) => `${name}: memory exhausted\n${status}\n`)
      .join(""),
  );
});

test("arrays that awk lets go are not counted", async () => {
  const { stdout } = await new Laboratory().script(
    "awk 'function f(x, l) { l[1] = sprintf(\"%99999d\", x) } BEGIN { for (k = 0; k < 3000; k++) f(k); print 1 }'\n" +
      "awk 'BEGIN { for (k = 0; k < 3000; k++) { a[k] = sprintf(\"%99999d\", k); delete a }; print 2 }'",
  );
  expect(stdout).toBe("1\n2\n");
});
