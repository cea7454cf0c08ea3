export interface ServerPaths {
  /** The Node 24 that runs the server. */
  readonly node: string;
  readonly entry: string;
}
export interface ServerFolders {
  readonly userDataDir: string;
  readonly extensionsDir: string;
}
export interface ServerOptions extends ServerFolders {
  /** A folder or a `.code-workspace` file; without it the window is empty. */
  readonly workspace?: string;
  readonly vsix?: string | readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Default true: the workspace is trusted without asking. */
  readonly trust?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}
export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
  /** What the server has printed so far. */
  logs(): string;
}
export const quietSettings: Readonly<Record<string, unknown>>;
export function installServer(options?: { report?(line: string): void }): Promise<ServerPaths>;
export function installExtension(vsix: string | readonly string[], folders: ServerFolders): Promise<void>;
export function startServer(options: ServerOptions): Promise<Server>;
export function findDesktopCode(environment?: NodeJS.ProcessEnv): string | undefined;
export function findMissingTools(isThere?: (program: string) => boolean): string | undefined;
export function serverFolder(environment?: NodeJS.ProcessEnv): string;
