/** Addresses of the web as curl takes them apart. */
import { CurlFailure } from "./options.ts";

/** One, taken apart. */
export interface Url {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly user: string | undefined;
  /** As it is told: with the scheme, and a path. */
  readonly text: string;
}

const HTTP_PORT = 80;

/** @throws {@link CurlFailure} */
export function parseUrl(text: string): Url {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1].toLowerCase();
  if (scheme !== undefined && scheme !== "http")
    throw new CurlFailure(1, `Protocol "${scheme}" not supported or disabled in libcurl`);
  const rest = scheme === undefined ? text : text.slice(scheme.length + 3);
  const match = /^(?:([^@/?#]*)@)?(\[[0-9a-fA-F:.%]+\]|[^:/?#[\]]*)(?::(\d*))?([/?][^#]*)?(?:#.*)?$/.exec(
    rest,
  );
  if (match === null || match[2] === "" || /\s/.test(rest))
    throw new CurlFailure(3, "URL using bad/illegal format or missing URL");
  const port = match[3] === undefined || match[3] === "" ? HTTP_PORT : Number(match[3]);
  if (port > 65_535) throw new CurlFailure(3, "URL using bad/illegal format or missing URL");
  const path = match[4] === undefined ? "/" : match[4].startsWith("?") ? `/${match[4]}` : match[4];
  const place = port === HTTP_PORT && match[3] === undefined ? match[2] : `${match[2]}:${match[3]}`;
  return {
    host: match[2].replace(/^\[|\]$/g, ""),
    port,
    path: removeDots(path),
    user: match[1],
    text: `http://${match[1] === undefined ? "" : `${match[1]}@`}${place}${removeDots(path)}`,
  };
}

/** `.` and `..` are taken out before a request is made (RFC 3986, 5.2.4). */
function removeDots(path: string): string {
  const [plain, query] = path.split(/(?=\?)(.*)/s);
  const out: string[] = [];
  const parts = plain.split("/").slice(1);
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    if (part === "..") out.pop();
    else if (part !== ".") out.push(part);
    if (last && (part === "." || part === "..")) out.push("");
  }
  return `/${out.join("/")}${query ?? ""}`;
}

/** What a `Location:` means, seen from the address that was asked. */
export function follow(from: Url, location: string): Url {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(location)) return parseUrl(location);
  const place = /^http:\/\/[^/?]*/.exec(from.text)?.[0] ?? "";
  if (location.startsWith("//")) return parseUrl(`http:${location}`);
  if (location.startsWith("/")) return parseUrl(place + location);
  const folder = from.path.split("?")[0].replace(/[^/]*$/, "");
  return parseUrl(place + (location.startsWith("?") ? from.path.split("?")[0] : folder) + location);
}
