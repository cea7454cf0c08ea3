export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly texts: string;
}
export interface BuildMeta {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
  readonly copied?: Readonly<Record<string, string>>;
}
export function collectLicences(folder: string, meta: BuildMeta): BundledPackage[];
export function renderLicences(packages: readonly BundledPackage[]): string;
