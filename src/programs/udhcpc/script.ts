/** The script that configures the interface: its environment, and how it is run. */
import { formatIpv4, ipv4 } from "../../packet/address.ts";
import { type DhcpMessage, OPTION_END, OPTION_OVERLOAD } from "../../packet/dhcp.ts";
import type { Process } from "../../process/process.ts";
import { optionVariables } from "./option-table.ts";

/** Options that say how the message is laid out, not what is in it. */
const LAYOUT = new Set([OPTION_OVERLOAD, OPTION_END]);

function variables(device: string, message: DhcpMessage | undefined): [string, string][] {
  const all: [string, string][] = [["interface", device]];
  if (message === undefined) return all;
  all.push(["ip", formatIpv4(ipv4(message.yiaddr))]);
  if (message.siaddr !== 0) all.push(["siaddr", formatIpv4(ipv4(message.siaddr))]);
  if (message.giaddr !== 0) all.push(["giaddr", formatIpv4(ipv4(message.giaddr))]);
  if (message.file !== "") all.push(["boot_file", message.file]);
  if (message.sname !== "") all.push(["sname", message.sname]);
  for (const [code, data] of message.options) if (!LAYOUT.has(code)) all.push(...optionVariables(code, data));
  return all;
}

/** Runs the script and waits for it. One that can not be run is passed over, as there is nobody to tell. */
export async function runScript(
  process: Process,
  script: string,
  event: string,
  device: string,
  message?: DhcpMessage,
): Promise<void> {
  const env = new Map([...process.env, ...variables(device, message)]);
  const child = await process.spawn([script, event], { env });
  if (typeof child !== "number") await child.wait();
}
