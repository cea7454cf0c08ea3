export function packageExtension(options?: { readonly folder?: string; readonly output?: string }): Promise<string>;
export function createVsix(folder: string, output?: string): Promise<string>;
