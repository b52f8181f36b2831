/** The command with the test run's own programs in it: what runs scripts that use them. */
import { ALL_PROGRAMS } from "../../src/system.ts";

Object.assign(ALL_PROGRAMS, {
  "/usr/local/sbin/inject": () => import("./inject.ts"),
  "/usr/local/sbin/rtdump": () => import("./rtdump.ts"),
});
await import("../../src/cli.ts");
