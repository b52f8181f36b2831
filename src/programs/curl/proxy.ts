/** Whom curl asks in place of a server. */
import type { Process } from "../../process/process.ts";
import type { CurlOptions } from "./options.ts";
import { CurlFailure } from "./options.ts";
import type { Url } from "./url.ts";

/** A proxy that is asked over HTTP. */
export interface HttpProxy {
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
}

const PROXY_PORT = 1080;

/** The proxy of the options, or of the environment. @throws {@link CurlFailure} for one that is not of HTTP */
export function proxyFor(process: Process, options: CurlOptions, url: Url): HttpProxy | undefined {
  const { env } = process;
  const without = options.noProxy ?? env.get("no_proxy") ?? env.get("NO_PROXY") ?? "";
  if (excepted(without, url.host)) return undefined;
  const text = options.proxy ?? env.get("http_proxy") ?? env.get("all_proxy") ?? env.get("ALL_PROXY") ?? "";
  if (text === "") return undefined;
  const match = /^(?:([a-z0-9]+):\/\/)?(?:([^@/]*)@)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/i.exec(text);
  if (match === null) throw new CurlFailure(5, `Unsupported proxy syntax in '${text}'`);
  const scheme = match[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http")
    throw new CurlFailure(7, `Unsupported proxy scheme for '${text}'`);
  return {
    host: match[3].replace(/^\[|\]$/g, ""),
    port: match[4] === undefined ? PROXY_PORT : Number(match[4]),
    user: options.proxyUser ?? match[2],
  };
}

/** Names, and ends of names, that are asked themselves. */
function excepted(list: string, host: string): boolean {
  if (list === "*") return true;
  const name = host.toLowerCase();
  return list
    .split(/[,\s]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase().replace(/^\./, ""))
    .some((word) => name === word || name.endsWith(`.${word}`));
}

/** `--connect-to HOST1:PORT1:HOST2:PORT2`: where a name is really asked. */
export function connectTo(entries: readonly string[], url: Url): { host: string; port: number } | undefined {
  for (const entry of entries) {
    const match = /^(\[[^\]]*\]|[^:]*):(\d*):(\[[^\]]*\]|[^:]*):(\d*)$/.exec(entry);
    if (match === null) throw new CurlFailure(49, `Couldn't parse CONNECT_TO string '${entry}'`);
    const [host, port, to, other] = match.slice(1).map((word) => word.replace(/^\[|\]$/g, ""));
    if (host !== "" && host.toLowerCase() !== url.host.toLowerCase()) continue;
    if (port !== "" && Number(port) !== url.port) continue;
    return { host: to === "" ? url.host : to, port: other === "" ? url.port : Number(other) };
  }
  return undefined;
}
