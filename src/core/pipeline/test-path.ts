/** Whether a file is test code: its values say nothing about production. */
export function isTestPath(path: string): boolean {
  return /(^|\/)(tests?|__tests__|testing|testdata|conftest\.py|test_[^/]*\.py|[^/]*_test\.py|[^/]*\.(test|spec)\.[cm]?[jt]sx?)(\/|$)/i.test(
    path,
  );
}
