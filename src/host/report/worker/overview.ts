import type { RunRecord } from "../../../core/measurement/run";
import { rowName } from "../../../core/measurement/runs/row";
import type { ProvenanceName, ReportOverview } from "../../../protocol/report";

/** Sources that are named; a program may have loaded thousands. */
const mostSources = 50;

export function overviewOf(record: RunRecord, folder: string, canRun: boolean): ReportOverview {
  const { id, created, state, shard, engines, datasets, change } = record;
  return {
    id,
    folder,
    created,
    state,
    ...(shard && { shard: { index: shard.index, count: shard.count } }),
    rows: engines.map(({ name, parameters }) => rowName(name, parameters)),
    datasets: datasets.map(({ name, hash, requested, evaluated }) => ({ name, hash, requested, evaluated })),
    ...(change && {
      change: {
        engine: change.engine,
        base: `${change.base.revision} (${change.base.commit.slice(0, 7)})`,
        subject: change.base.subject,
        ...(change.branch !== undefined && { branch: change.branch }),
        files: change.files.map(({ path }) => path),
        functions: change.functions.map(({ name }) => name),
        reused: change.reused,
        ...(change.ran && {
          ran: {
            verdict: change.ran.verdict,
            message: change.ran.message,
            ...(change.ran.remedy !== undefined && { remedy: change.ran.remedy }),
          },
        }),
      },
    }),
    provenance: provenanceOf(record),
    canRun,
  };
}

function provenanceOf({ provenance, engines, datasets, seed, change }: RunRecord): ReportOverview["provenance"] {
  const { commit, dirtyHash, configurationHash, command, normalizers, machine, product } = provenance;
  const line = (name: ProvenanceName, value: string | undefined) => (value === undefined ? [] : [{ name, value }]);
  const sources = [...new Set(engines.flatMap((engine) => engine.sources.map(({ path, hash }) => `${path} ${hash}`)))];
  return [
    ...line("commit", commit),
    ...line("dirty", dirtyHash),
    ...line("base", change && `${change.base.revision} ${change.base.commit} ${change.base.subject}`),
    ...line("files", change && change.files.length > 0 ? change.files.map(({ path }) => path).join("\n") : undefined),
    ...line("configuration", configurationHash),
    ...datasets.flatMap(({ name, hash }) => line("testSet", `${name} ${hash}`)),
    ...line(
      "machine",
      [machine.cpu, `${machine.cores}×`, `${(machine.memory / 1024).toFixed(1)} GiB`, machine.gpu, machine.system]
        .filter((part) => part !== undefined)
        .join(", "),
    ),
    ...Object.entries(normalizers).flatMap(([language, { id, version, hash }]) =>
      line("normalizer", `${language}: ${id} ${version} ${hash}`),
    ),
    ...engines.flatMap(({ name, parameters, version, command: program }) =>
      program.length === 0
        ? []
        : line(
            "program",
            `${rowName(name, parameters)}: ${typed(program)}${version === undefined ? "" : ` (${version})`}`,
          ),
    ),
    ...sources.slice(0, mostSources).flatMap((source) => line("source", source)),
    ...line("seed", String(seed)),
    ...line("product", product),
    ...line("command", command && typed(["ml-engineer", ...command])),
  ];
}

/** As it could be typed; it is only shown and copied. */
function typed(command: readonly string[]): string {
  return command.map((part) => (/^[\w@%+=:,./{}-]+$/.test(part) ? part : JSON.stringify(part))).join(" ");
}
