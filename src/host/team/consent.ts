import * as vscode from "vscode";
import type { Log } from "../log";

/** Undefined until the question was put; `asked` until it is answered. */
type Answer = "asked" | "shared" | "private" | undefined;

const stateKey = "mlEngineer.teamFiles";
/** What would be committed, as folders of the repository. */
export const teamFolderNames = [".claude/agents-handoffs/", ".claude/agents-memory/"] as const;

export interface ConsentPorts {
  readonly state: vscode.Memento;
  readonly log: Pick<Log, "error">;
  /** The chat shows the question, so that a notification would put it a second time. */
  isChatVisible(): boolean;
  /** Moves what waits into the repository. */
  share(): Promise<readonly string[]>;
  changed(): void;
}

/** Whether files of the team may be written into the repository. Asked once in a workspace, and nothing waits for the answer. */
export class Consent {
  readonly #ports: ConsentPorts;

  constructor(ports: ConsentPorts) {
    this.#ports = ports;
  }

  get isGiven(): boolean {
    return this.#answer === "shared";
  }

  /** The question was put and is not answered yet. */
  get isOpen(): boolean {
    return this.#answer === "asked";
  }

  /** To be called when a file was written that waits outside of the repository. */
  ask(): void {
    if (this.#answer !== undefined) return;
    this.#put().catch((error: unknown) => this.#ports.log.error("The question about team files failed", error));
  }

  /** From now on files are written into the repository. @throws TeamFileError when what waits could not be moved */
  async give(): Promise<void> {
    const paths = await this.#ports.share();
    await this.#keep("shared");
    const [first] = paths;
    void vscode.window.showInformationMessage(
      paths.length === 1 && first !== undefined
        ? vscode.l10n.t("{0} is in the repository now, to be committed with your work.", first)
        : vscode.l10n.t(
            "Files in the repository now: {0}. New handoffs and memories are written there, to be committed with your work.",
            paths.length,
          ),
    );
  }

  async refuse(): Promise<void> {
    await this.#keep("private");
  }

  get #answer(): Answer {
    return this.#ports.state.get<Answer>(stateKey);
  }

  async #put(): Promise<void> {
    await this.#keep("asked");
    if (this.#ports.isChatVisible()) return;
    const keep = vscode.l10n.t("Keep in the repository");
    const keepPrivate = vscode.l10n.t("Keep private");
    const question = vscode.l10n.t(
      "Keep the team's files in this repository? Handoffs would be written to {0} and memories to {1}, as Markdown files with tasks, findings and results that you commit with your work. Until then they stay private on this machine.",
      ...teamFolderNames,
    );
    const answer = await vscode.window.showInformationMessage(question, keep, keepPrivate);
    // It may have been answered in the chat meanwhile.
    if (!this.isOpen) return;
    if (answer === keep) await this.#giveOrExplain();
    else if (answer === keepPrivate) await this.refuse();
  }

  async #giveOrExplain(): Promise<void> {
    try {
      await this.give();
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async #keep(answer: Answer): Promise<void> {
    await this.#ports.state.update(stateKey, answer);
    this.#ports.changed();
  }
}
