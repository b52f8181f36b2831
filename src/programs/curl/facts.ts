/** What is known of a transfer. */

/** What `-w` can tell. Times in seconds. */
export interface Facts {
  code: number;
  size: number;
  sizeHeader: number;
  sizeRequest: number;
  uploaded: number;
  url: string;
  contentType: string;
  redirects: number;
  redirectUrl: string;
  remoteIp: string;
  remotePort: number;
  localIp: string;
  localPort: number;
  connects: number;
  httpVersion: string;
  method: string;
  times: {
    lookup: number;
    connect: number;
    pretransfer: number;
    start: number;
    total: number;
    redirect: number;
  };
  filename: string;
}

/** Of a transfer that has not begun. */
export function emptyFacts(): Facts {
  return {
    code: 0,
    size: 0,
    sizeHeader: 0,
    sizeRequest: 0,
    uploaded: 0,
    url: "",
    contentType: "",
    redirects: 0,
    redirectUrl: "",
    remoteIp: "",
    remotePort: 0,
    localIp: "",
    localPort: 0,
    connects: 0,
    httpVersion: "0",
    method: "GET",
    times: { lookup: 0, connect: 0, pretransfer: 0, start: 0, total: 0, redirect: 0 },
    filename: "",
  };
}
