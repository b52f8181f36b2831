/** The request line and the headers of a request, in curl's order. */
import type { CurlOptions } from "./options.ts";
import type { HttpProxy } from "./proxy.ts";
import type { RequestBody } from "./request-body.ts";
import { timeCondition } from "./time-condition.ts";
import { contentRange } from "./upload-range.ts";
import type { Url } from "./url.ts";

export const USER_AGENT = "curl/7.88.1";

/** What a request is made of. */
export interface Asked {
  readonly options: CurlOptions;
  readonly url: Url;
  readonly method: string;
  readonly body: RequestBody | undefined;
  readonly proxy: HttpProxy | undefined;
  /** The server spoke HTTP/1.0 before. */
  readonly old: boolean;
  /** The cookies that are kept for it. */
  readonly kept: string | undefined;
}

/** @returns the lines without their ends, and what is said of whom it names */
export function requestLines({ options, url, method, body, proxy, old, kept }: Asked): {
  readonly lines: readonly string[];
  readonly users: readonly string[];
} {
  const users: string[] = [];
  const given = new Map<string, string>();
  for (const line of options.headers) {
    const name = /^([^:;]+)[:;]/.exec(line)?.[1].toLowerCase();
    if (name !== undefined) given.set(name, line);
  }
  const host = url.host.includes(":") ? `[${url.host}]` : url.host;
  const asked =
    proxy === undefined
      ? url.path
      : `http://${/^http:\/\/(?:[^@/]*@)?([^/]*)/.exec(url.text)?.[1]}${url.path}`;
  const lines = [`${method} ${asked} HTTP/${options.http10 || old ? "1.0" : "1.1"}`];
  const add = (name: string, text: string | undefined) => {
    if (text !== undefined && text !== "" && !given.has(name.toLowerCase())) lines.push(`${name}: ${text}`);
  };
  const own = given.get("host");
  if (own !== undefined) lines.push(own);
  add("Host", url.port === 80 ? host : `${host}:${url.port}`);
  if (proxy?.user !== undefined) {
    users.push(`* Proxy auth using Basic with user '${proxy.user.split(":")[0]}'\n`);
    add("Proxy-Authorization", `Basic ${btoa(proxy.user)}`);
  }
  const user = options.user ?? url.user;
  if (user !== undefined) {
    users.push(`* Server auth using Basic with user '${user.split(":")[0]}'\n`);
    add("Authorization", `Basic ${btoa(user)}`);
  }
  if (body === undefined) {
    const range =
      typeof options.resume === "number" && options.resume > 0 ? `${options.resume}-` : options.range;
    if (range !== undefined) add("Range", `bytes=${range}`);
  } else add("Content-Range", contentRange(body, options));
  add("User-Agent", options.agent ?? USER_AGENT);
  add("Accept", "*/*");
  if (proxy !== undefined) add("Proxy-Connection", "Keep-Alive");
  add("Referer", options.referer);
  const cookies = [
    ...(kept === undefined ? [] : [kept]),
    ...(options.cookies.length > 0 ? [options.cookies.join(";")] : []),
  ];
  if (cookies.length > 0) add("Cookie", cookies.join("; "));
  if (options.timeCondition !== undefined) {
    const [name, time] = timeCondition(options.timeCondition);
    add(name, time);
  }
  for (const [name, line] of given) {
    if (name === "host" || /^[^:;]+:\s*$/.test(line)) continue;
    lines.push(line.endsWith(";") && !line.includes(":") ? `${line.slice(0, -1)}:` : line);
  }
  if (body !== undefined) {
    if (body.chunked) add("Transfer-Encoding", "chunked");
    else add("Content-Length", String(body.bytes.length));
    add("Content-Type", body.type);
    if (body.expects) add("Expect", "100-continue");
  }
  return { lines, users };
}
