/** Echo requests to the outside: the host's ping is asked, which may do what Node can not. */
import { execFile } from "node:child_process";
import { type HostAddress, hostAddress } from "./network.ts";

/** Requests that may be under way. */
const PINGS_MAX = 16;

/** Asks, a few at a time; requests beyond that are lost. */
export class EchoRelay {
  private pings = 0;

  /** @param answered is called when an answer came */
  ask(target: HostAddress, answered: () => void): void {
    if (this.pings >= PINGS_MAX) return;
    this.pings++;
    const words = ["-n", "-c", "1", "-W", "5", hostAddress(target)];
    execFile("ping", words, { timeout: 10_000 }, (error) => {
      this.pings--;
      if (error === null) answered();
    });
  }
}
