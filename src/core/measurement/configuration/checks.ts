import { isReference, isSecretName } from "./environment";
import type { Finding } from "./issues";
import { budgetMetrics, regressionMetrics, type WrittenConfiguration } from "./schema";

type WrittenEngine = WrittenConfiguration["engines"][number];

/** What one field alone cannot tell. */
export function checkTogether(written: WrittenConfiguration): readonly Finding[] {
  const { datasets, engines, budgets, grid, normalizers } = written;
  return [
    ...twice(datasets, "datasets"),
    ...twice(engines, "engines"),
    ...engines.flatMap((engine, index) => checkEngine(engine, index)),
    ...budgets.flatMap((budget, index) => [
      ...unknownEngine(budget.engine, engines, ["budgets", index, "engine"]),
      ...badLanguage(budget.language, ["budgets", index, "language"]),
      ...checkBudget(budget, ["budgets", index]),
    ]),
    ...Object.keys(normalizers).flatMap((language) => badLanguage(language, ["normalizers", language])),
    ...(grid ? checkGrid(grid, engines) : []),
  ];
}

function twice(entries: readonly { readonly name: string }[], list: string): readonly Finding[] {
  const seen = new Set<string>();
  return entries.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `${JSON.stringify(name)} is the name of an earlier one too.`;
    return [{ at: [list, index, "name"], message, remedy: "Give each a name of its own: results are kept by it." }];
  });
}

function checkEngine(
  { command, protocol, outputs, environment, parameters }: WrittenEngine,
  index: number,
): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (field: string, message: string, remedy: string) =>
    findings.push({ at: ["engines", index, field], message, remedy });
  const placeholders = command.join("\n");
  if (protocol === "folder") {
    if (outputs === undefined)
      report("outputs", "It is missing.", 'Say where the outputs are, as "outputs/{id}.json".');
    else if (!outputs.includes("{id}"))
      report("outputs", "It has no {id}.", 'Put {id} where a clip\'s id stands, as "outputs/{id}.json".');
    if (command.length > 0)
      report("command", "Finished outputs need no command.", "Remove it, or choose another protocol.");
  } else {
    if (command.length === 0) report("command", "It is missing.", 'Write it as ["python3", "engine.py"].');
    if (outputs !== undefined)
      report("outputs", `The protocol ${protocol} reads no folder.`, 'Remove it, or set protocol to "folder".');
  }
  if (protocol === "clip" && command.length > 0 && !placeholders.includes("{audio}")) {
    report("command", "The clip is nowhere among its arguments.", "Put {audio} where the path of the clip belongs.");
  }
  const secret = command.findIndex((argument) => /^--?[\w-]*(key|token|secret|password)=./i.test(argument));
  if (secret >= 0) {
    findings.push({
      at: ["engines", index, "command", secret],
      message: "A secret stands in a file that belongs into git, and every run would record it.",
      remedy: "Hand it over in environment, as a reference to a variable.",
    });
  }
  for (const reserved of ["audio", "id", "language"].filter((name) => Object.hasOwn(parameters, name))) {
    findings.push({
      at: ["engines", index, "parameters", reserved],
      message: "Every request has this field already.",
      remedy: "Choose another name.",
    });
  }
  for (const [variable, value] of Object.entries(environment)) {
    const at = ["engines", index, "environment", variable];
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
      findings.push({ at, message: "This is no name of a variable.", remedy: "Use letters, digits and _." });
    } else if (isSecretName(variable) && value !== "" && !isReference(value)) {
      findings.push({
        at,
        message: "A secret stands in a file that belongs into git.",
        remedy: `Write "$${variable}" and set ${variable} where the evaluation is started.`,
      });
    }
  }
  return findings;
}

function unknownEngine(
  name: string | undefined,
  engines: readonly WrittenEngine[],
  at: Finding["at"],
): readonly Finding[] {
  if (name === undefined || engines.some((engine) => engine.name === name)) return [];
  const names = engines.map((engine) => engine.name).join(", ");
  return [{ at, message: `There is no engine ${JSON.stringify(name)}.`, remedy: `Name one of: ${names}.` }];
}

/** A budget is a limit or a revision to compare with, and each has metrics of its own. */
function checkBudget(
  { metric, atMost, noRegressionAgainst }: WrittenConfiguration["budgets"][number],
  at: Finding["at"],
): readonly Finding[] {
  if (atMost === undefined && noRegressionAgainst === undefined) {
    const remedy = 'Write "atMost": 0.15 for a limit, or "noRegressionAgainst": "main".';
    return [{ at: [...at, "atMost"], message: "It is missing.", remedy }];
  }
  if (atMost !== undefined && noRegressionAgainst !== undefined) {
    const message = "A limit and a revision to compare with are two budgets.";
    return [{ at: [...at, "noRegressionAgainst"], message, remedy: "Write two budgets, each with one of them." }];
  }
  const [known, what]: readonly [readonly string[], string] =
    atMost === undefined ? [regressionMetrics, "is not compared between revisions"] : [budgetMetrics, "has no limit"];
  if (known.includes(metric)) return [];
  const remedy = `Write ${known.map((name) => JSON.stringify(name)).join(" or ")}.`;
  return [{ at: [...at, "metric"], message: `${JSON.stringify(metric)} ${what}.`, remedy }];
}

function badLanguage(language: string | undefined, at: Finding["at"]): readonly Finding[] {
  if (language === undefined || /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) return [];
  return [
    { at, message: `${JSON.stringify(language)} is no language code.`, remedy: 'Write a code as "ru" or "en-US".' },
  ];
}

/** Every row decodes the whole set again. */
const mostRows = 200;

function checkGrid(
  grid: NonNullable<WrittenConfiguration["grid"]>,
  engines: readonly WrittenEngine[],
): readonly Finding[] {
  const engine = engines.find(({ name }) => name === grid.engine);
  if (!engine) return unknownEngine(grid.engine, engines, ["grid", "engine"]);
  const at = ["grid", "parameters"];
  if (engine.protocol === "folder") {
    return [
      { at: ["grid", "engine"], message: "Finished outputs cannot be varied.", remedy: "Name an engine that runs." },
    ];
  }
  const names = Object.keys(grid.parameters);
  const findings: Finding[] =
    names.length === 0 ? [{ at, message: "It is empty.", remedy: 'Write, for example, { "beam": [1, 5] }.' }] : [];
  const rows = Object.values(grid.parameters).reduce((product, values) => product * values.length, 1);
  if (rows > mostRows) {
    findings.push({
      at,
      message: `It makes ${rows} rows; ${mostRows} are the most.`,
      remedy: "Vary fewer options at a time.",
    });
  }
  for (const name of names) {
    const values = (grid.parameters[name] ?? []).map(String);
    if (new Set(values).size < values.length) {
      findings.push({
        at: [...at, name],
        message: "A value is given twice.",
        remedy: "Keep one: it would be measured twice.",
      });
    }
    if (engine.protocol === "clip" && !engine.command.some((argument) => argument.includes(`{${name}}`))) {
      findings.push({
        at: [...at, name],
        message: `The command of ${engine.name} has no {${name}}.`,
        remedy: `Put {${name}} where its value belongs.`,
      });
    }
  }
  return findings;
}
