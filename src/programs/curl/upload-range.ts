/** What `-C` and `-r` make of what is sent: a part of it, and the `Content-Range` that tells the server. */
import { CurlFailure, type CurlOptions } from "./options.ts";
import type { RequestBody } from "./request-body.ts";

/**
 * What is sent and what the server is told of its place (as curl's `Curl_http_range`, which takes a length that is
 * not known for -1, and so counts from it).
 */
export function contentRange(body: RequestBody, { resume, range }: CurlOptions): string | undefined {
  if (body.form) return undefined;
  const length = body.chunked ? -1 : body.whole;
  if (resume === "-") return `bytes 0-${length - 1}/${length}`;
  if (resume !== undefined && resume > 0) {
    const total = body.chunked ? resume - 1 : Math.max(length, resume);
    return `bytes ${resume}-${total - 1}/${total}`;
  }
  return range === undefined ? undefined : `bytes ${range}/${length}`;
}

/**
 * The part of a body that `-C` leaves. Data of the command line can not be wound forward: curl sends as many bytes as
 * are left, from their beginning.
 *
 * @returns a failure when nothing is left
 */
export function resumedBody(body: RequestBody, { resume }: CurlOptions): RequestBody | CurlFailure {
  if (typeof resume !== "number" || resume === 0 || body.form || body.whole === 0) return body;
  const left = body.whole - resume;
  if (body.chunked) {
    if (left < 0) return new CurlFailure(26, `Could only read ${body.whole} bytes from the input`);
  } else if (left <= 0) return new CurlFailure(18, "File already completely uploaded");
  return { ...body, bytes: body.expects ? body.bytes.subarray(resume) : body.bytes.subarray(0, left) };
}
