// Installs Debian's packages where that can work: on Debian and its descendants, as root.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Why packages cannot be installed here, as the middle of a sentence; undefined when they can. */
export function whyNotInstallable() {
  if (!existsSync("/etc/debian_version")) return "this is no Debian";
  return process.getuid?.() === 0 ? undefined : "only root can install it here";
}

/** Throws one sentence with the reason. */
export function installPackages(...names) {
  aptGet("update");
  aptGet("install", "-y", "--no-install-recommends", ...names);
}

function aptGet(...options) {
  const { status, stdout, stderr, error } = spawnSync("apt-get", ["-q", ...options], {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status === 0) return;
  const reason = error?.message ?? `${stderr}${stdout}`.trim().split("\n").slice(-3).join(" ");
  throw new Error(`apt-get ${options[0]} failed (${reason}).`);
}
