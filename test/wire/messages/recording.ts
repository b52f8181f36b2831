/** What Linux answered, kept as a file: `VETHLAB_RECORD=1 npx vitest run test/wire` writes it anew. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Recording } from "./record.ts";

function fileOf(name: string): URL {
  return new URL(`../fixtures/${name}.json.gz`, import.meta.url);
}

interface Contents {
  /** Kernel that it was recorded on. */
  readonly version: string;
  /** Messages in hexadecimal, by the request's name. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

export function readRecording(file: string): Recording {
  const { answers } = JSON.parse(gunzipSync(readFileSync(fileOf(file))).toString()) as Contents;
  return new Map(
    Object.entries(answers).map(([name, messages]) => [
      name,
      messages.map((hex) => new Uint8Array(Buffer.from(hex, "hex"))),
    ]),
  );
}

export function writeRecording(file: string, recording: Recording): void {
  const version = spawnSync("uname", ["-r"], { encoding: "utf8" }).stdout.trim().replace(/-.*/, "");
  const answers = Object.fromEntries(
    [...recording].map(([name, messages]) => [
      name,
      messages.map((each) => Buffer.from(each).toString("hex")),
    ]),
  );
  writeFileSync(
    fileOf(file),
    gzipSync(JSON.stringify({ version: `Linux ${version}`, answers } satisfies Contents), { level: 9 }),
  );
}
