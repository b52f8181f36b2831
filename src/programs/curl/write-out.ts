/** What `-w` writes: text with `%{variable}`s and backslashes. */
import type { Facts } from "./facts.ts";

const SIX = (seconds: number): string => seconds.toFixed(6);

const VARIABLES: Readonly<Record<string, (facts: Facts) => string>> = {
  http_code: ({ code }) => String(code).padStart(3, "0"),
  response_code: ({ code }) => String(code).padStart(3, "0"),
  size_download: ({ size }) => String(size),
  size_header: ({ sizeHeader }) => String(sizeHeader),
  size_request: ({ sizeRequest }) => String(sizeRequest),
  size_upload: ({ uploaded }) => String(uploaded),
  speed_download: ({ size, times }) => String(times.total > 0 ? Math.floor(size / times.total) : 0),
  speed_upload: ({ uploaded, times }) => String(times.total > 0 ? Math.floor(uploaded / times.total) : 0),
  url_effective: ({ url }) => url,
  url: ({ url }) => url,
  content_type: ({ contentType }) => contentType,
  num_redirects: ({ redirects }) => String(redirects),
  num_connects: ({ connects }) => String(connects),
  redirect_url: ({ redirectUrl }) => redirectUrl,
  remote_ip: ({ remoteIp }) => remoteIp,
  remote_port: ({ remotePort }) => String(remotePort),
  local_ip: ({ localIp }) => localIp,
  local_port: ({ localPort }) => String(localPort),
  http_version: ({ httpVersion }) => httpVersion,
  method: ({ method }) => method,
  scheme: () => "HTTP",
  filename_effective: ({ filename }) => filename,
  time_namelookup: ({ times }) => SIX(times.lookup),
  time_connect: ({ times }) => SIX(times.connect),
  time_appconnect: () => SIX(0),
  time_pretransfer: ({ times }) => SIX(times.pretransfer),
  time_starttransfer: ({ times }) => SIX(times.start),
  time_redirect: ({ times }) => SIX(times.redirect),
  time_total: ({ times }) => SIX(times.total),
};

/** @returns the text, and what is said about variables that are unknown */
export function writeOut(
  format: string,
  facts: Facts,
  extra: Readonly<Record<string, string>>,
): { text: string; error: string } {
  let error = "";
  const text = format.replace(
    /%\{([^}]*)\}|%%|\\([nrt\\])/g,
    (match, name: string | undefined, letter: string | undefined) => {
      if (match === "%%") return "%";
      if (letter !== undefined) return { n: "\n", r: "\r", t: "\t", "\\": "\\" }[letter] ?? match;
      if (name !== undefined && Object.hasOwn(extra, name)) return extra[name];
      if (name !== undefined && Object.hasOwn(VARIABLES, name)) return VARIABLES[name](facts);
      error += `curl: unknown --write-out variable: '${name}'\n`;
      return "";
    },
  );
  return { text, error };
}
