/** The words of the chat. The host may hand in another language in the page's `#strings` block. */
export const english = {
  "chat.title": "ML Engineer",
  "chat.conversation": "Conversation",
  "chat.loading": "Loading the conversation",
  "chat.silent": "The extension has not answered yet.",
  "chat.earlier": "Loading earlier messages…",
  "chat.jump": "Jump to latest",
  "chat.working": "Working…",
  "empty.sentence":
    "A speech-to-text engineer for this workspace. It reads your transcription pipeline and answers with evidence from the code.",
  "empty.try": "Try",
  "empty.no-model": "No model connected: the offline reviewer answers.",
  "empty.connect": "Connect a model",
  "untrusted.title": "This folder is not trusted",
  "untrusted.sentence": "Nothing is read or run here until you trust the folder.",
  "no-folder.title": "No folder is open",
  "no-folder.sentence": "Open the folder of your transcription service to ask about it.",
  "question.you": "You",
  "question.edit": "Edit question",
  "question.edit-hint": "Asks again from here, in a copy of the conversation",
  "question.send": "Ask again",
  "question.cancel": "Cancel",
  "attachment.open": "Open {name}",
  "attachment.remove": "Remove {name}",
  "reading.title": "Read at start:",
  "thinking.running": "Thinking…",
  "thinking.done": "Thought",
  "tool.running": "running",
  "tool.failed": "failed",
  "tool.no-content": "Nothing was returned.",
  "tool.calls": { one: "{count} call", other: "{count} calls" },
  "tool.calls-failed": { one: "{count} failed", other: "{count} failed" },
  "question.expand": { one: "Show the whole text ({count} line)", other: "Show the whole text ({count} lines)" },
  "answer.engineer": "ML Engineer",
  "answer.collapse": "Show less",
  "answer.expand": { one: "Show the whole answer ({count} line)", other: "Show the whole answer ({count} lines)" },
  "handoff.title": "Handoff → {agent}",
  "handoff.show": "Show it among the handoffs",
  "handoff.blocking": "The work waits for its answer",
  "handoff.open": "open",
  "handoff.deferred": "for a person",
  "handoff.sent": "sent",
  "handoff.running": "running",
  "handoff.answered": "answered",
  "handoff.continued": "continued",
  "handoff.dismissed": "dismissed",
  "role.answers": "{agent} answers: {task}",
  "role.answers-link": "Conversation that asked",
  "role.continues": "Continues: {task}",
  "role.continues-link": "Earlier conversation",
  "results.ready": {
    one: "{count} result is there, and nothing else is waited for.",
    other: "{count} results are there, and nothing else is waited for.",
  },
  "results.continue": "Continue with results",
  "results.continued": "The work went on with the results in another conversation.",
  "results.open": "Open conversation",
  "consent.question":
    "Handoffs and memories are private on this machine. Keep them in the repository? They would be Markdown files in {handoffs} and {memory}, with tasks, findings and results, that you commit with your work.",
  "code.copy": "Copy code",
  "code.label": "Code",
  "code.label-language": "Code in {language}",
  "copy.done": "Copied",
  "link.open": "Open {url}",
  "place.open": "Open {place} (Ctrl or Cmd: to the side)",
  "hidden.one": "Hidden character {codes}",
  "hidden.many": { one: "{count} hidden character", other: "{count} hidden characters" },
  "end.tokens-in": "{tokens} in",
  "end.tokens-cached": "{tokens} in ({percent} cached)",
  "end.tokens-out": "{tokens} out",
  "end.cost": "≈ {cost}",
  "end.cost-hint": "Estimated with the prices of {date}",
  "end.copy": "Copy answer",
  "end.retry": "Ask again",
  "end.stopped": "Stopped",
  "end.failed": "Failed",
  "end.limit": "Stopped at a limit",
  "end.cut": "Cut short",
  "end.refused": "Refused",
  "suggestions.next": "Ask next",
  "announce.done": "Answer finished. {text}",
  "announce.ended": "Answer ended. {text}",
  "composer.label": "Question",
  "composer.placeholder": "Ask about the pipeline, @ to attach a file",
  "composer.placeholder-running": "Ask the next question; it waits its turn",
  "composer.send": "Send (Enter)",
  "composer.queue": "Queue (Enter)",
  "composer.stop": "Stop (Esc)",
  "composer.attachments": "Attachments",
  "queue.label": "Queued questions",
  "queue.queued": "Queued",
  "queue.remove": "Remove from the queue",
  "mentions.label": "Files",
  "mentions.none": "No file matches",
  "provider.choose": "Choose model. {reason}",
  "tools.show": { one: "{count} tool", other: "{count} tools" },
  "tools.label": "Tools of this agent",
  "tools.granted": "granted",
  "tools.asks": "asks first",
  "tools.unavailable": "unavailable",
  "time.milliseconds": "{value} ms",
  "time.seconds": "{value} s",
  "time.minutes": "{minutes} min {seconds} s",
  "action.stop": "Stop waiting",
  "action.retry": "Try again",
  "action.show-log": "Show log",
  "action.connect-model": "Connect a model",
  "action.set-api-key": "Set API key",
  "action.choose-model": "Choose model",
  "action.new-conversation": "New conversation",
  "action.show-conversations": "Show conversations",
  "action.manage-trust": "Manage workspace trust",
  "action.open-folder": "Open folder",
  "action.keep-team-files": "Keep in the repository",
  "action.keep-team-private": "Keep private",
  "action.reload": "Reload panel",
} as const;

type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };
type Key = keyof typeof english;
type PluralKey = { [Name in Key]: (typeof english)[Name] extends string ? never : Name }[Key];
type TextKey = Exclude<Key, PluralKey>;

/** What the host puts into the page as JSON. A string that is missing stays English. */
export interface Translation {
  readonly locale: string;
  readonly strings: { readonly [Name in Key]?: Name extends PluralKey ? Plural : string };
}

export interface Strings {
  readonly locale: string;
  /** `values` replace `{name}` in the string. */
  text(key: TextKey, values?: Readonly<Record<string, string>>): string;
  /** In the plural form of the language for `count`, which is formatted as `{count}`. */
  count(key: PluralKey, count: number): string;
}

export function createStrings({ locale, strings }: Translation = { locale: "en", strings: {} }): Strings {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return {
    locale,
    text: (key, values = {}) => fill(strings[key] ?? english[key], values),
    count(key, count) {
      const forms: Plural = strings[key] ?? english[key];
      return fill(forms[rules.select(count)] ?? forms.other, { count: numbers.format(count) });
    },
  };
}

/** From the JSON of a {@link Translation}. Without it, or when it is broken, the words are English. */
export function parseStrings(json: string | null | undefined): Strings {
  try {
    return json ? createStrings(JSON.parse(json)) : createStrings();
  } catch {
    return createStrings();
  }
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
