/** The same lab, the same bytes: in a browser as in Node. */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build, type Plugin } from "esbuild";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runScript } from "../src/index.ts";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

type Result = Awaited<ReturnType<typeof runScript>>;

/**
 * just-bash names `node:zlib` for its gzip, which nothing here runs: empty in a browser, as every bundler makes it. Any other Node
 * import, and any from this project, fails the build.
 */
const noCompression: Plugin = {
  name: "no-compression",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:zlib$/ }, ({ importer, path }) =>
      importer.includes("/node_modules/just-bash/") ? { path, namespace: "empty" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "module.exports = {};" }));
  },
};

/** The library as a module for a page: fails when anything in it needs Node. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL("../src/index.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "chrome110",
    logLevel: "silent",
    plugins: [noCompression],
  });
  return outputFiles[0]?.text ?? "";
}

function serve(code: string): Promise<Server> {
  const pages: Record<string, [type: string, body: string]> = {
    "/": ["text/html", "<!doctype html><title>vethlab</title>"],
    "/vethlab.js": ["text/javascript", code],
  };
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ""];
    response.writeHead(page === undefined ? 404 : 200, { "content-type": page?.[0] ?? "text/plain" });
    response.end(page?.[1]);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const present = existsSync(CHROMIUM);
const required = process.env["VETHLAB_REQUIRE_LIVE"] === "1";

describe.skipIf(!present && !required)(`in Chromium (skipped when there is no ${CHROMIUM})`, () => {
  let server: Server;

  beforeAll(async () => {
    server = await serve(await bundle());
  });
  afterAll(() => void server?.close());

  it("the first lab prints what it prints in Node", { timeout: 120_000 }, async () => {
    const script = readFileSync(new URL("../labs/veth-pair.sh", import.meta.url), "utf8");
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS, headless: true });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const inBrowser = (await page.evaluate(
        `import("/vethlab.js").then((vethlab) => vethlab.runScript(${JSON.stringify(script)}, { seed: 7 }))`,
      )) as Result;
      const inNode = await runScript(script, { seed: 7 });
      expect(inNode.exitCode, inNode.stderr).toBe(0);
      expect(inNode.stdout).toContain("4 packets transmitted, 4 received, 0% packet loss");
      expect(inBrowser).toEqual(inNode);
    } finally {
      await browser.close();
    }
  });
});
