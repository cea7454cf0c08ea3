import { render, type TemplateResult } from "lit";
import "../style.css";
import "../components/components.css";
import "./report.css";
import "./figures.css";
import "./utterances/utterances.css";
import { createReportBridge } from "./bridge";
import { checksSection } from "./checks";
import { head } from "./head";
import { createLatency } from "./latency";
import { metricsSection } from "./metrics";
import { createPlots } from "./plots/plots";
import { provenanceSection } from "./provenance";
import { type Action, reduce } from "./reduce";
import { initialState, type ViewState } from "./state";
import { parseStrings } from "./strings";
import { restoreFilter } from "./utterances/select";
import { createUtterances } from "./utterances/utterances";
import { verdictSection } from "./verdict";

const bridge = createReportBridge();
const strings = parseStrings(document.getElementById("strings")?.textContent);
const { post } = bridge;
const page = buildPage();
const plots = createPlots(strings);
const context = { strings, post, plots };
let state: ViewState = initialState;

const latency = createLatency(context, () => show());
const utterances = createUtterances(page.utterances, context, {
  filter: restoreFilter(bridge.remembered.filter),
  remember: (filter) => bridge.remember({ filter }),
  act: (action) => take([action]),
});

document.title = strings.text("report.title");
document.documentElement.lang = strings.locale;
rememberRun();
bridge.listen((messages) => take(messages));
show();
post({ type: "ready" });

function take(messages: readonly (Parameters<typeof reduce>[1] | Action)[]): void {
  state = messages.reduce(reduce, state);
  show();
}

function show(): void {
  const parts: Readonly<Record<string, TemplateResult | null>> = {
    head: head(state, context),
    verdict: verdictSection(state, context),
    metrics: metricsSection(state, context),
    checks: checksSection(state, context),
    latency: latency.section(state),
    provenance: provenanceSection(state, context),
  };
  for (const [name, template] of Object.entries(parts)) {
    const part = page[name as keyof typeof page];
    part.hidden = template === null;
    render(template, part);
  }
  utterances.update(state);
  plots.draw();
}

/** A window that is opened again brings the report back by what the view kept. */
function rememberRun(): void {
  const text = document.getElementById("state")?.textContent;
  if (text) bridge.remember(JSON.parse(text));
}

/** The parts in reading order. The host's page needs no more than an empty body. */
function buildPage() {
  const part = () => document.createElement("div");
  const main = document.createElement("main");
  main.className = "report";
  const parts = {
    head: part(),
    verdict: part(),
    metrics: part(),
    checks: part(),
    utterances: part(),
    latency: part(),
    provenance: part(),
  };
  main.append(...Object.values(parts));
  document.body.append(main);
  return parts;
}
