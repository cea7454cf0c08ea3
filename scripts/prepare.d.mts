export declare const root: string;
export declare function build(options?: { readonly onlyIfStale?: boolean }): void;
