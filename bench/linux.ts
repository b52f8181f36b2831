/** The same bodies on the real kernel, in a fresh network namespace; prints one line of JSON. Started by run.ts as root. */
import { performance } from "node:perf_hooks";
import { isErrno } from "../src/errno.ts";
import { AF_PACKET, SOCK_RAW, type SystemCalls } from "../src/kernel.ts";
import { createLinuxKernel } from "../src/linux/linux-kernel.ts";
import { echo } from "./echo.ts";
import { buildNamespaces } from "./namespaces.ts";

const FRAME_LENGTH = 60;
const FRAMES = 100_000;
const ECHOES = 20_000;
const NAMESPACES = 1000;

/** AF_PACKET is the way a program feeds frames to a device. */
function frames(hub: SystemCalls): number {
  const socket = hub.socket(AF_PACKET, SOCK_RAW, 0);
  if (isErrno(socket)) throw new Error(`packet socket: ${socket}`);
  const to = { family: 17, protocol: 0x88b5, ifindex: 2 } as const;
  const frame = new Uint8Array(FRAME_LENGTH).fill(0xff, 0, 6);
  frame[12] = 0x88;
  frame[13] = 0xb5;
  const start = performance.now();
  for (let i = 0; i < FRAMES; i++) socket.send(frame, { to });
  const rate = FRAMES / ((performance.now() - start) / 1000);
  socket.close();
  return rate;
}

const kernel = createLinuxKernel();
const [hub] = buildNamespaces(kernel, 1);
await new Promise((resolve) => setTimeout(resolve, 200));
const veth = frames(hub);
const echoRate = echo(hub, 0x0a000002, ECHOES);
const start = performance.now();
buildNamespaces(kernel, NAMESPACES);
const thousand = performance.now() - start;
console.log(JSON.stringify({ veth, echo: echoRate, thousand }));
process.exit(0);
