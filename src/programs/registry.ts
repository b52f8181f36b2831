/**
 * Every program by the path it has on Debian, loaded when it is first run.
 */
import type { Main } from "../process/process.ts";

export interface ProgramModule {
  readonly main: Main;
}

/** Absolute path → loader. One line a program, sorted by path. */
export const PROGRAMS: Readonly<Record<string, () => Promise<ProgramModule>>> = {
  "/usr/bin/ping": () => import("./ping/ping.ts"),
  "/usr/bin/ping4": () => import("./ping/ping.ts"),
  "/usr/bin/ping6": () => import("./ping/ping.ts"),
  "/usr/bin/tcpdump": () => import("./tcpdump/index.ts"),
  "/usr/sbin/arp": () => import("./net-tools/arp.ts"),
  "/usr/sbin/ip": () => import("./ip/main.ts"),
  "/usr/sbin/route": () => import("./net-tools/route.ts"),
  "/usr/sbin/sysctl": () => import("./sysctl/sysctl.ts"),
};
