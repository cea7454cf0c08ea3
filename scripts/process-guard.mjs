// node process-guard.mjs PROGRAM ARGUMENTS…: runs a program and ends everything it started when standard input closes, so
// that nothing survives its starter, even one that was killed. Else it ends as the program ends. Must be started as the
// leader of its own process group (`detached`).
import { spawn } from "node:child_process";

const graceMilliseconds = 1500;
const [program, ...programArguments] = process.argv.slice(2);
const child = spawn(program, programArguments, { stdio: ["ignore", "inherit", "inherit"] });
let ending = false;

child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on("exit", (code) => {
  if (ending) return killGroup();
  ending = true;
  process.kill(-process.pid, "SIGTERM");
  process.exit(code ?? 1);
});
process.stdin.on("close", endGroup).on("error", endGroup).resume();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, endGroup);

function endGroup() {
  if (ending) return;
  ending = true;
  process.kill(-process.pid, "SIGTERM");
  setTimeout(killGroup, graceMilliseconds);
}

/** Includes this process. */
function killGroup() {
  process.kill(-process.pid, "SIGKILL");
}
