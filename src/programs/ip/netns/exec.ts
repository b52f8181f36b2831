/**
 * `ip netns exec`: a command in a namespace, or with `-all` in each.
 */
import { isErrno, strerror } from "../../../errno.ts";
import { type Arguments, EXIT_FAILURE, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { eachNamespaceName } from "./ids.ts";
import { currentNamespace } from "./manage.ts";
import { switchNamespace } from "./switch.ts";

function complain(ip: Ip, text: string): number {
  ip.complain(`${text}\n`);
  return EXIT_FAILURE;
}

/** Runs the command as a child and waits for it. */
async function run(ip: Ip, command: readonly string[]): Promise<number> {
  await ip.process.stdout.flush();
  const child = await ip.process.spawn(command);
  if (isErrno(child)) return complain(ip, `exec of "${command[0]}" failed: ${strerror(child)}`);
  return child.wait();
}

async function runInEach(ip: Ip, command: readonly string[]): Promise<number> {
  if (command.length === 0) return complain(ip, "No command specified");
  const names = eachNamespaceName(ip);
  if (typeof names === "number") return EXIT_FAILURE;
  for (const name of names) {
    if (switchNamespace(ip, name) !== 0) return EXIT_USAGE;
    ip.out.text(`\nnetns: ${name}\n`);
    await run(ip, command);
  }
  return 0;
}

/** In a batch the program goes on afterwards, where it was before. */
async function runAndReturn(ip: Ip, name: string, command: readonly string[]): Promise<number> {
  const before = currentNamespace(ip);
  if (switchNamespace(ip, name) !== 0) return EXIT_FAILURE;
  const status = await run(ip, command);
  if (!isErrno(before)) {
    ip.sys.setns(before);
    before.close();
    ip.namespaceChanged();
  }
  return status;
}

/** Runs it. @returns its exit status */
export async function execute(ip: Ip, args: Arguments): Promise<number> {
  if (ip.options.all) return runInEach(ip, args.words);
  if (!args.more) return complain(ip, "No netns name specified");
  const [name, ...command] = args.words;
  if (command.length === 0) return complain(ip, "No command specified");
  if (ip.options.batch !== undefined) return runAndReturn(ip, name, command);
  if (switchNamespace(ip, name) !== 0) return EXIT_USAGE;
  ip.close();
  await ip.process.stdout.flush();
  const status = await ip.process.exec(command);
  if (status >= 0) return status;
  return complain(ip, `exec of "${command[0]}" failed: ${strerror(status)}`);
}
